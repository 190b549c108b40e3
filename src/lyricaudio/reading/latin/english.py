"""English words in katakana: as the Sudachi dictionary has them, else as a model guesses (kanalizer)."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import Any

from lyricaudio.reading.japanese.sudachi import katakana_of_word
from lyricaudio.reading.text.letters import spelled
from lyricaudio.reading.text.scripts import IN_KATAKANA

_WORD = re.compile("[a-z]{1,30}")  # a longer row of letters is nothing that a model should be asked about


def english_kana(word: str) -> str:
    """Return the katakana of a lower-case English word of up to 30 letters; empty when nobody knows."""
    if not _WORD.fullmatch(word):
        return ""
    if is_known_english(word):
        return katakana_of_word(word) or ""
    guess: str = _kanalizer().convert(word, on_incomplete="ignore")
    return guess if IN_KATAKANA.fullmatch(guess) else ""


@cache
def _kanalizer() -> Any:
    """Load the model: by name, since only a word that no dictionary has shall wait for it."""
    return import_module("kanalizer")


def is_known_english(word: str) -> bool:
    """Whether a dictionary has the word as one that is read, not spelled like ``fit``."""
    known = katakana_of_word(word) if _WORD.fullmatch(word) else None
    return known is not None and known != spelled(word).kana
