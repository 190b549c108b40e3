"""The second opinion: Sudachi with its core dictionary, as the analyser has opened it.

A dictionary of our own would be the same file, mapped once more: 200 MB.
"""

from __future__ import annotations

from functools import lru_cache

from lyricaudio.reading.japanese.analyser import Opinion, sudachi_dictionary, sudachi_tokenizer
from lyricaudio.reading.text.scripts import IN_KATAKANA


def katakana_of_word(word: str) -> str | None:
    """Return the katakana of a word that the dictionary has as one word, read all in katakana."""
    found = sudachi_tokenizer().tokenize(word)
    if len(found) != 1 or found[0].is_oov():
        return None
    kana: str = found[0].reading_form()
    return kana if IN_KATAKANA.fullmatch(kana) else None


@lru_cache(maxsize=1024)
def readings(word: str) -> tuple[str, ...]:
    """Return all readings the dictionary has for a word that is no name, in the spelling of kana."""
    found = sudachi_dictionary().lookup(word)
    return tuple(
        dict.fromkeys(entry.reading_form() for entry in found if entry.part_of_speech()[1] != "固有名詞")
    )


@lru_cache(maxsize=1024)
def noun_readings(word: str) -> tuple[str, ...]:
    """Return all readings the dictionary has for a common noun, in the spelling of kana."""
    found = sudachi_dictionary().lookup(word)
    return tuple(
        dict.fromkeys(
            entry.reading_form() for entry in found if entry.part_of_speech()[:2] == ("名詞", "普通名詞")
        )
    )


def opinions(text: str) -> tuple[Opinion, ...]:
    """Read a text word by word, in the spelling of kana, not of sound."""
    return tuple(
        Opinion(start=word.begin(), stop=word.end(), kana=word.reading_form())
        for word in sudachi_tokenizer().tokenize(text)
    )
