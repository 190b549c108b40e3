"""Which terms of a song one may take for each other: what a pair of `confuse` could be made of.

Alike are terms that share a part (勾配消失, 勾配爆発) or sound nearly the same, the more when nearly the same
is said of both. A pair is proposed only when the song says something of the one and not of the other, for
else nothing could tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations, pairwise, takewhile

from lyricaudio.lesson.keyterms import key_terms
from lyricaudio.lesson.pairs import statements
from lyricaudio.reading.model import Reading
from lyricaudio.song.written import Line, Text

_LEAST = 0.5
"""A pair less alike is not proposed: in our own songs a person would take nearly all that are above."""

_MOST = 5
_HEARD_ALIKE = 0.5

_LEAST_SHARED = 2
"""Characters that two terms begin or end with alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Term:
    """A term, how it is said, and what is said of it: the line without it."""

    text: Text
    kana: str
    rest: str


def alike(lines: Sequence[tuple[Line, Reading]], known: Sequence[tuple[str, str]]) -> list[tuple[Text, Text]]:
    """Return pairs of a song's terms that one may take for each other, the most alike first.

    Parameters
    ----------
    lines
        Of the song, with their readings.
    known
        The pairs that it tells apart already.
    """
    terms = {term.text.text: term for term in _terms(lines)}
    told = {frozenset(pair) for pair in known}
    written = [line for line, _ in lines]
    found = [
        (_likeness(first, second), first.text, second.text)
        for first, second in combinations(terms.values(), 2)
        if frozenset((first.text.text, second.text.text)) not in told
    ]
    found.sort(key=lambda pair: -pair[0])
    pairs = [
        (first, second)
        for likeness, first, second in found
        if likeness >= _LEAST and statements(first, second, written) and statements(second, first, written)
    ]
    return pairs[:_MOST]


def _terms(lines: Sequence[tuple[Line, Reading]]) -> Iterator[_Term]:
    for line, reading in lines:
        for term in key_terms(reading):
            yield _Term(
                text=Text(text=term.surface, place=line.lyric.place),
                kana="".join(reading.morae[number].kana for number in term.morae),
                rest=line.lyric.text.replace(term.surface, ""),
            )


def _likeness(first: _Term, second: _Term) -> float:
    """Return how alike two terms are, 0 to 2.5: by writing, by sound, and by what is said of both."""
    one, other = first.text.text, second.text.text
    if one in other or other in one:
        return 0.0
    shared = max(_common(one, other), _common(one[::-1], other[::-1]))
    seen = shared / max(len(one), len(other)) if shared >= _LEAST_SHARED else 0.0
    heard = SequenceMatcher(None, first.kana, second.kana, autojunk=False).ratio()
    heard = heard / 2 if heard > _HEARD_ALIKE else 0.0
    return seen + heard + _dice(first.rest, second.rest) if seen or heard else 0.0


def _common(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    return len(list(takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False))))


def _dice(one: str, other: str) -> float:
    """Return the share of pairs of characters that two texts have in common."""
    pairs, others = set(pairwise(one)), set(pairwise(other))
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs or others else 0.0
