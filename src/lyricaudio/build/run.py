"""The build: find what is stale, make it, write the playlists, take away what is no longer ours."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from lyricaudio import __version__, files
from lyricaudio.build.library import Library
from lyricaudio.build.lock import locked
from lyricaudio.build.order import Order, song_orders
from lyricaudio.build.record import (
    MANIFEST,
    EpisodeRecord,
    Record,
    read_record,
    unchanged,
    write_record,
)
from lyricaudio.build.report import Report, Result, Status, Watch
from lyricaudio.errors import LyricAudioError, ReleaseError
from lyricaudio.lesson.form import FORMS
from lyricaudio.release.shelf import Shelved, playlists
from lyricaudio.song import display

_MANY_GONE = 3  # songs; fewer may well have been deleted on purpose


def build(library: Library, output: Path, *, watch: Watch, prune: bool = False) -> Report:
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
    """
    orders, failures = planned_orders(library)
    wanted = [order for order in orders if order.song_path in library.selected]
    if _is_done(library, orders, wanted, output):
        return Report(results=(*failures, *(_result(order, Status.UNCHANGED, output) for order in wanted)))
    with locked(output, watch):
        files.reap(output)
        record = read_record(output)
        notes = _sweep(record, _gone(library, orders, record), output, prune)
        kept = [order for order in wanted if _is_made(order, record, output)]
        for order in kept:
            _move(order, record, output)
        try:
            made = _make([order for order in wanted if order not in kept], record, output, watch)
        finally:
            _finish(library, orders, record, output)
    unchanged_results = [_result(order, Status.UNCHANGED, output) for order in kept]
    results = (*failures, *unchanged_results, *made.results)
    return Report(results=results, notes=(*notes, *made.notes))


def _is_done(library: Library, orders: list[Order], wanted: list[Order], output: Path) -> bool:
    """Tell whether the release is as it should be, by looking at files without opening any sound."""
    record = read_record(output)
    return (
        all(_is_fresh(order, record, output) for order in wanted)
        and not _gone(library, orders, record)
        and not _differing(_shelf(library, orders, record), output)
    )


def planned_orders(library: Library) -> tuple[list[Order], list[Result]]:
    """Plan all songs; one that cannot be planned becomes a failure."""
    orders: list[Order] = []
    failures: list[Result] = []
    for entry in library.entries:
        try:
            orders += song_orders(library, entry)
        except LyricAudioError as error:
            if entry.path in library.selected:
                failures.append(Result(name=entry.path, status=Status.FAILED, error=error))
    return orders, failures


def stale_orders(orders: Sequence[Order], output: Path) -> list[Order]:
    """Return the orders whose files have to be made, or moved."""
    record = read_record(output)
    return [order for order in orders if not _is_fresh(order, record, output)]


def _is_made(order: Order, record: Record, output: Path) -> bool:
    """Tell whether an episode is made already, wherever it lies."""
    known = record.episodes.get(order.key)
    return known is not None and known.digest == order.digest and unchanged(output, known)


def _is_fresh(order: Order, record: Record, output: Path) -> bool:
    """Tell whether an episode is made already and lies where it belongs."""
    return _is_made(order, record, output) and record.episodes[order.key].files[0].path == str(order.mp3)


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
        stem = order.stem if name.stem == old_stem else name.stem
        new = output / order.folder / f"{stem}{name.suffix}"
        new.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            os.replace(output / file.path, new)
        moved.append(replace(file, path=new.relative_to(output).as_posix()))
    record.episodes[order.key] = replace(known, files=tuple(moved))


def _make(orders: Sequence[Order], record: Record, output: Path, watch: Watch) -> Report:
    if not orders:
        return Report(results=())
    # The rooms that handle sound take half a second to import: a build with nothing to do must not pay it.
    from lyricaudio.build.make import make_episodes

    return make_episodes(orders, record, output, watch)


def _finish(library: Library, orders: Sequence[Order], record: Record, output: Path) -> None:
    """Write what follows from the finished episodes: playlists, manifest, and last the record."""
    shelf = _shelf(library, orders, record)
    ours = record.paths
    for path, text in _differing(shelf, output).items():
        if (output / path).exists() and str(path) not in ours:
            raise ReleaseError(f"{output / path} exists and was not made by lyricaudio; move it away")
        files.write_text(output / path, text)
    for old in record.playlists - {str(path) for path in shelf}:
        _remove(output / old)
    record.playlists = {str(path) for path in shelf}
    record.claimed = {path for path in record.claimed if (output / path).is_file()}
    files.write_text(output / MANIFEST, _manifest(record))
    write_record(output, record)


def _shelf(library: Library, orders: Sequence[Order], record: Record) -> dict[PurePosixPath, str]:
    """Write out the playlists of all episodes that are finished."""
    shelved = [
        Shelved(
            path=order.mp3,
            form=order.form.name,
            song_title=display(order.song.title.text),
            tags=order.song.tags,
            title=order.title,
            artist=order.artist,
            seconds=known.seconds,
        )
        for order in orders
        if (known := record.episodes.get(order.key))
    ]
    return playlists(
        shelved, library.project.playlists, {form.name: form.playlist for form in FORMS.values()}
    )


def _differing(texts: dict[PurePosixPath, str], output: Path) -> dict[PurePosixPath, str]:
    """Return the texts that do not stand in their files yet."""

    def stands(path: Path, text: str) -> bool:
        try:
            return path.read_bytes() == text.encode()
        except OSError:
            return False

    return {path: text for path, text in texts.items() if not stands(output / path, text)}


def _manifest(record: Record) -> str:
    data = {
        "made_by": f"lyricaudio {__version__}",
        "files": sorted(record.paths),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
