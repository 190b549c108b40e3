"""A reading without whispered vowels: what is sung has a pitch on every mora."""

from __future__ import annotations

import re
from dataclasses import replace

from lyricaudio.reading.model import AccentPhrase, Reading

_DEVOICED = re.compile(r"(?<![A-Za-z])[AIUEO](?![A-Za-z])")


def voiced(reading: Reading) -> Reading:
    """Return the reading with every devoiced vowel voiced, in its morae and in its labels.

    In a label the phones are what stands before ``/A:``; devoiced vowels are capitals there.
    """
    return replace(
        reading,
        phrases=tuple(map(_voiced_phrase, reading.phrases)),
        labels=tuple(map(_voiced_label, reading.labels)),
    )


def _voiced_phrase(phrase: AccentPhrase) -> AccentPhrase:
    morae = (
        replace(mora, vowel=mora.vowel.lower()) if mora.vowel in "AIUEO" else mora for mora in phrase.morae
    )
    return replace(phrase, morae=tuple(morae))


def _voiced_label(label: str) -> str:
    phones, mark, rest = label.partition("/A:")
    return _DEVOICED.sub(lambda vowel: vowel[0].lower(), phones) + mark + rest
