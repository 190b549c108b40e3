"""Rows of the analyser's dictionary: one for each word of a text, before accents are joined.

A row's columns are surface, part of speech and three groups below it, conjugation and its form, base,
reading, pronunciation, accent/morae, and the rule by which its accent joins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from lyricaudio.reading.text.kana import Pronunciation, morae

SURFACE, CLASS, GROUP, SUBGROUP, FORM = 0, 1, 2, 3, 6
BASE, READING, PRONUNCIATION, ACCENT, RULE = 7, 8, 9, 10, 11
"""Places of columns."""

_SHORT = 4  # morae of a noun that takes the accent of a compound on its first
_SYLLABLE_ENDS = "ーンッ"
_SOUND = str.maketrans({"ヲ": "オ", "’": None, ":": None})  # ’ devoices, : parts the phrases of one word


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The row of `text[start:stop]`.

    `is_term` tells an entry of ours, `is_settled` a reading that the dictionary must not change any more, and
    `is_told` one that the words beside it tell.
    """

    start: int
    stop: int
    columns: tuple[str, ...]
    is_term: bool = False
    is_settled: bool = False
    is_told: bool = False

    @property
    def surface(self) -> str:
        """The word as it is written."""
        return self.columns[SURFACE]

    @property
    def kana(self) -> str:
        """Its katakana pronunciation; empty for a sign and for a word that the dictionary does not have."""
        kana = "".join(self.columns[PRONUNCIATION : PRONUNCIATION + 1]).translate(_SOUND)
        return "" if kana == self.surface and self.columns[CLASS] == "記号" else kana

    @property
    def reading(self) -> str:
        """Its katakana spelling; empty for a word that the dictionary does not have."""
        return "".join(self.columns[READING : READING + 1])

    @property
    def kind(self) -> tuple[str, str, str]:
        """Its part of speech and the two groups below it."""
        return self.columns[CLASS], self.columns[GROUP], self.columns[SUBGROUP]


def said(row: Row, spoken: Pronunciation, group: str) -> Row:
    """Make a noun of a row, with a reading of its own; how its accent joins in a compound is for later."""
    kinds = ("名詞", group, "*", "*", "*", "*", row.surface)
    accent = f"{spoken.accent}/{len(morae(spoken.kana))}"
    columns = (row.surface, *kinds, spoken.kana, spoken.kana, accent, "C3")
    return replace(row, columns=columns, is_settled=True)


def noun(surface: str, spoken: Pronunciation) -> tuple[str, ...]:
    """Write the columns of a noun that the dictionary lacks."""
    accent = f"{spoken.accent}/{len(morae(spoken.kana))}"
    kinds = ("名詞", "一般", "*", "*", "*", "*", surface)
    return (surface, *kinds, spoken.kana, spoken.kana, accent, joining(spoken.accent, spoken.kana))


def joining(accent: int, kana: str) -> str:
    """Name the rule for a noun's accent behind another: its own, on its first mora when short, or flat.

    An accent in the last syllable is not kept: カンス'ー, but レルーカ'ンスー.
    """
    length = len(morae(kana))
    last = length - (kana[-1] in _SYLLABLE_ENDS)
    if accent and (accent < last or length > _SHORT):
        return "C1"
    return "C2" if length <= _SHORT else "C4"


class Entries:
    """What the analyser's dictionary has for single words."""

    def __init__(self, jtalk: Any) -> None:
        self.of = lru_cache(maxsize=4096)(lambda surface: tuple(_entries(jtalk, surface)))
        """All entries of a surface, as columns, the likeliest first."""


def _entries(jtalk: Any, surface: str) -> Iterator[tuple[str, ...]]:
    """Look a word up."""
    found = jtalk.analyze_mecab_candidates(surface, ((0, len(surface)),))["nodes"]
    for node in sorted(found, key=lambda node: int(node["word_cost"])):
        columns = tuple(node["feature"].split(","))
        if node["surface"] == surface and not node["is_unknown"] and len(columns) > RULE:
            yield columns


def rows_of(features: Sequence[str], morphs: Sequence[Any], terms: frozenset[str]) -> Iterator[Row]:
    """Put the analyser's rows in their places in the text."""
    heard = (morph for morph in morphs if not morph["is_ignored"])
    for feature, morph in zip(features, heard, strict=True):
        start, stop = morph["char_span"]
        columns = tuple(feature.split(","))
        yield Row(start=start, stop=stop, columns=columns, is_term=columns[SURFACE] in terms)
