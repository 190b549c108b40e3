"""A reading without whispered vowels: what is sung has a pitch on every mora."""

from __future__ import annotations

import re
from dataclasses import replace

from lyricaudio.reading.model import AccentPhrase, Reading

_DEVOICED = tuple("AIUEO")
_SIGNS = re.compile(r"([-^+=])")  # p1^p2-p3+p4=p5
_PHONE = 4  # where p3 is when the signs are parts, too
_VOICED = {
    "k": "g",
    "s": "z",
    "sh": "j",
    "t": "d",
    "ts": "z",
    "ch": "j",
    "h": "b",
    "f": "b",
    "p": "b",
    "ky": "gy",
    "hy": "by",
    "py": "by",
    "ty": "dy",
    "cl": "d",
}
"""Voiceless phones, and what is nearest to them with a voice."""


def voiced(reading: Reading) -> Reading:
    """Return the reading with every devoiced vowel voiced, in its morae and in its labels.

    In a label the phones are what stands before ``/A:``; devoiced vowels are capitals there. A voice goes by
    the neighbours, too: between two voiceless phones even a small letter is whispered (-36 dB in シテ, and
    -21 dB so). So the vowel's own label, and no other, has voiced neighbours.
    """
    return replace(
        reading,
        phrases=tuple(map(_voiced_phrase, reading.phrases)),
        labels=tuple(map(_voiced_label, reading.labels)),
    )


def _voiced_phrase(phrase: AccentPhrase) -> AccentPhrase:
    morae = (
        replace(mora, vowel=mora.vowel.lower()) if mora.vowel in _DEVOICED else mora for mora in phrase.morae
    )
    return replace(phrase, morae=tuple(morae))


def _voiced_label(label: str) -> str:
    phones, mark, rest = label.partition("/A:")
    parts = _SIGNS.split(phones)
    lowered = [part.lower() if part in _DEVOICED else part for part in parts]
    if parts[_PHONE] in _DEVOICED:
        for place in (_PHONE - 2, _PHONE + 2):
            lowered[place] = _VOICED.get(lowered[place], lowered[place])
    return "".join(lowered) + mark + rest
