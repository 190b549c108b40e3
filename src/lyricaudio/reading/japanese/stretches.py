"""Two readers of one text side by side: the smallest stretches that both have."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import Generic, Protocol, TypeVar


class Piece(Protocol):
    """What a reader makes of `text[start:stop]`, in katakana."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def stop(self) -> int:
        """Where it ends."""

    @property
    def kana(self) -> str:
        """Its sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """How a dictionary reads `text[start:stop]`, in katakana; `kind` is its part of speech, in detail."""

    start: int
    stop: int
    kana: str
    kind: tuple[str, ...] = ()


P = TypeVar("P", bound=Piece)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch(Generic[P]):
    """The smallest piece `text[start:stop]` that two readers both have, and what each makes of it."""

    start: int
    stop: int
    words: Sequence[P]
    opinions: Sequence[Opinion]

    @property
    def said(self) -> str:
        """The katakana of the words."""
        return "".join(word.kana for word in self.words)

    @property
    def other(self) -> str:
        """The katakana of the opinions."""
        return "".join(opinion.kana for opinion in self.opinions)


def stretches(words: Sequence[P], opinions: Sequence[Opinion]) -> Iterator[Stretch[P]]:
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


def _place(pieces: Sequence[Piece], start: int) -> int:
    """Find the first piece that begins at a place or behind it."""
    return bisect_left(pieces, start, key=attrgetter("start"))
