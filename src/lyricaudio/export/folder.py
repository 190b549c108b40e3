"""A folder on this machine: a stick, a network drive, or one that a program keeps in step with a phone."""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from lyricaudio import files
from lyricaudio.errors import ReleaseError, refusal
from lyricaudio.export.destination import NoSuchPlace
from lyricaudio.messages import told
from lyricaudio.release.targets.outgoing import Outgoing


class FolderPlace:
    """A folder, made when only its last level is missing.

    Parameters
    ----------
    release
        Where the release itself lies.

    Raises
    ------
    NoSuchPlace
        When one of the two lies in the other, or the folder cannot be.
    """

    def __init__(self, root: Path, *, release: Path) -> None:
        ours, theirs = root.resolve(), release.resolve()
        if ours.is_relative_to(theirs) or theirs.is_relative_to(ours):
            raise NoSuchPlace(
                told(
                    "{root} and the release {release} lie in each other; export to another folder",
                    root=root,
                    release=release,
                )
            )
        if not ours.parent.is_dir():
            raise NoSuchPlace(
                told("there is no folder {folder}; is the drive connected?", folder=root.parent)
            )
        try:
            ours.mkdir(exist_ok=True)
        except OSError as error:
            raise NoSuchPlace(
                told("cannot make the folder {root}: {reason}", root=root, reason=refusal(error))
            ) from error
        self._root = ours
        self._swept: set[Path] = set()

    @property
    def name(self) -> str:
        """Its path."""
        return str(self._root)

    def read(self, path: PurePosixPath) -> bytes | None:
        """Return what is in a file; None when it is not there."""
        try:
            return (self._root / path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._failed(told("read {file}", file=self._root / path), error) from error

    def sizes_bytes(self, paths: Iterable[PurePosixPath]) -> Mapping[PurePosixPath, int]:
        """Return the sizes of those files that are there; a folder in the way counts as a file."""
        found = {}
        for path in paths:
            try:
                found[path] = (self._root / path).stat().st_size
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                raise self._failed(told("look at {path}", path=self._root / path), error) from error
        return found

    def holds(self, file: Outgoing) -> bool:
        """Tell whether a file is there with exactly these bytes."""
        with tempfile.TemporaryDirectory() as scratch:
            wanted = Path(scratch) / "wanted"
            file.write(wanted)
            try:
                return filecmp.cmp(wanted, self._root / file.path, shallow=False)
            except OSError:
                return False

    def free_bytes(self) -> int | None:
        """Return how much more fits in; None when the drive does not tell."""
        try:
            return shutil.disk_usage(self._root).free
        except OSError:
            return None

    def put(self, file: Outgoing) -> int:
        """Write a file under a temporary name, give it its time, and let it take its place."""
        target = self._root / file.path
        self._sweep(target.parent)
        with files.replacing(target) as temporary:
            file.write(temporary)
            if file.changed_ns is not None:
                with contextlib.suppress(OSError):  # phones that are mounted as drives keep their own time
                    os.utime(temporary, ns=(file.changed_ns, file.changed_ns))
            return temporary.stat().st_size

    def remove(self, path: PurePosixPath) -> None:
        """Remove a file that may be there, and the folders that it leaves empty."""
        try:
            (self._root / path).unlink(missing_ok=True)
        except OSError as error:
            raise self._failed(told("remove {file}", file=self._root / path), error) from error
        with contextlib.suppress(OSError):
            for folder in list(path.parents)[:-1]:
                (self._root / folder).rmdir()

    def settle(self, paths: Sequence[PurePosixPath]) -> None:
        """Do nothing: every file is on the disk already."""

    def _sweep(self, folder: Path) -> None:
        """Remove, once in every folder that is written to, what an export that was killed left in it."""
        if folder not in self._swept:
            self._swept.add(folder)
            for orphan in folder.glob(f"{files.TEMPORARY_PREFIX}*"):
                with contextlib.suppress(OSError):
                    orphan.unlink()

    @staticmethod
    def _failed(doing: str, error: OSError) -> ReleaseError:
        return ReleaseError(told("cannot {doing}: {reason}", doing=doing, reason=refusal(error)))
