"""The kana notation after AquesTalk's: a reading for engines that take neither text nor labels.

It has one letter or two for each mora, and no ー. ``'`` stands after the accent (after the last mora in a
flat phrase), ``_`` before a devoiced mora; ``/`` is between phrases, or ``、`` where there is a pause.
"""

from __future__ import annotations

from lyricaudio.reading.model import AccentPhrase, Mora, Reading

_PROLONGED = {"a": "ア", "i": "イ", "u": "ウ", "e": "エ", "o": "オ", "n": "ン", "cl": "ッ"}
_RESPELLED = {"シィ": "スィ", "フュ": "ヒュ", "クァ": "クヮ", "グァ": "グヮ"}
"""Morae that VOICEVOX lacks (the last two in its older versions), and how it has them or the nearest."""


def kana_notation(reading: Reading) -> str:
    """Write a reading that has morae: 正規化は is ``セエキカワ'``."""
    *others, last = reading.phrases
    return "".join(_phrase(p) + ("、" if p.pause_after else "/") for p in others) + _phrase(last)


def _phrase(phrase: AccentPhrase) -> str:
    kana = [_kana(mora) for mora in phrase.morae]
    kana.insert(phrase.accent or len(kana), "'")
    return "".join(kana)


def _kana(mora: Mora) -> str:
    return f"_{engine_kana(mora)}" if mora.vowel in "AIUEO" else engine_kana(mora)


def engine_kana(mora: Mora) -> str:
    """Write a mora as VOICEVOX has it or the nearest, voiced; ー is the vowel that goes on."""
    prolonged = mora.kana == "ー"
    return _PROLONGED[mora.vowel.lower()] if prolonged else _RESPELLED.get(mora.kana, mora.kana)
