"""The second opinion: Sudachi with its core dictionary, as the analyser has opened it.

A dictionary of our own would be the same file, mapped once more: 200 MB.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lyricaudio.reading.japanese import sudachi_tokenizer

_KATAKANA = re.compile("[ァ-ヺー]+")


def katakana_of_word(word: str) -> str | None:
    """Return the katakana of a word that the dictionary has as one word, read all in katakana."""
    found = sudachi_tokenizer().tokenize(word)
    if len(found) != 1 or found[0].is_oov():
        return None
    kana: str = found[0].reading_form()
    return kana if _KATAKANA.fullmatch(kana) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """How Sudachi reads `text[start:stop]`: katakana in the spelling of kana, not of sound."""

    start: int
    stop: int
    kana: str


def opinions(text: str) -> tuple[Opinion, ...]:
    """Read a text word by word."""
    return tuple(
        Opinion(start=word.begin(), stop=word.end(), kana=word.reading_form())
        for word in sudachi_tokenizer().tokenize(text)
    )
