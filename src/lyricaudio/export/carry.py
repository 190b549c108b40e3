"""Bringing a place up to date: only what differs is written, and only what is ours is replaced or removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from lyricaudio.errors import ReleaseError
from lyricaudio.export.destination import Destination
from lyricaudio.export.ledger import LEDGER, Ledger, LedgerEntry, ledger_file, read_ledger
from lyricaudio.messages import told
from lyricaudio.release.targets.outgoing import Outgoing, Shipment

_MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What an export did: how many files, and how many bytes were written."""

    copied: int
    removed: int
    unchanged: int
    written_bytes: int


def carry(plan: Shipment, place: Destination, *, tell: Callable[[str], None]) -> Carried:
    """Make the files of a plan be in a place.

    First it is settled that it can be done; then the ledger claims what is about to be written, so that
    after any interruption it is known what is ours. What is outdated goes before what is new comes.

    Parameters
    ----------
    tell
        Takes a line for every file that is written, removed, or left alone against expectation.

    Raises
    ------
    LyricAudioError
        Before anything is changed when there is too little room, or a file that is not ours is in the way;
        later when a file cannot be written. What is done by then is kept, and the next export goes on.
    """
    ledger = read_ledger(place.read(LEDGER))
    work = _work(plan, ledger, place)
    _refuse_foreign(work, ledger, place)
    _refuse_full(work, place)
    unchanged = len(plan.files) - len(work.to_write)
    if not (work.to_write or work.adopted or work.outdated):
        return Carried(copied=0, removed=0, unchanged=unchanged, written_bytes=0)
    ledger |= {file.path: _entry(file, work.there[file.path]) for file in work.adopted}
    ledger |= {file.path: LedgerEntry() for file in work.to_write if file.path not in work.there}
    place.put(ledger_file(ledger))
    changed: list[PurePosixPath] = []
    try:
        changed += _remove_outdated(work, ledger, place, tell)
        removed = len(changed)
        for file in work.to_write:
            ledger[file.path] = _entry(file, place.put(file))
            changed.append(file.path)
            tell(told("copied  {path}", path=file.path))
    finally:
        place.put(ledger_file(ledger))
    place.settle(changed)
    return Carried(
        copied=len(work.to_write),
        removed=removed,
        unchanged=unchanged,
        written_bytes=sum(ledger[file.path].size_bytes for file in work.to_write),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What there is to do.

    `adopted` are in place already but not known as ours; `outdated` are ours and not asked for any more;
    `there` are the sizes (bytes) of what is in place.
    """

    to_write: tuple[Outgoing, ...]
    adopted: tuple[Outgoing, ...]
    outdated: tuple[PurePosixPath, ...]
    there: Mapping[PurePosixPath, int]


def _work(plan: Shipment, ledger: Ledger, place: Destination) -> _Work:
    planned = {file.path for file in plan.files}
    there = place.sizes_bytes(planned | ledger.keys())
    differing = [file for file in plan.files if not _stands(file, ledger, there)]
    adopted = [
        file
        for file in differing
        if file.path in there and not ledger.get(file.path, LedgerEntry()).version and place.holds(file)
    ]
    return _Work(
        to_write=tuple(file for file in differing if file not in adopted),
        adopted=tuple(adopted),
        outdated=tuple(sorted(ledger.keys() - planned)),
        there=there,
    )


def _stands(file: Outgoing, ledger: Ledger, there: Mapping[PurePosixPath, int]) -> bool:
    """Tell whether a file is there as we left it. Its time does not count: FAT and clouds bend it."""
    entry = ledger.get(file.path)
    return entry is not None and entry.version == file.version and entry.size_bytes == there.get(file.path)


def _entry(file: Outgoing, size_bytes: int) -> LedgerEntry:
    return LedgerEntry(version=file.version, size_bytes=size_bytes)


def _refuse_foreign(work: _Work, ledger: Ledger, place: Destination) -> None:
    foreign = [file.path for file in work.to_write if file.path in work.there and file.path not in ledger]
    if foreign:
        raise ReleaseError(_foreign(foreign, place))


def _foreign(foreign: Sequence[PurePosixPath], place: Destination) -> str:
    if foreign[1:]:
        return told(
            "{file} (and {count} more) in {place} was not put there by lyricaudio; move it away, or export to"
            " an empty folder; nothing was changed",
            file=foreign[0],
            count=len(foreign) - 1,
            place=place.name,
        )
    return told(
        "{file} in {place} was not put there by lyricaudio; move it away, or export to an empty folder;"
        " nothing was changed",
        file=foreign[0],
        place=place.name,
    )


def _refuse_full(work: _Work, place: Destination) -> None:
    """Refuse when there is too little room; a file is replaced only when the new one is whole."""
    free_bytes = place.free_bytes()
    replaced = [work.there.get(file.path, 0) for file in work.to_write]
    needed_bytes = sum(file.size_bytes for file in work.to_write) - sum(replaced) + max(replaced, default=0)
    needed_bytes -= sum(work.there.get(path, 0) for path in work.outdated)
    if work.to_write and free_bytes is not None and needed_bytes > free_bytes:
        raise ReleaseError(
            told(
                "{place} has {free} free and needs {needed}; make room there; nothing was changed",
                place=place.name,
                free=_mebibytes(free_bytes),
                needed=_mebibytes(needed_bytes),
            )
        )


def _remove_outdated(
    work: _Work, ledger: Ledger, place: Destination, tell: Callable[[str], None]
) -> Iterator[PurePosixPath]:
    """Remove what is outdated, and forget it; what somebody changed since is theirs."""
    for path in work.outdated:
        entry, size_bytes = ledger[path], work.there.get(path)
        if size_bytes is not None and entry.version and entry.size_bytes != size_bytes:
            tell(told("kept    {path}: it is outdated, but was changed by somebody else", path=path))
        elif size_bytes is not None:
            place.remove(path)
            tell(told("removed {path}", path=path))
            yield path
        del ledger[path]


def _mebibytes(size_bytes: int) -> str:
    return f"{size_bytes / _MEBIBYTE:.1f} MiB"
