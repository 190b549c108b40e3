"""The second opinion: Sudachi with its core dictionary, as the analyser has opened it.

A dictionary of our own would be the same file, mapped once more: 200 MB.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from lyricaudio.reading.japanese.package import sudachi_dictionary, sudachi_tokenizer
from lyricaudio.reading.japanese.stretches import Opinion
from lyricaudio.reading.text.scripts import IN_KATAKANA
from lyricaudio.reading.text.wording import BREAK_MARKS, SIGN_MARKS, WORD

_SQUARE = {"(": "［", ")": "］"}
"""Of round brackets it takes kana inside for the reading of what is before them, and leaves them out."""

_MARKS = {
    **dict.fromkeys(map(ord, BREAK_MARKS.values()), "、"),
    **{ord(mark): _SQUARE.get(sign, sign) for sign, mark in SIGN_MARKS.items()},
    ord(WORD): "Ａ",
}
"""What our marks are to Sudachi: pauses, and names that it lets stand by themselves."""


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


@lru_cache(maxsize=1024)
def name_readings(word: str) -> tuple[str, ...]:
    """Return all readings the dictionary has for a name, in the spelling of kana."""
    found = sudachi_dictionary().lookup(word)
    return tuple(
        dict.fromkeys(entry.reading_form() for entry in found if entry.part_of_speech()[1] == "固有名詞")
    )


def opinions(text: str) -> tuple[Opinion, ...]:
    """Read a text word by word, in the spelling of kana, not of sound."""
    return tuple(
        Opinion(
            start=word.begin(),
            stop=word.end(),
            kana=word.reading_form(),
            kind=tuple(word.part_of_speech()[:4]),
        )
        for word in sudachi_tokenizer().tokenize(text.translate(_MARKS))
    )


def word_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the words of a text begin and end."""
    return tuple((word.start, word.stop) for word in opinions(text))


def known_words(text: str, terms: Collection[str] = ()) -> tuple[tuple[int, int], ...]:
    """Return where the words of a text stand that the dictionary has, or that are among some terms."""
    return tuple(
        (word.begin(), word.end())
        for word in sudachi_tokenizer().tokenize(text)
        if not word.is_oov() or word.surface() in terms
    )
