"""The scripts a text is written in, each as the inside of a character class of `re`."""

from __future__ import annotations

import re

from lyricaudio.song.characters import HIRAGANA, JAPANESE, KANJI, KATAKANA

__all__ = [
    "DIGIT",
    "GREEK",
    "HIRAGANA",
    "IN_KANJI",
    "IN_KATAKANA",
    "JAPANESE",
    "KANJI",
    "KATAKANA",
    "LATIN",
    "NUMERALS",
]

LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"  # × and ÷ stand between
GREEK = "Α-ΡΣ-Ωα-ωϵϕϑµ"
DIGIT = "0-9"
NUMERALS = "一二三四五六七八九十百千万億兆何数"

IN_KANJI = re.compile(f"[{KANJI}]+")
IN_KATAKANA = re.compile(f"[{KATAKANA}]+")
