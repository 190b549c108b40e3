"""The build: find what is stale, make it, write the playlists, take away what is no longer ours."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from lyricaudio import __version__, files
from lyricaudio.build.common import common_digest, common_files
from lyricaudio.build.library import Library
from lyricaudio.build.lock import locked
from lyricaudio.build.order import NO_WISHES, Order, Wishes, is_off_vocal, song_orders
from lyricaudio.build.record import (
    MANIFEST,
    EpisodeRecord,
    Record,
    facts_of,
    read_record,
    unchanged,
    write_record,
)
from lyricaudio.build.report import Report, Result, Status, Watch
from lyricaudio.errors import LyricAudioError, ReleaseError
from lyricaudio.release.dates import spaced_out

_MANY_GONE = 3  # songs; fewer may well have been deleted on purpose


def build(
    library: Library, output: Path, *, watch: Watch, prune: bool = False, wishes: Wishes = NO_WISHES
) -> Report:
    """Bring the release up to date with the songs.

    What is made from the same as before is not touched. When nothing is stale, nothing is written, no
    sound is opened and no lock is taken.

    Parameters
    ----------
    library
        Its selected songs are built.
    output
        The release's folder.
    watch
        Told of the progress.
    prune
        Whether to remove the files of songs that are gone even when many are.
    wishes
        What is wanted besides. Extras and episodes without the voice that earlier builds made are kept up to
        date without being wished for again.
    """
    record = read_record(output)
    orders, failures = planned_orders(library, _with_earlier(wishes, record))
    wanted = [order for order in orders if order.song_path in library.selected]
    if _is_done(library, orders, wanted, record, output, wishes):
        return Report(results=(*failures, *(_result(order, Status.UNCHANGED, output) for order in wanted)))
    with locked(output, watch):
        files.reap(output)
        record = read_record(output)  # again: another build may have ended in the meantime
        notes = _sweep(record, _gone(library, orders, record), output, prune)
        kept = [order for order in wanted if _is_made(order, record, output, wishes)]
        for order in kept:
            _move(order, record, output)
        try:
            made = _make([order for order in wanted if order not in kept], record, output, watch, wishes)
        finally:
            _finish(library, orders, record, output)
    unchanged_results = [_result(order, Status.UNCHANGED, output) for order in kept]
    results = (*failures, *unchanged_results, *made.results)
    return Report(results=results, notes=(*notes, *made.notes))


def _with_earlier(wishes: Wishes, record: Record) -> Wishes:
    return replace(wishes, off_vocal=wishes.off_vocal or any(map(is_off_vocal, record.episodes)))


def _is_done(
    library: Library,
    orders: list[Order],
    wanted: list[Order],
    record: Record,
    output: Path,
    wishes: Wishes,
) -> bool:
    """Tell whether the release is as it should be, by looking at files without opening any sound."""
    return (
        all(_is_fresh(order, record, output, wishes) for order in wanted)
        and not _gone(library, orders, record)
        and (not record.episodes or record.common_digest == common_digest(library, orders, record))
        and unchanged(output, record.common)
    )


def planned_orders(library: Library, wishes: Wishes = NO_WISHES) -> tuple[list[Order], list[Result]]:
    """Plan all songs; one that cannot be planned becomes a failure."""
    orders: list[Order] = []
    failures: list[Result] = []
    for entry in library.entries:
        try:
            orders += song_orders(library, entry, wishes)
        except LyricAudioError as error:
            if entry.path in library.selected:
                failures.append(Result(name=entry.path, status=Status.FAILED, error=error))
    return orders, failures


def stale_orders(orders: Sequence[Order], output: Path) -> list[Order]:
    """Return the orders whose files have to be made, or moved."""
    record = read_record(output)
    return [order for order in orders if not _is_fresh(order, record, output, NO_WISHES)]


def _is_made(order: Order, record: Record, output: Path, wishes: Wishes) -> bool:
    """Tell whether an episode is made already, wherever it lies."""
    known = record.episodes.get(order.key)
    return (
        known is not None
        and known.digest == order.digest
        and known.extras | wishes.extras == known.extras
        and unchanged(output, known.files)
    )


def _is_fresh(order: Order, record: Record, output: Path, wishes: Wishes) -> bool:
    """Tell whether an episode is made already and lies where it belongs."""
    return _is_made(order, record, output, wishes) and record.episodes[order.key].files[0].path == str(
        order.mp3
    )


def _result(order: Order, status: Status, output: Path) -> Result:
    return Result(name=order.name, status=status, path=output / order.mp3)


def _gone(library: Library, orders: Sequence[Order], record: Record) -> dict[str, EpisodeRecord]:
    """Return the recorded episodes that no song asks for any more; a song in error keeps its files."""
    planned = {order.key for order in orders}
    readable = {order.song_path for order in orders}
    return {
        key: episode
        for key, episode in record.episodes.items()
        if key not in planned
        and (episode.song_path in readable or not (library.root / episode.song_path).is_file())
    }


def _sweep(record: Record, gone: dict[str, EpisodeRecord], output: Path, prune: bool) -> list[str]:
    """Remove the files of episodes that are gone, unless suspiciously many are; return what to say."""
    songs = {episode.song_path for episode in gone.values()}
    known = {episode.song_path for episode in record.episodes.values()}
    if len(songs) >= _MANY_GONE and len(songs) > 0.3 * len(known) and not prune:
        return [f"{len(songs)} of {len(known)} songs are gone; their files are kept (remove: build --prune)"]
    for key, episode in gone.items():
        for file in episode.files:
            _remove(output / file.path)
        del record.episodes[key]
    return [f"removed: {PurePosixPath(episode.files[0].path)}" for episode in gone.values()]


def _remove(path: Path) -> None:
    """Remove a file of ours, and its folder when nothing else is in it."""
    path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        path.parent.rmdir()


def _move(order: Order, record: Record, output: Path) -> None:
    """Bring an episode's files to their new place; the album's cover may have gone before."""
    known = record.episodes[order.key]
    old_stem = PurePosixPath(known.files[0].path).stem
    moved = []
    for file in known.files:
        name = PurePosixPath(file.path)
        own = name.name.removeprefix(old_stem + ".")
        new = output / order.folder / (name.name if own == name.name else f"{order.stem}.{own}")
        new.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            os.replace(output / file.path, new)
        moved.append(replace(file, path=new.relative_to(output).as_posix()))
    record.episodes[order.key] = replace(known, files=tuple(moved))


def _make(orders: Sequence[Order], record: Record, output: Path, watch: Watch, wishes: Wishes) -> Report:
    if not orders:
        return Report(results=())
    # The rooms that handle sound take half a second to import: a build with nothing to do must not pay it.
    from lyricaudio.build.make import make_episodes

    return make_episodes(orders, record, output, watch, extras=wishes.extras)


def _finish(library: Library, orders: Sequence[Order], record: Record, output: Path) -> None:
    """Write what follows from the finished episodes: dates, common files, manifest, and last the record."""
    _space_out(orders, record, output)
    common = common_files(library, orders, record) if record.episodes else {}
    ours = record.paths
    for path, content in common.items():
        if _holds(output / path, content):
            continue
        if (output / path).exists() and str(path) not in ours:
            raise ReleaseError(f"{output / path} exists and was not made by lyricaudio; move it away")
        files.write_bytes(output / path, content)
    for old in {file.path for file in record.common} - {str(path) for path in common}:
        _remove(output / old)
    record.common = facts_of(output, [output / path for path in common])
    record.common_digest = common_digest(library, orders, record)
    record.claimed = {path for path in record.claimed if (output / path).is_file()}
    manifest = _manifest(record).encode()
    if not _holds(output / MANIFEST, manifest):
        files.write_bytes(output / MANIFEST, manifest)
    write_record(output, record)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _space_out(orders: Sequence[Order], record: Record, output: Path) -> None:
    """Let the MP3s of each album be changed a minute apart, in order: some players sort by that alone."""
    for folder in dict.fromkeys(order.folder for order in orders):
        keys = [order.key for order in orders if order.folder == folder and order.key in record.episodes]
        times_ns = spaced_out([record.episodes[key].files[0].changed_ns for key in keys])
        for key, time_ns in zip(keys, times_ns, strict=True):
            record.episodes[key] = _dated(record.episodes[key], time_ns, output)


def _dated(known: EpisodeRecord, changed_ns: int, output: Path) -> EpisodeRecord:
    mp3 = known.files[0]
    if mp3.changed_ns == changed_ns or not unchanged(output, known.files):
        return known
    os.utime(output / mp3.path, ns=(changed_ns, changed_ns))
    return replace(known, files=(*facts_of(output, [output / mp3.path]), *known.files[1:]))


def _manifest(record: Record) -> str:
    data = {
        "made_by": f"lyricaudio {__version__}",
        "files": sorted(record.paths),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
