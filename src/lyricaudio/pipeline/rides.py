"""A ride: one episode across the songs, as long as the commute, made and published like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lyricaudio import files
from lyricaudio.errors import LyricAudioError, Place
from lyricaudio.lesson.blocks import Block, reviewed
from lyricaudio.lesson.fresh import songs_of_new
from lyricaudio.lesson.plan import Segment
from lyricaudio.lesson.ride import NEW_LINE_EVERY_S, plan_ride
from lyricaudio.messages import told
from lyricaudio.music.score import Score
from lyricaudio.music.timeline import Timeline, fitted
from lyricaudio.pipeline.making.rehearse import one_timeline
from lyricaudio.pipeline.making.stock import LABEL, Stock, bare_order
from lyricaudio.pipeline.planning.order import OWN, Order, digested
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.beside import NO_EXTRAS, episode_files
from lyricaudio.pipeline.project.lengths import Lengths
from lyricaudio.pipeline.project.library import Entry, Library
from lyricaudio.pipeline.project.lock import locked
from lyricaudio.pipeline.project.record import RIDE_FORM, read_record
from lyricaudio.pipeline.project.report import Report, Watch
from lyricaudio.pipeline.publish import publish
from lyricaudio.pipeline.run import Maker, maker_at
from lyricaudio.pipeline.timing import find_times
from lyricaudio.song import Text
from lyricaudio.study.memory import NEW, Line, Memory
from lyricaudio.work.executor import Executor

_KEPT = 3
"""How many rides stay: today's, and those of the days before."""

_TRIES = 6
"""A plan is made with lengths that are foretold, and again with those that are known then."""

_SHORTEST_RECALL_S = 10.0
"""So many due lines as fit into a ride of these are looked at, and their songs timed."""

_LEAST_SONGS = 3
"""A ride has so many to choose from, where there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What ride is wanted.

    Attributes
    ----------
    minutes
        How long it is.
    today
        Its day.
    new
        At most so many new lines; None is one in two and a half minutes, and more when the exam is so near.
    tags
        Only songs with one of these; empty is all.
    exam
        The day before which all is to be heard, if there is one.
    """

    minutes: float
    today: date
    new: int | None = None
    tags: tuple[str, ...] = ()
    exam: date | None = None

    @property
    def length_s(self) -> float:
        """How long it is, in seconds."""
        return 60 * self.minutes

    def most_new(self, unheard: int) -> int:
        """Return how many new lines it may have, of so many that were never heard."""
        if self.new is not None:
            return self.new
        pace = -(-unheard // max(1, (self.exam - self.today).days)) if self.exam else 0
        return max(round(self.length_s / NEW_LINE_EVERY_S), pace)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """A planned ride: what is heard when, its episode, and how many lines are unheard after it."""

    blocks: tuple[Block, ...]
    order: Order
    unheard: int

    @property
    def asked(self) -> tuple[Line, ...]:
        """The lines of which the listener is asked, or that are new, each once."""
        return reviewed(self.blocks)


def ride_id(day: date, minutes: float) -> str:
    """Return the identity of a day's ride of so many minutes: there is one of each length."""
    return f"{_song_id(day, minutes)}/{RIDE_FORM}"


def _song_id(day: date, minutes: float) -> str:
    """Return what stands for a song in it."""
    return f"rides/{day.isoformat()}-{minutes:g}"


class NothingToHear(LyricAudioError):
    """No song has anything for the ride that is wanted."""


def plan_of_ride(
    library: Library,
    output: Path,
    wish: Wish,
    known: Mapping[Line, Memory],
    watch: Watch = lambda progress: None,
    executor: Executor | None = None,
) -> Ride:
    """Plan a ride that is as long as is wanted, speaking what was never spoken of what it takes.

    `watch` is told of the clips that are spoken; `executor` does the work, and None is the worker processes
    of this machine.

    Raises
    ------
    NothingToHear
        When no song has the tags that are asked for, or none has anything that fits.
    LyricAudioError
        When a text cannot be read or spoken.
    """
    wanted = [entry for entry in library.entries if _is_wanted(entry, library, wish)]
    unheard = sum(len(_new_lines(entry, known)) for entry in wanted)
    chosen = _needed(wanted, known, length_s=wish.length_s, new=wish.most_new(unheard))
    stocks = _stocks(chosen, library, output)
    if not stocks:
        raise NothingToHear(
            told("no song has lines for this ride; see the tags that songs have, or leave --tag out")
        )
    scores: dict[str, Score] = {}
    for _ in range(_TRIES):
        songs = [stock.ride_song(known) for stock in stocks.values()]
        blocks = plan_ride(songs, length_s=wish.length_s, new=wish.most_new(unheard))
        if not blocks:
            raise NothingToHear(
                told("nothing fits into {minutes:g} minutes; ask for a longer ride", minutes=wish.minutes)
            )
        order = _order(library, chosen, blocks, stocks, wish)
        free = replace(order, length_s=None)
        timeline = one_timeline(free, output, watch=watch, executor=executor, scores=scores)
        if timeline.length_s <= wish.length_s:
            new = sum(block.kind == "line" for block in blocks)
            timed = _timed(blocks, fitted(timeline, wish.length_s))
            return Ride(blocks=timed, order=order, unheard=unheard - new)
        for block, stretch in zip(blocks, timeline.stretches, strict=True):
            stocks[block.song].learn(block, stretch.end_s - stretch.start_s)
    raise NothingToHear(
        told("nothing fits into {minutes:g} minutes; ask for a longer ride", minutes=wish.minutes)
    )


def left_unheard(ride: Ride, wish: Wish) -> int:
    """Return how many lines nobody hears before the exam if each day's ride has as many new ones as this."""
    if wish.exam is None:
        return 0
    new = sum(block.kind == "line" for block in ride.blocks)
    rides = max(0, (wish.exam - wish.today).days - 1)
    return max(0, ride.unheard - new * rides)


def make_ride(
    ride: Ride, library: Library, output: Path, watch: Watch, *, maker: Maker | None = None
) -> Report:
    """Make a ride's episode and publish it with the others; only the last few rides stay.

    Raises
    ------
    LyricAudioError
        When the release cannot be written.
    """
    order = ride.order
    with locked(output, watch):
        files.reap(output)
        record = read_record(output)
        rides = sorted({key for key, known in record.episodes.items() if known.is_ride} - {order.key})
        for key in rides[: max(0, len(rides) - _KEPT + 1)]:
            record.forget(key)
        record.claim(str(path) for path in episode_files(order.mp3, NO_EXTRAS).values())
        try:
            made = (maker or maker_at(None))([order], record, watch, extras=NO_EXTRAS)
        finally:
            failed = publish(library.project, [*plan(library, record).orders, order], record)
            record.complete = ""
            record.settle()
    return Report(results=(*made.results, *failed), notes=made.notes)


def _stocks(entries: Sequence[Entry], library: Library, output: Path) -> dict[str, Stock]:
    """Return what a ride may take of songs, by their identities."""
    lengths, times = Lengths(output), find_times(library, output)
    stocks = {entry.song_id: Stock(entry, library, lengths, times) for entry in entries}
    lengths.store({entry.song_id for entry in library.entries})
    return stocks


def _is_wanted(entry: Entry, library: Library, wish: Wish) -> bool:
    tagged = not wish.tags or not set(wish.tags).isdisjoint(entry.song.tags)
    return tagged and entry.path in library.selected and bool(entry.song.sections)


def _needed(
    entries: Sequence[Entry], known: Mapping[Line, Memory], *, length_s: float, new: int
) -> list[Entry]:
    """Return the songs that a ride is made of, in their order: to time all songs of an exam takes minutes.

    They are those of what is nearest to being forgotten, as much as a ride holds, the first with enough that
    is new, and some others to fill it.
    """
    taught = songs_of_new([len(_new_lines(entry, known)) for entry in entries], new)
    due = _songs_of_due(entries, known, most=round(length_s / _SHORTEST_RECALL_S))
    needed: list[Entry] = []
    others: list[Entry] = []
    for number, entry in enumerate(entries):
        is_needed = entry.song_id in due or (number < taught and _new_lines(entry, known))
        (needed if is_needed else others).append(entry)
    needed += others[: max(0, _LEAST_SONGS - len(needed))]
    return [entry for entry in entries if entry in needed]


def _songs_of_due(entries: Sequence[Entry], known: Mapping[Line, Memory], *, most: int) -> set[str]:
    """Return the songs of so many due lines, of those first that are nearest to being forgotten."""
    lines = [line for entry in entries for line in _lines(entry) if known.get(line, NEW).state == "due"]
    return {song for song, _ in sorted(lines, key=lambda line: known[line].chance)[:most]}


def _new_lines(entry: Entry, known: Mapping[Line, Memory]) -> list[Line]:
    return [line for line in _lines(entry) if known.get(line, NEW).state == "new"]


def _lines(entry: Entry) -> list[Line]:
    song, sections = entry.song_id, entry.song.sections
    return list(dict.fromkeys((song, line.id) for section in sections for line in section.lines))


def _order(
    library: Library,
    entries: Sequence[Entry],
    blocks: Sequence[Block],
    stocks: Mapping[str, Stock],
    wish: Wish,
) -> Order:
    """Return the order for a ride: a segment for each block, in the manner of its song."""
    manners = {song: stocks[song].manner for song in dict.fromkeys(block.song for block in blocks)}
    segments = tuple(Segment(song=block.song, parts=(stocks[block.song].part(block),)) for block in blocks)
    first = entries[0]
    bare = bare_order(library, first, {OWN: next(iter(manners.values())), **manners}, segments)
    day = f"{wish.today.month}月{wish.today.day}日"
    title = f"{LABEL} {day} ({wish.minutes:g}分)"
    name = Text(text=title, place=Place(first.path, 1, 1))
    return digested(
        replace(
            bare,
            song_id=_song_id(wish.today, wish.minutes),
            song=replace(first.song, title=name, tags=()),
            length_s=wish.length_s,
            folder=LABEL,
            stem=f"{wish.today.isoformat()} {wish.minutes:g}分",
            title=title,
            album=LABEL,
            year=wish.today.year,
        )
    )


def _timed(blocks: Sequence[Block], timeline: Timeline) -> tuple[Block, ...]:
    """Return the blocks as they are heard: the bars between them count with the one before."""
    return tuple(
        replace(block, start_s=stretch.start_s, end_s=stretch.end_s)
        for block, stretch in zip(blocks, timeline.stretches, strict=True)
    )
