"""What a build has to do: all orders of a project, held against what is there. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lyricaudio.errors import unforeseen
from lyricaudio.pipeline.planning.order import Order, is_off_vocal, song_orders
from lyricaudio.pipeline.planning.shelfmarks import shelfmarks
from lyricaudio.pipeline.planning.times import Times
from lyricaudio.pipeline.planning.wishes import NO_WISHES, Wishes
from lyricaudio.pipeline.project.library import Library
from lyricaudio.pipeline.project.record import EpisodeRecord, Record, unchanged
from lyricaudio.pipeline.project.report import Result, Status
from lyricaudio.release.catalogue import read_catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a project asks for.

    Attributes
    ----------
    orders
        All its episodes, in the order of the release.
    failures
        Of the selected songs that could not be planned.
    songs
        The identities of those that could.
    """

    orders: tuple[Order, ...]
    failures: tuple[Result, ...]
    songs: frozenset[str]


def plan(library: Library, record: Record, wishes: Wishes = NO_WISHES, times: Times | None = None) -> Planned:
    """Plan all songs; one that cannot be planned becomes a failure.

    Parameters
    ----------
    record
        Tells the year of songs that say none, which folders are in use, and what else earlier builds made:
        extras and episodes without the voice are kept up to date without being wished for again.
    times
        When lines are sung in recordings of which nobody wrote it; None is what earlier builds have found.
    """
    times = times or Times(record.output)
    wishes = replace(wishes, off_vocal=wishes.off_vocal or any(map(is_off_vocal, record.episodes)))
    years = _years(record)
    marks = shelfmarks(library.entries, library.project, taken=_folders_in_error(library, record))
    orders: dict[str, list[Order]] = {}
    failures: list[Result] = []
    for entry in library.entries:
        song, mark = entry.song_id, marks[entry.song_id]
        try:
            orders[song] = song_orders(library, entry, mark, wishes, times=times, year=years.get(song))
        except Exception as error:
            if entry.path in library.selected:
                failure = unforeseen(error, entry.path)
                failures.append(Result(name=entry.path, status=Status.FAILED, error=failure))
    return Planned(
        orders=tuple(order for its in orders.values() for order in its),
        failures=tuple(failures),
        songs=frozenset(orders),
    )


def _years(record: Record) -> dict[str, int]:
    """Return when songs came out as far as it is remembered; a lost record leaves what the catalogue says."""
    episodes = [known.episode for known in record.episodes.values()]
    if not episodes and record.claimed and (catalogue := read_catalogue(record.output)):
        episodes = list(catalogue.episodes)
    return {episode.song: episode.year for episode in episodes}


def _folders_in_error(library: Library, record: Record) -> set[str]:
    """Return the folders of songs that cannot be read now: they keep them."""
    readable = {entry.song_id for entry in library.entries}
    kept = [known for known in record.episodes.values() if known.episode.song not in readable]
    return {known.episode.mp3.parts[0] for known in kept if _is_there(library, known)}


def gone(library: Library, planned: Planned, record: Record) -> dict[str, EpisodeRecord]:
    """Return the recorded episodes that no song asks for any more; a song in error keeps its files."""
    wanted = {order.key for order in planned.orders}
    return {
        key: known
        for key, known in record.episodes.items()
        if key not in wanted and (known.episode.song in planned.songs or not _is_there(library, known))
    }


def _is_there(library: Library, known: EpisodeRecord) -> bool:
    return (library.root / known.song_path).is_file()


def is_made(order: Order, record: Record, wishes: Wishes) -> bool:
    """Tell whether an episode is made already, wherever it lies."""
    known = record.episodes.get(order.key)
    return (
        known is not None
        and known.digest == order.digest
        and known.extras | wishes.extras == known.extras
        and unchanged(record.output, known.files)
    )


def is_fresh(order: Order, record: Record, wishes: Wishes) -> bool:
    """Tell whether an episode is made already and lies where it belongs."""
    return is_made(order, record, wishes) and record.episodes[order.key].episode.mp3 == order.mp3


def stale_orders(orders: Iterable[Order], record: Record) -> list[Order]:
    """Return the orders whose files have to be made, or moved."""
    return [order for order in orders if not is_fresh(order, record, NO_WISHES)]
