"""English words in katakana: as the Sudachi dictionary has them, else as a model guesses (kanalizer)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from string import ascii_uppercase
from typing import Any

from lyricaudio.reading.japanese.sudachi import katakana_of_word
from lyricaudio.reading.lexicon.plurals import plural_kana
from lyricaudio.reading.text.kana import sounds
from lyricaudio.reading.text.letters import letter_name
from lyricaudio.reading.text.scripts import IN_KATAKANA

_WORD = re.compile("[a-z]{1,30}")  # a longer row of letters is nothing that a model should be asked about

_BEGINNINGS = re.compile("un|re|dis|pre|sub|non|over|out|up|down")
_ENDS = re.compile("ing$|ed$|er$|ers$|s$|able$|less$|ness$|ment$")
_SHORTEST_STEM = 4
_SECOND_HALVES = re.compile(
    "(?:base|book|box|code|data|end|file|flow|host|kit|line|list|load|mode|name|page|set|side|time"
    "|type|work|zone)$"
)
"""What compounds of computing end in: backend is back and end, and no バッケンド."""
_SHORTEST_HALF = 3
_LETTER_NAMES = "|".join(
    (*(letter_name(letter).kana for letter in ascii_uppercase), "エイ", "ジェイ", "ケイ", "ティ")
)
"""With other spellings, which the dictionary uses: ティピーピー."""


def english_kana(word: str) -> str:
    """Return the katakana of a lower-case English word of up to 30 letters; empty when nobody knows."""
    if not _WORD.fullmatch(word):
        return ""
    if is_known_english(word):
        return katakana_of_word(word) or ""
    if is_known_english(stem := _singular(word)):
        return plural_kana(katakana_of_word(stem) or "")
    if (second := _SECOND_HALVES.search(word, _SHORTEST_HALF)) and is_known_english(word[: second.start()]):
        return english_kana(word[: second.start()]) + english_kana(second[0])
    guess: str = _kanalizer().convert(word, on_incomplete="ignore")
    return guess if IN_KATAKANA.fullmatch(guess) else ""


@cache
def _kanalizer() -> Any:
    """Load the model: by name, since only a word that no dictionary has shall wait for it."""
    return import_module("kanalizer")


def is_form_of_known(word: str, kana: str) -> bool:
    """Whether a word is a form of one that a dictionary has, and said like it: tokens, marked, scaling."""
    if is_known_english(_singular(word)):
        return True
    stems = (stem for stem in _stems(word) if _ENDS.search(word) and word.startswith(stem[:-1]))
    return any(
        sounds(kana).startswith(sounds(katakana_of_word(stem) or "")[:-1])
        for stem in stems
        if len(stem) >= _SHORTEST_STEM and is_known_english(stem)
    )


def is_known_english(word: str) -> bool:
    """Whether a dictionary has the word as one that is read, not spelled like ``fit``."""
    known = katakana_of_word(word) if _WORD.fullmatch(word) else None
    return known is not None and not _is_spelling(known, word)


def is_formed_of_english(word: str) -> bool:
    """Whether a word is one that a dictionary has with a beginning or an end of English: unload, having."""
    return any(is_known_english(stem) for stem in _stems(word) if len(stem) >= _SHORTEST_STEM)


def _stems(word: str) -> Iterator[str]:
    if beginning := _BEGINNINGS.match(word):
        yield word[beginning.end() :]
    if end := _ENDS.search(word):
        yield from (word[: end.start()], word[: end.start()] + "e")


def _singular(word: str) -> str:
    """Take the s from a plural: networks, queries, classes, but not bus or this; empty when it is none."""
    if not re.search("[^aisu]s$", word):
        return ""
    if word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    return word.removesuffix("es" if re.search("(?:ss|x|ch|sh)es$", word) else "s")


def _is_spelling(kana: str, word: str) -> bool:
    """Whether a reading names letters, one for each; the dictionary has those of CISO out of order."""
    return len(word) > 1 and re.fullmatch(f"(?:{_LETTER_NAMES}){{{len(word)}}}", kana) is not None
