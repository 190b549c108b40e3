"""What a target makes of a release: the files that go to another place, and what to say about them."""

from __future__ import annotations

import hashlib
import posixpath
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from lyricaudio.errors import ReleaseError, refusal
from lyricaudio.messages import told
from lyricaudio.release.catalogue import Catalogue

_NAMING_OTHERS = frozenset({".m3u8", ".html", ".xml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A finished release: its folder, the paths of its files from there, and what it says of its episodes."""

    root: Path
    paths: tuple[PurePosixPath, ...]
    catalogue: Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the person chooses about a target.

    Attributes
    ----------
    ascii_names
        Whether the names of files and folders are written in ASCII.
    base_url
        What the addresses of a web place begin with, a final slash included; None where there is none.
    """

    ascii_names: bool = False
    base_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A file for another place.

    Attributes
    ----------
    path
        Where it goes, from the root of that place.
    size_bytes
        How long it is; of an archive a little less than that.
    version
        Another one whenever the bytes differ.
    changed_ns
        The time of change to give it, in nanoseconds since 1970; None when it does not matter.
    write
        Writes it under a path on this machine.
    """

    path: PurePosixPath
    size_bytes: int
    version: str
    changed_ns: int | None
    write: Callable[[Path], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """All files of a place, in the order in which they are to be written; `notes` are for the person."""

    files: tuple[Outgoing, ...]
    notes: tuple[str, ...] = ()


def shipment_of(files: Iterable[Outgoing], notes: Iterable[str] = ()) -> Shipment:
    """Return a plan in which a file comes after those that it names, else in the order of paths.

    The order of writing matters besides: many car players play in it.
    """
    ordered = sorted(files, key=lambda file: (file.path.suffix in _NAMING_OTHERS, file.path))
    return Shipment(files=tuple(ordered), notes=tuple(notes))


def copied(finished: Finished, source: PurePosixPath, to: PurePosixPath | None = None) -> Outgoing:
    """Return a file of the release as it is, under its own path or another.

    Raises
    ------
    ReleaseError
        When it is not there.
    """
    path = finished.root / source
    try:
        stat = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    return Outgoing(
        path=to or source,
        size_bytes=stat.st_size,
        version=f"{stat.st_size}-{stat.st_mtime_ns}",
        changed_ns=stat.st_mtime_ns,
        write=partial(_copy, path),
    )


def written(path: PurePosixPath, text: str) -> Outgoing:
    """Return a text as a file in UTF-8."""
    data = text.encode()

    def write(target: Path) -> None:
        target.write_bytes(data)

    digest = hashlib.sha256(data).hexdigest()
    return Outgoing(path=path, size_bytes=len(data), version=digest, changed_ns=None, write=write)


def text_of(finished: Finished, path: PurePosixPath) -> str:
    """Read a text file of the release.

    Raises
    ------
    ReleaseError
        When it is not there.
    """
    try:
        return (finished.root / path).read_bytes().decode()
    except (OSError, UnicodeError) as error:
        raise _unreadable(finished.root / path, error) from error


def renamed(playlist: str, path: PurePosixPath, names: Mapping[PurePosixPath, PurePosixPath]) -> str:
    """Return a playlist whose entries lead to the new names of files from its own new place."""
    here = names.get(path, path).parent

    def line(old: str) -> str:
        target = PurePosixPath(posixpath.normpath(path.parent / old))
        if old.startswith("#") or target not in names:
            return old
        return posixpath.relpath(names[target], here)

    return "".join(f"{line(old)}\n" for old in playlist.splitlines())


def _copy(source: Path, target: Path) -> None:
    try:
        reader = source.open("rb")
    except OSError as error:
        raise _unreadable(source, error) from error
    with reader, target.open("wb") as writer:
        shutil.copyfileobj(reader, writer)


def _unreadable(path: Path, error: Exception) -> ReleaseError:
    reason = refusal(error) if isinstance(error, OSError) else str(error)
    return ReleaseError(
        told(
            "{path} is of the release but cannot be read: {reason}; run: lyricaudio build",
            path=path,
            reason=reason,
        )
    )
