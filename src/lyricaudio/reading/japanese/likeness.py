"""Whether two readings of a stretch are one to the ear, or differ in what is no matter of opinion."""

from __future__ import annotations

import re

from lyricaudio.reading.text.kana import sounds, voiceless
from lyricaudio.reading.text.scripts import IN_KANJI, NUMERALS
from lyricaudio.reading.text.wording import WORD

_APART = re.compile(rf"[0-9{WORD}]")
_NUMERALS = frozenset(NUMERALS)
_NUMBER = re.compile("イ[チッ]|ロ[クッ]|ハ[チッ]|ジュ[ーッ]|ム[イッ]|ヨ[ンッ]|ミッ?")
_PARTICLES = str.maketrans("ハヘ", "ワエ")
_BOTH_VOICED = {"ズ": "スツ", "ジ": "シチ"}  # ヅ and ヂ sound like them
_HARMLESS = frozenset(
    frozenset(pair.split())
    for pair in (
        "エル ウル",
        "ワタシ ワタクシ",
        "ホカ タ",
        "ホカノ タノ",
        "アス アシタ",
        "ナニ ナン",
    )
)


def is_counted(text: str, start: int, stop: int) -> bool:
    """Whether it is a number or counts with the one before it: both change in company (一歩 is イッポ)."""
    if _APART.search(text, start, stop) or text[start - 1 : start].isdigit():
        return True
    return _NUMERALS.issuperset(text[start:stop]) or (start > 0 and text[start - 1] in _NUMERALS)


def agree(surface: str, said: str, other: str) -> bool:
    """Whether two readings of a surface are one to the ear, or differ in what is no matter of opinion."""
    if IN_KANJI.search(other):  # the second does not know the word either
        return True
    if surface[0] in _NUMERALS and uncounted(said) == uncounted(other):
        return True
    if IN_KANJI.fullmatch(surface) and voiceless(said) == voiceless(other):
        return True
    return sound_alike(said, other)


def differ_in_voice(said: str, other: str) -> bool:
    """Whether one of two readings but has a voice at its beginning, as in a compound: ヅクリ is ツクリ."""
    if said[:1] == other[:1] or said[1:] != other[1:]:
        return False
    first, second = (_BOTH_VOICED.get(kana[:1], voiceless(kana[:1])) for kana in (said, other))
    return not set(first).isdisjoint(second)


def is_voiced(kana: str) -> bool:
    """Whether a reading begins with a voice: バリ, but not ハリ."""
    return voiceless(kana) != kana


def uncounted(kana: str) -> str:
    """Drop what a number and its counter change in each other: Sudachi has イチホン for イッポン."""
    number = _NUMBER.match(kana)
    return voiceless(kana[number.end() :]) if number else kana


def sound_alike(said: str, other: str) -> bool:
    """Whether two readings are one to the ear; Sudachi spells the particles は and へ as kana."""
    said, other = sounds(said).replace("ニッポン", "ニホン"), sounds(other).replace("ニッポン", "ニホン")
    if said == other or frozenset((said, other)) in _HARMLESS:
        return True
    return said.translate(_PARTICLES) == other.translate(_PARTICLES)
