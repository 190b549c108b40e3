"""Full-context labels to morae and accent phrases: what the voice is given is what everybody else sees.

The fields used are those of the HTS label format for Japanese: p3 the phone, a2 the place of its mora in the
accent phrase (1 begins a phrase), f2 the phrase's accent type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from lyricaudio.reading.model import AccentPhrase, Mora, Pause
from lyricaudio.reading.text.kana import MORAE

_FIELDS = re.compile(r"[^-]*-(?P<phone>[^+]+)\+.*/A:[^+]*\+(?P<place>[^+]+)\+.*/F:[^_]*_(?P<accent>[^#]+)#")
_SPECIAL = {"N": "ン", "cl": "ッ"}


def phrases_from_labels(
    labels: Sequence[str], *, pauses: Sequence[Pause], spelling: Sequence[str], accents: Sequence[int]
) -> tuple[AccentPhrase, ...]:
    """Read the accent phrases off labels.

    Parameters
    ----------
    labels
        Full-context labels; `sil` is skipped, `pau` ends a phrase.
    pauses
        The weight of each `pau`, in order.
    spelling
        Each mora's kana as the analyser spells it. Labels tell sounds only, so they cannot tell オオ from
        オー; where the count differs, a repeated vowel becomes ー.
    accents
        Each phrase's accent as the analyser has it. Labels call a flat phrase accented on its last mora.
    """
    weights = iter(pauses)
    phrases: list[AccentPhrase] = []
    for is_pause, run in groupby(map(_fields, labels), key=lambda field: field[0] in ("sil", "pau")):
        if not is_pause:
            phrases += _phrases(list(run))
        elif phrases and any(phone == "pau" for phone, _, _ in run):
            phrases[-1] = replace(phrases[-1], pause=next(weights, "comma"))
    if len(accents) == len(phrases):
        paired = zip(phrases, accents, strict=True)
        phrases = [replace(phrase, accent=_accent(phrase, said)) for phrase, said in paired]
    return _spelled(phrases, spelling)


def _fields(label: str) -> tuple[str, str, str]:
    """Return phone, place of the mora in its phrase, accent of the phrase."""
    found = _FIELDS.match(label)
    if found is None:
        raise ValueError(f"'{label}' is no full-context label")
    return found["phone"], found["place"], found["accent"]


def _phrases(fields: Sequence[tuple[str, str, str]]) -> Iterator[AccentPhrase]:
    """Cut the phones of one breath into phrases: the first mora of each has place 1."""
    found: list[Mora] = []
    accent = 0
    for consonant, (vowel, place, accent_type) in _paired(fields):
        if place == "1" and found:
            yield _phrase(found, accent)
            found = []
        accent = int(accent_type)
        found.append(Mora(kana=_kana(consonant, vowel), consonant=consonant, vowel=vowel))
    yield _phrase(found, accent)


def _paired(
    fields: Sequence[tuple[str, str, str]],
) -> Iterator[tuple[str | None, tuple[str, str, str]]]:
    """Join each vowel (or ン, ッ) with the consonant before it."""
    consonant: str | None = None
    for field in fields:
        if field[0].lower() in "aiueo" or field[0] in _SPECIAL:
            yield consonant, field
            consonant = None
        else:
            consonant = field[0]


def _kana(consonant: str | None, vowel: str) -> str:
    return _SPECIAL.get(vowel) or MORAE[consonant, vowel.lower()]


def _phrase(found: Sequence[Mora], accent: int) -> AccentPhrase:
    pitched = tuple(replace(mora, high=_is_high(place, accent)) for place, mora in enumerate(found, start=1))
    return AccentPhrase(morae=pitched, accent=accent)


def _accent(phrase: AccentPhrase, said: int) -> int:
    """Return 0 for a phrase that is flat to the analyser and accented on its last mora in its labels."""
    return 0 if said == 0 and phrase.accent == len(phrase.morae) else phrase.accent


def _is_high(place: int, accent: int) -> bool:
    """Tell Tokyo pitch: the first mora is low unless it is the nucleus, all after the nucleus are low."""
    if place == 1:
        return accent == 1
    return accent == 0 or place <= accent


def _spelled(phrases: Sequence[AccentPhrase], spelling: Sequence[str]) -> tuple[AccentPhrase, ...]:
    """Put the analyser's kana; where its count of morae differs, keep the sounds."""
    if len(spelling) != sum(len(phrase.morae) for phrase in phrases):
        return tuple(replace(phrase, morae=tuple(_lengthened(phrase.morae))) for phrase in phrases)
    kana = iter(spelling)
    return tuple(
        replace(phrase, morae=tuple(replace(mora, kana=next(kana)) for mora in phrase.morae))
        for phrase in phrases
    )


def _lengthened(found: Sequence[Mora]) -> Iterator[Mora]:
    previous = ""
    for mora in found:
        repeats = mora.consonant is None and mora.vowel == previous
        yield replace(mora, kana="ー") if repeats else mora
        previous = mora.vowel.lower()
