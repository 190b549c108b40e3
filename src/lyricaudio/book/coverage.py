"""What of an exam's keywords songs hold: sung, explained, only mentioned, or missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from lyricaudio.book.spelling import Name, Sought
from lyricaudio.book.syllabus import Keyword
from lyricaudio.errors import Place
from lyricaudio.song import Song, Text, display


class State(IntEnum):
    """How well a keyword is covered, the better the higher."""

    MISSING = 0
    MENTIONED = 1  # in a title, a tag or a pair to tell apart
    EXPLAINED = 2  # in an explanation, a point, or a sentence that tells a pair apart
    SUNG = 3  # in a lyric


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A keyword, how well it is covered, and where it is so."""

    keyword: Keyword
    state: State
    places: tuple[Place, ...]


_Found = dict[Name, tuple[State, list[Place]]]


def coverage(keywords: Sequence[Keyword], songs: Iterable[Song]) -> tuple[Covered, ...]:
    """Look for each keyword in songs.

    A keyword that joins several names is as well covered as the least of them, each in whatever song.
    """
    sought = Sought(name for keyword in keywords for way in keyword.ways for name in way)
    found: _Found = {}
    for song in songs:
        for state, text in _texts(song):
            for name in sought.found_in(display(text.text)):
                best, places = found.get(name, (State.MISSING, []))
                if state > best:
                    found[name] = (state, [text.place])
                elif state == best:
                    places.append(text.place)
    return tuple(_covered(keyword, found) for keyword in keywords)


def _texts(song: Song) -> Iterator[tuple[State, Text]]:
    """Yield all texts of a song, each with what a keyword in it is."""
    yield State.MENTIONED, song.title
    yield from ((State.MENTIONED, Text(text=tag, place=song.title.place)) for tag in song.tags)
    for line in (line for section in song.sections for line in section.lines):
        yield State.SUNG, line.lyric
        yield from ((State.EXPLAINED, text) for text in line.explain)
    for point in song.points:
        yield from ((State.EXPLAINED, text) for text in (point.question, point.answer) if text)
    for confusable in song.confuse:
        yield from ((State.MENTIONED, text) for text in confusable.pair)
        if confusable.because:
            yield State.EXPLAINED, confusable.because


def _covered(keyword: Keyword, found: _Found) -> Covered:
    nothing: tuple[State, list[Place]] = (State.MISSING, [])
    ways = [[found.get(name, nothing) for name in way] for way in keyword.ways]
    state = max(min(state for state, _ in way) for way in ways)
    if state is State.MISSING:
        return Covered(keyword=keyword, state=state, places=())
    best = [way for way in ways if min(state for state, _ in way) == state]
    places = {place for way in best for _, places in way for place in places}
    return Covered(keyword=keyword, state=state, places=tuple(sorted(places)))


def by_item(covered: Iterable[Covered]) -> dict[tuple[str, str], tuple[Covered, ...]]:
    """Return keywords by section and item, in the syllabus' order."""
    items: dict[tuple[str, str], list[Covered]] = {}
    for one in covered:
        items.setdefault((one.keyword.section, one.keyword.item), []).append(one)
    return {item: tuple(ones) for item, ones in items.items()}


def different(covered: Iterable[Covered]) -> tuple[Covered, ...]:
    """Return each keyword once, where a syllabus has it under several items."""
    return tuple({one.keyword.written: one for one in covered}.values())
