"""Kanji that name a level by themselves, as 高・中・低 in a table: they are read in Chinese."""

from __future__ import annotations

import re

from lyricaudio.reading.japanese.rows import Row
from lyricaudio.reading.text.scripts import HIRAGANA

LEVELS = {
    "高": "コ'ー",
    "中": "チュ'ー",
    "低": "テ'ー",
    "大": "ダ'イ",
    "小": "ショ'ー",
    "強": "キョ'ー",
    "弱": "ジャ'ク",
}
"""What each is called."""

_PARTICLE = re.compile(f"[{HIRAGANA}]+")


def is_apart(row: Row) -> bool:
    """Whether it is a mark, or the edge of the text."""
    return row.kind[0] in ("記号", "")


def is_level(earlier: Row, before: Row, after: Row, beyond: Row) -> bool:
    """Whether a kanji between these rows is one of a scale: by itself, or in a row of levels."""
    if is_apart(before):
        return is_apart(after) or earlier.surface in LEVELS
    return is_apart(after) and beyond.surface in LEVELS and not _PARTICLE.fullmatch(before.surface)
