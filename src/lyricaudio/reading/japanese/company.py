"""Words of several readings on which both dictionaries agree, wrongly: what stands beside them tells.

The rows of `neighbours` are tried in order where the analyser has found such a word by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from lyricaudio.reading.japanese.neighbours import NEIGHBOURS
from lyricaudio.reading.japanese.rows import Entries, Row, said
from lyricaudio.reading.text.kana import katakana, parse_pronunciation
from lyricaudio.reading.text.wording import BREAK_MARKS, SIGN_MARKS, WORD

_WIDE = {"(": "（", ")": "）"}  # which mean nothing in a pattern
_SEEN_AS = str.maketrans({
    WORD: "〓",
    **dict.fromkeys(BREAK_MARKS.values(), "、"),
    **{mark: _WIDE.get(sign, sign) for sign, mark in SIGN_MARKS.items()},
})  # fmt: skip
_ANYTHING = "-"
_ENDINGS = re.compile(r"(.+)\[(.+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A reading, katakana with ' for its accent, between what stands before and behind; sure, or likelier."""

    kana: str
    is_sure: bool
    before: str
    behind: str

    def fits(self, seen: str, row: Row) -> bool:
        """Tell whether a word of a text stands in such company."""
        before, behind = _compiled(self.before), _compiled(self.behind)
        return bool(before.search(seen[: row.start]) and behind.match(seen, row.stop))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when it is asked for: all of them take 0.1 s, and a text has few of the words."""
    return re.compile(pattern)


def told_by_company(text: str, rows: Sequence[Row], entries: Entries) -> list[Row]:
    """Give words the reading that the words beside them tell; an entry of ours stays.

    Parameters
    ----------
    text
        What the analyser was given.
    rows
        What it found.
    entries
        What its dictionary has for single words: a reading that it has keeps its accent and part of speech.
    """
    if not any(row.surface in RULES for row in rows):
        return list(rows)
    seen = text.translate(_SEEN_AS)
    return [_told(seen, row, entries) for row in rows]


def _told(seen: str, row: Row, entries: Entries) -> Row:
    if row.is_term or row.is_told:
        return row
    for rule in RULES.get(row.surface, ()):
        if rule.fits(seen, row):
            return _read_as(rule, row, entries)
    return row


def _read_as(rule: Rule, row: Row, entries: Entries) -> Row:
    spoken = parse_pronunciation(rule.kana)
    if row.kana != spoken.kana:
        entry = _entry(row, spoken.kana, entries)
        row = replace(row, columns=entry) if entry else said(row, spoken, "一般")
    return replace(row, is_settled=True, is_told=rule.is_sure)


def _entry(row: Row, kana: str, entries: Entries) -> tuple[str, ...] | None:
    """Find the entry of a reading, rather one of the same part of speech."""
    found = (replace(row, columns=columns) for columns in entries.of(row.surface))
    fitting = [entry for entry in found if entry.kana == kana]
    return min((entry.columns for entry in fitting), key=lambda it: it[1:3] != row.columns[1:3], default=None)


def _rules(table: str) -> dict[str, list[Rule]]:
    """Write the table out: 開[いく] with ヒラ are 開い, ヒライ and 開く, ヒラク."""
    rules: dict[str, list[Rule]] = {}
    for line in table.split("\n"):
        if line.strip():
            word, kana, before, behind = line.split()
            beside = {"before": _pattern(before, "(?:{})$"), "behind": _pattern(behind, "(?:{})")}
            for surface, sound in _forms(word, kana.rstrip("?")):
                rule = Rule(kana=sound, is_sure=kana[-1] != "?", **beside)
                rules.setdefault(surface, []).append(rule)
    return rules


def _pattern(written: str, form: str) -> str:
    return "" if written == _ANYTHING else form.format(written)


def _forms(word: str, kana: str) -> Iterator[tuple[str, str]]:
    if match := _ENDINGS.fullmatch(word):
        yield from ((match[1] + ending, kana + katakana(ending)) for ending in match[2])
    else:
        yield word, kana


RULES = _rules(NEIGHBOURS)
"""For every word its rules, the first that fits first."""
