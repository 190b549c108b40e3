"""The one way in which files are written: a temporary file beside the target, fsync, replace.

A reader sees the old file or the new one, never a part; a crash leaves at most a temporary file, which
`reap` removes at the next start. Nothing else in the package opens a final path for writing, removes a file
or moves one; and what the system refuses becomes one line that says what to do.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from lyricaudio.errors import ReleaseError, refusal
from lyricaudio.messages import told

TEMPORARY_PREFIX = ".lyricaudio-tmp-"

_TRIES = 3

_FOREIGN = frozenset("\\:\0")
"""What no path of ours holds: on Windows it could lead elsewhere."""


def is_below(path: str) -> bool:
    """Tell whether a path from a list of files stays below its folder and away from what is hidden.

    It says nothing of links; `within` does.
    """
    parts = path.split("/")
    return not _FOREIGN & set(path) and all(part and not part.startswith(".") for part in parts)


def within(root: Path, path: PurePosixPath | str) -> Path:
    """Return where a file lies whose path counts from a folder.

    Raises
    ------
    ReleaseError
        When that is not below the folder, by its name or because a link leads elsewhere.
    """
    target = root / path
    below = is_below(str(path)) and target.parent.resolve().is_relative_to(root.resolve())
    if not below:
        raise ReleaseError(
            told(
                "{target} leads out of {root}; remove the link, or build into another folder",
                target=target,
                root=root,
            )
        )
    return target


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a fresh temporary path beside `target`; when the block ends well it takes the target's place.

    On any exception, an interruption included, the temporary file is removed and the target is as before.

    Raises
    ------
    ReleaseError
        When the disk is full, read-only or otherwise refuses.
    """
    with replacing_all([target]) as (temporary,):
        yield temporary
        temporary.stat()  # who asked for the place must have written something


@contextmanager
def replacing_all(targets: list[Path]) -> Iterator[tuple[Path, ...]]:
    """Give a fresh temporary path beside each target; when the block ends well all take their places.

    They do so one right after the other, in the order given, when every one of them is whole and on the
    disk. A path at which nothing was written leaves its target as it is.

    Raises
    ------
    ReleaseError
        When the disk is full, read-only or otherwise refuses.
    """
    temporaries = tuple(path.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}" for path in targets)
    try:
        with refusing(told("write {file}", file=targets[0]) if targets else told("write")):
            for folder in dict.fromkeys(path.parent for path in targets):
                folder.mkdir(parents=True, exist_ok=True)
            yield temporaries
            written = [pair for pair in zip(temporaries, targets, strict=True) if pair[0].exists()]
            for temporary, _ in written:
                _sync(temporary, os.O_RDWR)
        for temporary, target in written:
            with refusing(told("write {file}", file=target)):
                os.replace(temporary, target)
        for folder in dict.fromkeys(target.parent for _, target in written):
            _sync_folder(folder)
    finally:
        for temporary in temporaries:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_bytes(target: Path, data: bytes) -> None:
    """Write a whole file, or leave the old one as it is."""
    with replacing(target) as temporary:
        temporary.write_bytes(data)


def write_text(target: Path, text: str) -> None:
    """Write a whole UTF-8 file with LF line ends, or leave the old one as it is."""
    write_bytes(target, text.encode("utf-8"))


def append_lines(target: Path, text: str) -> None:
    """Add lines to a file and force them to the disk; a crash leaves at most a part of a last line."""
    with refusing(told("write {file}", file=target)):
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a+b") as file:
            end = file.seek(0, os.SEEK_END)
            file.seek(max(0, end - 1))
            broken = end > 0 and file.read(1) != b"\n"
            file.write((b"\n" if broken else b"") + text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())


def put_all(places: Mapping[Path, Path]) -> None:
    """Let whole files take their places, one right after the other; one that is the same already stays.

    Parameters
    ----------
    places
        Targets, and where the files lie now, on the same disk if it is to be quick.

    Raises
    ------
    ReleaseError
        When one of them cannot; those before it may have.
    """
    new = {target: source for target, source in places.items() if not _same(source, target)}
    with replacing_all(list(new)) as temporaries:
        for temporary, source in zip(temporaries, new.values(), strict=True):
            try:
                os.replace(source, temporary)
            except OSError:
                shutil.copyfile(source, temporary)


def _same(source: Path, target: Path) -> bool:
    with refusing(told("read {file}", file=target)):
        return target.is_file() and filecmp.cmp(source, target, shallow=False)


@contextmanager
def scratch(parent: Path) -> Iterator[Path]:
    """Give a fresh folder for files that are being made, and remove it with all that is left in it.

    Raises
    ------
    ReleaseError
        When the disk is full, read-only or otherwise refuses.
    """
    folder = parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}"
    with refusing(told("write to {folder}", folder=parent)):
        folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        for _ in range(_TRIES):  # what was refused once, as by a program that looks at new files, may go then
            if folder.exists():
                shutil.rmtree(folder, ignore_errors=True)


def link_all(places: Mapping[Path, Path]) -> None:
    """Let files be had under other names too, with their times; each name from its present place.

    Where the file system knows no links they are copied. All names may be had by others of these files until
    then: they change together.

    Parameters
    ----------
    places
        New names, and where the files lie.

    Raises
    ------
    ReleaseError
        When one of them cannot be had.
    """
    with replacing_all(list(places)) as temporaries:
        for temporary, source in zip(temporaries, places.values(), strict=True):
            try:
                os.link(source, temporary)
            except OSError:
                shutil.copy2(source, temporary)


def remove(root: Path, path: PurePosixPath | str) -> None:
    """Remove a file below a folder that may be there, and the folders that this leaves empty.

    Raises
    ------
    ReleaseError
        When the system refuses, or a link leads out of the folder.
    """
    target = within(root, path)
    with refusing(told("remove {file}", file=target)):
        target.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        for folder in target.parents:
            if folder == root:
                return
            folder.rmdir()


def rename(path: Path, target: Path) -> bool:
    """Give a file a name that is free; tell whether it was there.

    Raises
    ------
    ReleaseError
        When the system refuses.
    """
    with refusing(told("rename {file} to {name}", file=path, name=target.name)):
        try:
            os.rename(path, target)
        except FileNotFoundError:
            return False
    return True


def set_changed(target: Path, changed_ns: int) -> None:
    """Set when a file was last changed, in nanoseconds since 1970."""
    with refusing(told("date {file}", file=target)):
        os.utime(target, ns=(changed_ns, changed_ns))


@contextmanager
def refusing(doing: str) -> Iterator[None]:
    """Say in one line what the system refused.

    Parameters
    ----------
    doing
        What was tried, and on which file, as it is told: `write output/release.json`.
    """
    try:
        yield
    except OSError as error:
        raise ReleaseError(_refused(doing, error)) from error


def _refused(doing: str, error: OSError) -> str:
    if isinstance(error, PermissionError):  # Windows refuses so what another program holds open
        return told(
            "cannot {doing}: {reason}; what was there is unchanged; close what has it open",
            doing=doing,
            reason=refusal(error),
        )
    return told("cannot {doing}: {reason}; what was there is unchanged", doing=doing, reason=refusal(error))


def reap(folder: Path) -> int:
    """Remove temporary files and folders that a killed run left anywhere below `folder`; return how many.

    Only for the holder of the project's lock: another run's files would look the same.
    """
    removed = 0
    for orphan in list(folder.rglob(f"{TEMPORARY_PREFIX}*")):
        with contextlib.suppress(OSError):  # a read-only folder: whoever has to write there will say so
            if orphan.is_dir():
                shutil.rmtree(orphan)
            else:
                orphan.unlink()
            removed += 1
    return removed


def _sync(path: Path, flags: int) -> None:
    """Force a file or folder to the disk."""
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # Windows and some file systems do not synchronize folders
        _sync(folder, os.O_RDONLY)
