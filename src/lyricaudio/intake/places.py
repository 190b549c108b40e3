"""Which line an explanation belongs to: by what it quotes, its term, or the words that they share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from math import log

from lyricaudio.song.folding import likeness

_LETTER = re.compile(r"\w")
_PARTS = re.compile(r"[/／|｜…・、,。「」『』()（）]|\.\.\.")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")
_NUMBER = re.compile(r"^\W*(?:\d+[.)．])?\s*")
_ABOUT = re.compile(r"(?:とは|について|の(?:仕組み|違い|意味|定義|基本|緩和|整理)|(?<=.)[へのはを].*)?\W*$")
_BETWEEN = re.compile(r"[と「」『』・/／、]|から|との|への?$|へ\W*$")
_KIND = re.compile(r"(?:問題|関数|法|層)$")
_SHORTEST_QUOTE = 4
_QUOTED, _TERM, _ONE_OF_TERMS, _MOST_SHARED = 0.95, 0.8, 0.65, 0.6
_LEAST_SHARED = 0.12
"""Of what is particular to a line so much must be in an explanation, or it may be any line's."""


@dataclass(frozen=True, slots=True)
class Place:
    """The line that something belongs behind, and how sure that is, from 0 to 1."""

    line: int
    sure: float


class Lyrics:
    """Lyric lines, in which quotes and terms are looked for."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = [_letters(line) for line in lines]
        self._text = "".join(self._lines)
        self._line_at = [number for number, line in enumerate(self._lines) for _ in line]
        self._pairs = [_pairs(line) for line in self._lines]
        found = Counter(pair for line in self._pairs for pair in line)
        self._weight = {pair: log((1 + len(lines)) / count) for pair, count in found.items()}

    def quoted(self, text: str, *, after: int = -1) -> Place | None:
        """Return the last line that a text quotes, when it is nothing but a quote, across line ends or not.

        Of several places the first one behind the line `after` is taken.
        """
        parts = [_letters(part) for part in _PARTS.split(text)]
        whole = _letters(text)
        fragments = [whole] if whole in self._text else [part for part in parts if part]
        if not fragments or any(len(part) < _SHORTEST_QUOTE or part not in self._text for part in fragments):
            return None
        last = max(self._ends(part, after) for part in fragments)
        return Place(last, _QUOTED)

    def about(self, heading: str, body: str, *, after: int = -1) -> Place | None:
        """Return the line that an explanation is most likely of: that with its term, or with its words."""
        words = _pairs(_letters(heading)) | _pairs(_letters(body))
        shares = [self._shared(line, words) for line in range(len(self._lines))]
        for term in _terms(heading):
            if lines := [number for number, line in enumerate(self._lines) if term in line]:
                best = max(lines, key=lambda n: (self._lines[n].startswith(term), shares[n], n > after))
                return Place(best, _TERM)
        named = {n: sum(term in line for term in _several(heading)) for n, line in enumerate(self._lines)}
        if most := max(named.values(), default=0):
            lines = [number for number, count in named.items() if count == most]
            return Place(max(lines, key=lambda n: (shares[n], n > after)), _ONE_OF_TERMS)
        if not any(share > _LEAST_SHARED for share in shares):
            return None
        best = max(range(len(shares)), key=lambda line: (round(shares[line], 3), line > after, -line))
        ahead = shares[best] - max((share for n, share in enumerate(shares) if n != best), default=0.0)
        return Place(best, min(_MOST_SHARED, shares[best] * (0.5 + ahead)))

    def _ends(self, part: str, after: int) -> int:
        """Return in which line a part ends, of its places the first behind a line."""
        places = [found.start() for found in re.finditer(f"(?={re.escape(part)})", self._text)]
        ends = [self._line_at[place + len(part) - 1] for place in places]
        return next((end for end in ends if end > after), ends[0])

    def _shared(self, line: int, words: Set[str]) -> float:
        """Return which part of what is particular to a line is among the words."""
        pairs = self._pairs[line]
        whole = sum(self._weight[pair] for pair in pairs)
        return sum(self._weight[pair] for pair in pairs & words) / whole if whole else 0.0


def _terms(heading: str) -> list[str]:
    """Return the term that a heading names, as it is and without the word for its kind."""
    named = _ABOUT.sub("", _NUMBER.sub("", _ASIDE.sub("", heading)))
    terms = [_letters(named), _letters(_KIND.sub("", named))]
    return [term for term in dict.fromkeys(terms) if len(term) >= 2]


def _several(heading: str) -> list[str]:
    """Return the terms of a heading that names more than one, of three letters or more."""
    terms = [_letters(part) for part in _BETWEEN.split(_NUMBER.sub("", _ASIDE.sub("", heading)))]
    return [term for term in terms if len(term) >= 3]


def _letters(text: str) -> str:
    """Return the letters of a text alone, in the form in which texts are compared."""
    return "".join(_LETTER.findall(likeness(text).casefold()))


def _pairs(letters: str) -> frozenset[str]:
    return frozenset(letters[place : place + 2] for place in range(len(letters) - 1))
