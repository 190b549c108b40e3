"""The rides of the coming days, for who has the songs but no computer that makes rides of them.

They are planned for somebody who hears a ride every day and grades nothing; the page leaves out of them what
was said to be known, and asks once more what was not. Days are counted, not dated: a release may be begun on
any day, and holds the same plans whenever it was made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from lyricaudio.lesson.blocks import Block, Place, RideChoice, RideSong, reviewed, ride_song
from lyricaudio.lesson.ride import NEW_LINE_EVERY_S, plan_ride
from lyricaudio.release.catalogue import CatalogueEpisode, by_song
from lyricaudio.release.page.pieces import Pieces, choices_of, length_s, pieces_of
from lyricaudio.study.log import Event
from lyricaudio.study.memory import NEW, Line, Memory, memories

DAYS = 14
LENGTH_S = 20 * 60.0

_VERSION = 1
_FIRST_DAY = date(2000, 1, 1)  # any day will do

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stock:
    """What there is of a song: its parts, and what asks which of two it is with the line that answers."""

    parts: Mapping[Place, Pieces]
    choices: tuple[tuple[str, Pieces], ...]


Songs = Mapping[str, _Stock]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is heard of a song in one go: its kind is that of a block, and its lines are the block's."""

    kind: str
    song: str
    lines: tuple[str, ...]
    pieces: Pieces

    @property
    def length_s(self) -> float:
        """How long it is, with the silences before its pieces."""
        return length_s(self.pieces)


def rides_json(episodes: Iterable[CatalogueEpisode], editions: Mapping[str, str]) -> str:
    """Return the text of the plans.

    `episodes` are those that something is taken of, each with its edition, for times are of an edition;
    `items` are [kind, song, lines, pieces], and a piece is [number of its episode, from, to, silence before
    it], in seconds; `rides` are the numbers of their items.

    Parameters
    ----------
    episodes
        In the order of the release.
    editions
        As the page has them.
    """
    rides = coming_rides(episodes)
    items = _numbered(item for ride in rides for item in ride)
    names = _numbered(piece.episode for item in items for piece in item.pieces)
    data = {
        "version": _VERSION,
        "episodes": [[name, editions.get(name, "")] for name in names],
        "items": [_row(item, names) for item in items],
        "rides": [[items[item] for item in ride] for ride in rides],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def coming_rides(episodes: Iterable[CatalogueEpisode]) -> tuple[tuple[Item, ...], ...]:
    """Plan a ride for each of the coming days, the first for who has heard nothing; none without lines."""
    own = (album for album in by_song(episodes) if not any(line.song for line in album[0].lines))
    songs = {album[0].song: stock for album in own if (stock := _stock(album)).parts}
    heard: list[Event] = []
    rides: list[tuple[Item, ...]] = []
    for number in range(DAYS):
        day = _FIRST_DAY + timedelta(days=number)
        blocks = _planned(songs, memories(heard, today=day))
        heard += _events(blocks, day)
        rides.append(tuple(item for block in blocks for item in _items(block, songs)))
    return tuple(ride for ride in rides if ride)


def _stock(album: Sequence[CatalogueEpisode]) -> _Stock:
    parts = pieces_of(album)
    choices = tuple(choice for choice in choices_of(album) if ("line", choice[0]) in parts)
    return _Stock(parts=parts, choices=choices)


def _planned(songs: Songs, known: Mapping[Line, Memory]) -> tuple[Block, ...]:
    stocked = [_ride_song(song, stock, known) for song, stock in songs.items()]
    return plan_ride(stocked, length_s=LENGTH_S, new=round(LENGTH_S / NEW_LINE_EVERY_S))


def _ride_song(song: str, stock: _Stock, known: Mapping[Line, Memory]) -> RideSong:
    """Return what the planner has to know of a song; a choice is of a line that is heard by itself, too."""
    lengths_s = {place: length_s(pieces) for place, pieces in stock.parts.items()}
    choices = [RideChoice(line=line, choice_s=length_s(pieces)) for line, pieces in stock.choices]
    return ride_song(song, lengths_s, lambda line: known.get((song, line), NEW), choices)


def _events(blocks: Sequence[Block], day: date) -> Iterator[Event]:
    """Yield what a ride leaves in the log: lines were new or asked for, and nobody said more."""
    noon = datetime.combine(day, time(12)).astimezone()  # the same day wherever it is read
    for song, line in reviewed(blocks):
        yield Event(at=noon, song=song, line=line, what="asked")


def _items(block: Block, songs: Songs) -> Iterator[Item]:
    """Yield what is heard in a block: a summary is several lines."""
    pieces = songs[block.song].parts
    match block.kind:
        case "summary":
            for line in block.lines:
                yield Item(kind="summary", song=block.song, lines=(line,), pieces=pieces["sung", line])
        case "song" | "hook":
            place = (block.kind, str(block.number) if block.kind == "song" else "")
            yield Item(kind=block.kind, song=block.song, lines=(), pieces=pieces[place])
        case "choice":
            chosen = songs[block.song].choices[block.number][1]
            yield Item(kind="choice", song=block.song, lines=block.lines, pieces=chosen)
        case kind:
            yield Item(kind=kind, song=block.song, lines=block.lines, pieces=pieces[kind, block.lines[0]])


def _numbered(values: Iterable[_Value]) -> dict[_Value, int]:
    """Return the number of each value, as they come first."""
    return {value: number for number, value in enumerate(dict.fromkeys(values))}


def _row(item: Item, names: Mapping[str, int]) -> list[Any]:
    pieces = [[names[one.episode], one.from_s, one.to_s, one.gap_s] for one in item.pieces]
    return [item.kind, item.song, list(item.lines), pieces]
