"""A doubt about words, before its place in the written text is known."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from lyricaudio.reading.japanese.analyser import Opinion, Word
from lyricaudio.reading.model import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """A doubt about `text[start:stop]` of what the analyser was given; the rest is as in `Doubt`."""

    start: int
    stop: int
    reason: str
    weight: float
    candidates: tuple[Candidate, ...]


def suspect(words: Sequence[Word], reason: str, weight: float, others: Sequence[Candidate] = ()) -> Suspicion:
    """Doubt words in a row, which could be read otherwise."""
    said = Candidate(kana="".join(word.kana for word in words), by="dictionary")
    return Suspicion(
        start=words[0].start,
        stop=words[-1].stop,
        reason=reason,
        weight=weight,
        candidates=(said, *(other for other in others if other.kana != said.kana)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The smallest piece `text[start:stop]` that two readers both have, and what each makes of it."""

    start: int
    stop: int
    words: Sequence[Word]
    opinions: Sequence[Opinion]

    @property
    def said(self) -> str:
        """The katakana of the words."""
        return "".join(word.kana for word in self.words)

    @property
    def other(self) -> str:
        """The katakana of the opinions."""
        return "".join(opinion.kana for opinion in self.opinions)


def stretches(words: Sequence[Word], opinions: Sequence[Opinion]) -> Iterator[Stretch]:
    """Cut a text where both readers of it have a word's edge."""
    edges = {edge for word in words for edge in (word.start, word.stop)}
    edges &= {edge for opinion in opinions for edge in (opinion.start, opinion.stop)}
    for start, stop in pairwise(sorted(edges)):
        yield Stretch(
            start=start,
            stop=stop,
            words=words[_place(words, start) : _place(words, stop)],
            opinions=opinions[_place(opinions, start) : _place(opinions, stop)],
        )


def _place(pieces: Sequence[Word] | Sequence[Opinion], start: int) -> int:
    """Find the first piece that begins at a place or behind it."""
    return bisect_left(pieces, start, key=attrgetter("start"))
