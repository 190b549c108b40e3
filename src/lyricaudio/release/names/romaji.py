"""Katakana in Latin letters, by Hepburn without long marks: for players that know ASCII alone."""

from __future__ import annotations

import re

from lyricaudio.reading.text.kana import MORAE

_ALONE = {
    "ン": "n", "ヰ": "i", "ヱ": "e", "ヲ": "o", "ヂ": "ji", "ヅ": "zu", "ァ": "a", "ィ": "i", "ゥ": "u",
    "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa",
}  # fmt: skip
_LETTERS = {kana: (consonant or "") + vowel for (consonant, vowel), kana in reversed(MORAE.items())} | _ALONE
_MORA = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)) + "|ッ")
_DOUBLED = re.compile("ッ+([b-df-hj-mp-tv-z]?)")


def romaji(kana: str) -> str:
    """Return katakana in lower-case ASCII letters; what is no katakana is left out.

    ッ doubles the consonant after it, チ's as in `matchi`, and is silent where there is none.
    """
    letters = "".join(_LETTERS.get(mora, mora) for mora in _MORA.findall(kana))
    return _DOUBLED.sub(lambda found: _twice(found[1]), letters).replace("cch", "tch")


def _twice(consonant: str) -> str:
    return consonant * 2
