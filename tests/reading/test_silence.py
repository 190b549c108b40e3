"""Whatever falls silent is a doubt, but for a closed set of signs."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice

import pytest
from tests.sampling import some_of

from lyricaudio.reading.reader import Reader
from lyricaudio.reading.text.breaks import SILENT

SIGNS, ALL = ("P", "S", "N"), ("P", "S", "N", "L")
MARKUP = frozenset("${}｛｝｜|")  # which are malformed by themselves
AT_ONCE = 16
FAR = 0x10000  # from here on: scripts of old, pictures, musical and mathematical signs


def printable(kinds: Sequence[str]) -> list[str]:
    characters = (chr(code) for code in range(sys.maxunicode + 1))
    return [
        character
        for character in characters
        if unicodedata.category(character)[0] in kinds and character not in MARKUP
    ]


def silent(reader: Reader, characters: Sequence[str]) -> Iterator[str]:
    """Yield what is neither said nor doubted where it stands between two words."""
    rows = -(-len(characters) // AT_ONCE)
    for row in range(rows):
        some = characters[row::rows]  # far from each other: no pair of brackets among them
        reading = reader.read("。".join(f"水{character}火" for character in some))
        found = [(doubt.start, doubt.surface) for doubt in reading.doubts]
        found += [(token.start, token.surface) for token in reading.tokens if token.kana]
        for place, character in enumerate(some):
            stands = 4 * place + 1
            if not any(start <= stands < start + len(surface) for start, surface in found):
                yield character


def is_listed(character: str) -> bool:
    """Whether it is a sign of the closed set, or another form of such."""
    return SILENT.issuperset(unicodedata.normalize("NFKC", character).strip()) or character in SILENT


def test_a_sign_that_falls_silent_is_listed_or_doubted(reader: Reader) -> None:
    signs = printable(SIGNS)
    some = [*signs[:400], *islice(signs, 400, None, 29)]

    assert [sign for sign in silent(reader, some) if not is_listed(sign)] == []


@pytest.mark.slow
def test_a_character_that_falls_silent_is_listed_or_doubted(reader: Reader) -> None:
    signs = printable(SIGNS)
    near = sum(ord(sign) < FAR for sign in signs)
    some = some_of([*signs[:near:2], *signs[near::9], *islice(printable(ALL), 0, None, 127)], 3)

    assert [sign for sign in silent(reader, some) if not is_listed(sign)] == []


def test_no_letter_is_decoration() -> None:
    assert not any(character.isalnum() for character in SILENT)
