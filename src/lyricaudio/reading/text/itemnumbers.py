"""Numbers that count nothing: a space parts them from the word behind, as in the headings of notes and laws.

Without it the first kanji of that word would be counted: 2 日本 was フツカホン.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lyricaudio.reading.text.scripts import KANJI
from lyricaudio.reading.text.wording import BREATH, Wording, replace_spans, rewrite

_WIDE_SPACE = "^(?P<number>[0-9０-９]{1,3})　+"  # nobody writes it before what is counted
_SPACE = rf"(?<=[0-9])(?P<space> +)(?=[日月人名本円匹杯足][{KANJI}])"
_COUNTS = re.compile(".[間目後分半組様台越余内以玉毎程]|[日月人]前")
"""What does count, though it may be a word: 3 日間, 2 人目, 2 人前."""
_WORD_AT_MOST = 8

WordSpans = Callable[[str], Sequence[tuple[int, int]]]
"""Tells where the words of a text begin and end."""


def part_wide_spaces(wording: Wording) -> Wording:
    """Breathe behind a number that a wide space parts from what it heads; before characters are folded."""
    return rewrite(wording, _WIDE_SPACE, lambda match: [match["number"], BREATH])


def part_item_numbers(wording: Wording, word_spans: WordSpans) -> Wording:
    """Breathe between a number and a word that only begins with the kanji of a counter."""
    spaces = (match for match in re.finditer(_SPACE, wording.text) if _heads_a_word(match, word_spans))
    return replace_spans(wording, [(*match.span("space"), [BREATH]) for match in spaces])


def _heads_a_word(match: re.Match[str], word_spans: WordSpans) -> bool:
    behind = match.string[match.end() : match.end() + _WORD_AT_MOST]
    _, stop = word_spans(behind)[0]
    return stop > 1 and not _COUNTS.match(behind)
