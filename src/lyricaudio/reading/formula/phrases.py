"""What a formula becomes: pieces in order, letters in a row as one accent phrase, numbers kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lyricaudio.reading.text.kana import morae
from lyricaudio.reading.text.wording import BREATH, WORD, Atom, Piece, SpokenForm

Said = Piece | tuple[Atom, ...]
"""A spoken piece, text for later steps, or a word or number of plain text with its place."""


def phrased(said: Iterable[Said]) -> Iterator[Said]:
    """Make one accent phrase of letters and names in a row, with the accent on the last."""
    phrase: SpokenForm | None = None
    for piece in said:
        if isinstance(piece, SpokenForm) and not piece.own_phrase:
            phrase = piece if phrase is None else _joined(phrase, piece)
            continue
        if phrase is not None:
            yield replace(phrase, own_phrase=True)
            phrase = None
        yield piece
    if phrase is not None:
        yield replace(phrase, own_phrase=True)


def _joined(first: SpokenForm, second: SpokenForm) -> SpokenForm:
    accent = len(morae(first.kana)) + second.accent if second.accent else first.accent
    return SpokenForm(kana=first.kana + second.kana, accent=accent, source=first.source)


def apart(said: Iterable[Said]) -> Iterator[Said]:
    """Keep two numbers in a row from becoming one."""
    was_number = False
    for piece in said:
        numeric = is_number([piece])
        if numeric and was_number:
            yield BREATH
        yield piece
        was_number = numeric


def is_number(said: Sequence[Said]) -> bool:
    """Whether what is said is one number."""
    return re.fullmatch(r"[0-9.]+", "".join(map(_text, said))) is not None


def is_proper(above: Sequence[Said], below: Sequence[Said]) -> bool:
    """Whether two whole numbers make a fraction that is less than one."""
    numbers = ["".join(map(_text, part)) for part in (above, below)]
    return all(number.isdecimal() for number in numbers) and int(numbers[0]) < int(numbers[1])


def _text(said: Said) -> str:
    """Return the text that later steps see."""
    if isinstance(said, tuple):
        return "".join(_text(atom.piece) for atom in said)
    return said if isinstance(said, str) else WORD
