"""English words in katakana: as our list or the Sudachi dictionary has them, else as a model guesses.

The list, `english.tsv`, has everyday words that the dictionary lacks or misreads. The model (kanalizer) goes
by the letters and misreads just those, which are not spelled as they are said: ソメオネ for someone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module, resources
from string import ascii_uppercase
from typing import Any

from lyricaudio.reading.japanese.sudachi import katakana_of_word
from lyricaudio.reading.latin.romaji import romaji_kana
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
_SHORTEST_HALF, _SHORTEST_WORD = 3, 4
"""Of the first half before those, and of either half of other words: gottron is no got and tron."""

_LETTER_NAMES = "|".join(
    (*(letter_name(letter).kana for letter in ascii_uppercase), "エイ", "ジェイ", "ケイ", "ティ")
)
"""With other spellings, which the dictionary uses: ティピーピー."""


def english_kana(word: str) -> str:
    """Return the katakana of a lower-case English word of up to 30 letters; empty when nobody knows."""
    if not _WORD.fullmatch(word):
        return ""
    known, of_singular = _known(word), _known(stem := _singular(word)) or _compound(stem)
    if of_singular and known in ("", of_singular):  # the dictionary says eyes as it says eye
        return of_singular if stem.endswith("th") else plural_kana(of_singular)
    if kana := known or _compound(word) or romaji_kana(word):
        return kana
    guess: str = _kanalizer().convert(word, on_incomplete="ignore")
    return guess if IN_KATAKANA.fullmatch(guess) else ""


def _compound(word: str) -> str:
    """Say two words that are written as one; empty for what is none."""
    second = _SECOND_HALVES.search(word, _SHORTEST_HALF)
    if second and (first := _known(word[: second.start()])):
        return first + english_kana(second[0])
    return next(kana_of_halves(word, _SHORTEST_WORD), "")


def kana_of_halves(word: str, shortest: int) -> Iterator[str]:
    """Say a word as two that are known, neither shorter than so many letters: the longest first one first."""
    cuts = range(len(word) - shortest, shortest - 1, -1)
    return (first + last for cut in cuts if (first := _known(word[:cut])) and (last := _known(word[cut:])))


@cache
def everyday_words() -> dict[str, str]:
    """Return the list: words and their katakana.

    In its file a line has a word, a tab and katakana, after comments.
    """
    text = resources.files(__package__).joinpath("english.tsv").read_text("utf-8")
    return dict(line.split("\t") for line in text.splitlines() if not line.startswith("#"))


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
        sounds(kana).startswith(sounds(_known(stem))[:-1])
        for stem in stems
        if len(stem) >= _SHORTEST_STEM and is_known_english(stem)
    )


def is_known_english(word: str) -> bool:
    """Whether the list or the dictionary has the word as one that is read, not spelled like ``fas``."""
    return _known(word) != ""


def _known(word: str) -> str:
    """Return how the list or the dictionary says a word; empty when neither does."""
    if listed := everyday_words().get(word):
        return listed
    known = katakana_of_word(word) if _WORD.fullmatch(word) else None
    return known if known and not _is_spelling(known, word) else ""


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
