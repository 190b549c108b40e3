"""Words with kanji that the second dictionary, Sudachi, reads otherwise than the analyser.

It may object but not overrule: it is the weaker reader of the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lyricaudio.reading.doubts.suspicion import Suspicion, stretches, suspect
from lyricaudio.reading.japanese.analyser import Word
from lyricaudio.reading.japanese.lonekanji import DECIDED, is_everyday
from lyricaudio.reading.japanese.sudachi import opinions
from lyricaudio.reading.model import Candidate
from lyricaudio.reading.text.kana import pronounced, sounds, voiceless
from lyricaudio.reading.text.scripts import IN_KANJI, NUMERALS
from lyricaudio.reading.text.wording import BREAK_MARKS, WORD

_WEIGHT = 0.6
_APART = re.compile(rf"[0-9{WORD}]")
_NUMERALS = frozenset(NUMERALS)
_NUMBER = re.compile("イ[チッ]|ロ[クッ]|ハ[チッ]|ジュ[ーッ]|ム[イッ]|ヨ[ンッ]|ミッ?")
_FOR_SUDACHI = dict.fromkeys(map(ord, BREAK_MARKS.values()), "、")
_PARTICLES = str.maketrans("ハヘ", "ワエ")
_HARMLESS = frozenset(
    frozenset(pair.split())
    for pair in (
        "エル ウル",
        "ワタシ ワタクシ",
        "ホカ タ",
        "ホカノ タノ",
        "アス アシタ",
        "ナニ ナン",
        "ニホン ニッポン",
    )
)


def disputes(text: str, words: Sequence[Word]) -> Iterator[Suspicion]:
    """Compare on the smallest stretches that both dictionaries have; entries of ours are not in question.

    Parameters
    ----------
    text
        What the analyser was given.
    words
        What it made of it.
    """
    for stretch in stretches(words, opinions(text.translate(_FOR_SUDACHI))):
        surface = text[stretch.start : stretch.stop]
        if not IN_KANJI.search(surface) or any(word.is_term for word in stretch.words) or surface in DECIDED:
            continue
        if is_counted(text, stretch.start, stretch.stop) or any(
            is_everyday(text[other.start : other.stop], other.kana) for other in stretch.opinions
        ):
            continue
        kana = pronounced(stretch.other)
        if not _agree(surface, stretch.said, kana):
            others = [Candidate(kana=kana, by="Sudachi")]
            yield suspect(stretch.words, "two dictionaries differ", _WEIGHT, others)


def is_counted(text: str, start: int, stop: int) -> bool:
    """Whether it is a number or counts with the one before it: both change in company (一歩 is イッポ)."""
    if _APART.search(text, start, stop) or text[start - 1 : start].isdigit():
        return True
    return _NUMERALS.issuperset(text[start:stop]) or (start > 0 and text[start - 1] in _NUMERALS)


def _agree(surface: str, said: str, other: str) -> bool:
    """Whether two readings are one to the ear, or differ in what is no matter of opinion."""
    if IN_KANJI.search(other):  # Sudachi does not know the word either
        return True
    if surface[0] in _NUMERALS and uncounted(said) == uncounted(other):
        return True
    if IN_KANJI.fullmatch(surface) and voiceless(said) == voiceless(other):
        return True
    return sound_alike(said, other)


def uncounted(kana: str) -> str:
    """Drop what a number and its counter change in each other: Sudachi has イチホン for イッポン."""
    number = _NUMBER.match(kana)
    return voiceless(kana[number.end() :]) if number else kana


def sound_alike(said: str, other: str) -> bool:
    """Whether two readings are one to the ear; Sudachi spells the particles は and へ as kana."""
    if sounds(said) == sounds(other) or frozenset((said, other)) in _HARMLESS:
        return True
    return sounds(said).translate(_PARTICLES) == sounds(other).translate(_PARTICLES)
