"""The build: find what is stale, make it, say what there is, and take away what is outlived.

What is new comes before what is old goes, and the lists that name files change in between: whenever a build
dies, they name nothing that is not there, and the same command goes on.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Protocol

from lyricaudio import files
from lyricaudio.errors import LyricAudioError, ReleaseError
from lyricaudio.messages import told
from lyricaudio.pipeline.common import common_digest
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.pipeline.planning.planned import Planned, gone, is_fresh, is_made, plan
from lyricaudio.pipeline.planning.wishes import NO_WISHES, Wishes
from lyricaudio.pipeline.project.beside import NO_EXTRAS, Extras, episode_files
from lyricaudio.pipeline.project.library import Library
from lyricaudio.pipeline.project.lock import locked
from lyricaudio.pipeline.project.record import EpisodeRecord, Record, finished, read_record, unchanged
from lyricaudio.pipeline.project.report import Report, Result, Status, Watch
from lyricaudio.pipeline.project.sources import whole_digest
from lyricaudio.pipeline.publish import facts_now, foreign_file, publish
from lyricaudio.pipeline.timing import find_times
from lyricaudio.plugs import brought_files

_MANY_GONE = 3  # songs; fewer may well have been deleted on purpose


class Maker(Protocol):
    """What makes orders, as `make.make_episodes` does."""

    def __call__(self, orders: Sequence[Order], record: Record, watch: Watch, *, extras: Extras) -> Report:
        """Make them, and let the record know each as it is finished."""


def build(
    library: Library,
    output: Path,
    *,
    watch: Watch,
    prune: bool = False,
    wishes: Wishes = NO_WISHES,
    maker: Maker | None = None,
    sources: str | None = None,
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
        What is wanted besides.
    maker
        What makes the episodes; None is the worker processes of this machine.
    sources
        The project's digest from before its songs were read: when all is done, `untouched` knows by it.
    """
    record, times = read_record(output), find_times(library, output, watch)
    planned = plan(library, record, wishes, times)
    if _is_done(library, planned, record, wishes):
        wanted = _wanted(library, planned)
        _remember(record, library, planned, sources)
        return Report(results=(*planned.failures, *(_unchanged(order, output) for order in wanted)))
    with locked(output, watch):
        files.reap(output)
        record = read_record(output)  # again: another build may have ended in the meantime
        record.know_again()
        planned = plan(library, record, wishes, times)
        building = _Build(library, planned, record, watch, wishes, maker or maker_at(None))
        return building.run(prune=prune, sources=sources)


def maker_at(scheduler: str | None) -> Maker:
    """Return what makes episodes with the workers of a Dask scheduler, or without one on this machine."""

    def make(orders: Sequence[Order], record: Record, watch: Watch, *, extras: Extras) -> Report:
        # The rooms that handle sound are slow to import: a build with nothing to do must not pay for it.
        from lyricaudio.pipeline.making.make import make_episodes
        from lyricaudio.work.choice import executor_at

        return make_episodes(orders, record, watch, extras=extras, executor=executor_at(scheduler))

    return make


def _is_done(library: Library, planned: Planned, record: Record, wishes: Wishes) -> bool:
    """Tell whether the release is as it should be, by looking at files without opening any sound."""
    return (
        all(is_fresh(order, record, wishes) for order in _wanted(library, planned))
        and not gone(library, planned, record)
        and not record.outlived
        and (not record.episodes or record.common_digest == common_digest(library.project, finished(record)))
        and unchanged(record.output, record.common)
    )


def _remember(record: Record, library: Library, planned: Planned, sources: str | None) -> None:
    """Let `untouched` know that nothing is to be done, if only the program has changed meanwhile."""
    complete = whole_digest(sources, _besides(planned))
    if complete and record.episodes and record.complete != complete and _is_whole(library, planned):
        record.complete, record.besides = complete, tuple(map(str, _besides(planned)))
        with contextlib.suppress(ReleaseError):  # a release that may only be read
            record.settle()


def _besides(planned: Planned) -> list[Path]:
    """Return all files that songs name, and those of the packages that bring plugs."""
    return sorted({*brought_files(), *(path for order in planned.orders for path in order.files)})


def _is_whole(library: Library, planned: Planned) -> bool:
    """Tell whether every song was asked for, and none is in error."""
    songs = {entry.path for entry in library.entries}
    return songs <= library.selected and not library.errors and not planned.failures


def _wanted(library: Library, planned: Planned) -> list[Order]:
    return [order for order in planned.orders if order.song_path in library.selected]


def _unchanged(order: Order, output: Path) -> Result:
    return Result(name=order.name, status=Status.UNCHANGED, path=output / order.mp3)


class _Build:
    """A build that has something to do, and holds the lock."""

    def __init__(
        self,
        library: Library,
        planned: Planned,
        record: Record,
        watch: Watch,
        wishes: Wishes,
        maker: Maker,
    ) -> None:
        self._library, self._planned, self._record = library, planned, record
        self._watch, self._wishes, self._maker = watch, wishes, maker
        self._output = record.output
        self._results: list[Result] = list(planned.failures)
        self._notes: list[str] = []

    def run(self, *, prune: bool, sources: str | None) -> Report:
        """Do it all; return what came out."""
        besides = _besides(self._planned)
        complete = whole_digest(sources, besides)
        self._forget(prune=prune)
        orders = self._free(_wanted(self._library, self._planned))
        made = {order.key: is_made(order, self._record, self._wishes) for order in orders}
        kept = [order for order in orders if made[order.key]]
        stale = [order for order in orders if not made[order.key]]
        self._record.claim(path for order in orders for path in self._paths(order))
        try:
            self._relocate(kept)
            self._make(stale)
        finally:
            self._results += publish(self._library.project, self._planned.orders, self._record)
            self._record.complete, self._record.besides = "", tuple(map(str, besides))
            done = _is_done(self._library, self._planned, self._record, self._wishes)
            if done and _is_whole(self._library, self._planned):
                self._record.complete = complete
            self._record.settle()
        results = (*(_unchanged(order, self._output) for order in kept), *self._results)
        return Report(results=tuple(map(self._verified, results)), notes=tuple(self._notes))

    def _forget(self, *, prune: bool) -> None:
        """Let go of the episodes that no song asks for, unless suspiciously many songs are gone."""
        outlived = gone(self._library, self._planned, self._record)
        there = {key for key, known in outlived.items() if known.episode.song in self._planned.songs}
        songs = {known.song_path for key, known in outlived.items() if key not in there}
        known_songs = {known.song_path for known in self._record.episodes.values()}
        if len(songs) >= _MANY_GONE and len(songs) > 0.3 * len(known_songs) and not prune:
            self._notes.append(
                told(
                    "{count} of {all} songs are gone; their files are kept (remove: build --prune)",
                    count=len(songs),
                    all=len(known_songs),
                )
            )
            outlived = {key: outlived[key] for key in there}
        for key, known in outlived.items():
            self._record.forget(key)
            self._notes.append(told("removed: {file}", file=known.episode.mp3))

    def _free(self, orders: Sequence[Order]) -> list[Order]:
        """Return the orders in whose places nobody else's files lie; the others fail."""
        ours, free = self._record.ours, []
        for order in orders:
            foreign = [
                path for path in self._paths(order) if path not in ours and (self._output / path).exists()
            ]
            if foreign:
                self._fail(order.name, foreign_file(self._output / foreign[0]))
            else:
                free.append(order)
        return free

    def _paths(self, order: Order) -> list[str]:
        known = self._record.episodes.get(order.key)
        extras = self._wishes.extras | (known.extras if known else NO_EXTRAS)
        return [str(path) for path in episode_files(order.mp3, extras).values()]

    def _relocate(self, kept: Iterable[Order]) -> None:
        """Let episodes that have another place now be had there too; they leave the old one at the end."""
        moves: dict[Path, Path] = {}
        moved: list[EpisodeRecord] = []
        for order in kept:
            known = self._record.episodes[order.key]
            if known.episode.mp3 != order.mp3:
                there = relocated(known, order.mp3)
                moves |= {
                    files.within(self._output, new.path): self._output / old.path
                    for old, new in zip(known.files, there.files, strict=True)
                }
                moved.append(there)
        files.link_all(moves)
        for there in moved:
            self._record.made(replace(there, files=facts_now(self._record, there)))

    def _make(self, orders: Sequence[Order]) -> None:
        if not orders:
            return
        made = self._maker(orders, self._record, self._watch, extras=self._wishes.extras)
        self._results += made.results
        self._notes += made.notes

    def _fail(self, name: str, error: LyricAudioError) -> None:
        self._results.append(Result(name=name, status=Status.FAILED, error=error))

    def _verified(self, result: Result) -> Result:
        """Take for failed what is not there in the end: somebody removed the output meanwhile."""
        if result.status is Status.FAILED or (result.path and result.path.is_file()):
            return result
        error = ReleaseError(told("{path} was removed during the build; run it again", path=result.path))
        return replace(result, status=Status.FAILED, error=error)


def relocated(known: EpisodeRecord, mp3: PurePosixPath) -> EpisodeRecord:
    """Return an episode as it is when its MP3 lies elsewhere, all beside it as before."""
    old = known.episode.mp3

    def moved(path: str) -> str:
        name = PurePosixPath(path).name
        beside = name.removeprefix(f"{old.stem}.")
        return str(mp3.with_name(name if beside == name else f"{mp3.stem}.{beside}"))

    paths = {kind: moved(path) for kind, path in known.episode.files.items()}
    return replace(
        known,
        files=tuple(replace(file, path=moved(file.path)) for file in known.files),
        episode=replace(known.episode, files=paths),
    )
