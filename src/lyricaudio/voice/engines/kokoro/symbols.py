"""A reading in Kokoro's symbols: IPA, one letter a sound, words parted by spaces, pauses as punctuation.

The symbols are those that the model was trained with (misaki 0.7, `ja.py`). There a word is what a
morphological analyser says; here it is an accent phrase, for the reading knows no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lyricaudio.reading.model import AccentPhrase, Mora, Pause, Reading

MOST_SYMBOLS = 400
"""In one piece: the model takes 510, with one of silence at each end."""

_MOST_MORAE = 90  # of a phrase in one piece; a mora has four symbols at most
_MARKS: dict[Pause, str] = {"none": "", "breath": ",", "comma": ",", "stop": "."}
_WEIGHT: dict[Pause, int] = {"none": 0, "breath": 1, "comma": 2, "stop": 3}
_ASKS = re.compile(r"/E:[^!]*!1_")  # of what follows a phrase: the phrase before is a question
_REST = re.compile(r"-(?:pau|sil)\+")
_VOWELS = {"a": "a", "i": "i", "u": "ɯ", "e": "e", "o": "o"}
_FRONTED = "ɨ"  # ウ after what is said at the teeth or the palate
_CONSONANTS = {
    "k": "k", "g": "ɡ", "s": "s", "z": "ʣ", "t": "t", "d": "d", "n": "n", "h": "h", "b": "b", "p": "p",
    "m": "m", "r": "ɾ", "y": "j", "w": "β", "v": "v", "f": "ɸ", "sh": "ɕ", "j": "ʥ", "ch": "ʨ", "ts": "ʦ",
    "ky": "kʲ", "gy": "ɡʲ", "ny": "ɲ", "hy": "ç", "by": "bʲ", "py": "pʲ", "my": "mʲ", "ry": "ɾʲ",
    "ty": "tʲ", "dy": "dʲ", "fy": "ɸʲ", "vy": "bʲ", "kw": "kᵝ", "gw": "ɡᵝ",
}  # fmt: skip
"""The symbols of each consonant, by its name in Open JTalk's labels."""

_BEFORE_I = {
    "k": "kʲ", "g": "ɡʲ", "t": "tʲ", "d": "dʲ", "n": "ɲ", "h": "ç", "b": "bʲ", "p": "pʲ", "m": "mʲ",
    "r": "ɾʲ", "v": "vʲ", "f": "ɸʲ", "ts": "ʦʲ", "z": "z",
}  # fmt: skip
_BEFORE_U = {"z": "z"}
_UNFRONTED = frozenset(("k", "g", "t", "d", "n", "h", "b", "p", "m", "r", "y", "w", "v", "f", "kw", "gw"))
_MORAIC_N = {"mpb": "m", "kɡ": "ŋ", "ɲʨʥ": "ɲ", "ntdɾz": "n"}
"""What ン is before a sound; else it is ɴ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where a mora stands among the symbols of its piece: of its first, of its vowel, and behind its last."""

    start: int
    vowel: int
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What the model says in one go.

    Attributes
    ----------
    symbols
        One character each.
    spans
        Of its morae.
    phrases
        As many of the reading, or a part of one.
    """

    symbols: str
    spans: tuple[Span, ...]
    phrases: tuple[AccentPhrase, ...]


def pieces_of(reading: Reading) -> tuple[Piece, ...]:
    """Write a reading that has morae, in pieces that the model takes."""
    return tuple(_written(group) for group in _groups(_marked(reading)))


_Marked = tuple[AccentPhrase, str]
"""A phrase, and the mark behind it."""


def _marked(reading: Reading) -> Iterator[_Marked]:
    asks = iter([bool(_ASKS.search(label)) for label in reading.labels[1:] if _REST.search(label)])
    last = len(reading.phrases) - 1
    for place, phrase in enumerate(reading.phrases):
        mark = "." if place == last else _MARKS[phrase.pause]
        if mark and next(asks, False):
            mark = "?"
        *parts, rest = _parts(phrase)
        yield from ((part, "") for part in parts)
        yield rest, mark


def _parts(phrase: AccentPhrase) -> list[AccentPhrase]:
    """Part a phrase that is longer than any that is meant; all others stay."""
    starts = range(0, len(phrase.morae), _MOST_MORAE)
    parts = [replace(phrase, morae=phrase.morae[at : at + _MOST_MORAE], pause="none") for at in starts]
    return [*parts[:-1], replace(parts[-1], pause=phrase.pause)]


def _groups(marked: Iterator[_Marked]) -> Iterator[list[_Marked]]:
    """Yield phrases that fit together: cut at the heaviest pause, of equal ones the last."""
    group: list[_Marked] = []
    for one in marked:
        group.append(one)
        while len(_written(group).symbols) > MOST_SYMBOLS:
            cut = max(range(1, len(group)), key=lambda place: (_WEIGHT[group[place - 1][0].pause], place))
            yield group[:cut]
            group = group[cut:]
    yield group


def _written(group: Sequence[_Marked]) -> Piece:
    symbols = ""
    spans: list[Span] = []
    for place, (phrase, mark) in enumerate(group):
        before = len(symbols)
        following = group[place + 1][0].morae if place + 1 < len(group) and not mark else ()
        for consonant, vowel in _sounds(phrase.morae, following):
            start = len(symbols)
            symbols += consonant + vowel
            spans.append(Span(start=start, vowel=start + len(consonant), stop=len(symbols)))
        assert len(symbols) > before
        symbols += mark + " "
    return Piece(symbols=symbols.rstrip(), spans=tuple(spans), phrases=tuple(phrase for phrase, _ in group))


def _sounds(morae: Sequence[Mora], following: Sequence[Mora]) -> Iterator[tuple[str, str]]:
    """Yield the symbols of each mora: of its consonant, and of its vowel."""
    for mora, after in pairwise([*morae, following[0] if following else None]):
        if mora is not None:
            yield _consonant(mora), _vowel(mora, after)


def _consonant(mora: Mora) -> str:
    if mora.consonant is None:
        return ""
    special = {"i": _BEFORE_I, "u": _BEFORE_U}.get(mora.vowel.lower(), {})
    return special.get(mora.consonant) or _CONSONANTS[mora.consonant]


def _vowel(mora: Mora, after: Mora | None) -> str:
    if mora.vowel == "cl":
        return "ʔ"
    if mora.kana == "ー":
        return "ː"
    if mora.vowel == "N":
        return _moraic_n(_consonant(after)[:1] if after else "")
    if mora.vowel.lower() == "u" and mora.consonant and mora.consonant not in _UNFRONTED:
        return _FRONTED
    return _VOWELS[mora.vowel.lower()]


def _moraic_n(sound: str) -> str:
    return next((symbol for sounds, symbol in _MORAIC_N.items() if sound and sound in sounds), "ɴ")
