"""Punctuation, brackets and phrase spaces to pauses of graded weight; what nobody can say falls silent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lyricaudio.reading.model import Pause
from lyricaudio.reading.text.scripts import HIRAGANA, JAPANESE, KANJI, KATAKANA
from lyricaudio.reading.text.wording import (
    BREAK_MARKS,
    BREATH,
    PARTED,
    WORD,
    Break,
    Piece,
    Wording,
    replace_spans,
    rewrite,
)

_STOPS, _COMMAS, _BREATHS = "。．.", "、，,;；:：…‥→⇒←↔⇔↑↓―—–", "/／・|｜"
_OPENERS, _CLOSERS = "「『“‘\"'", "」』”’"
_OPENING, _CLOSING = "(（[［【〔〈《{｛", ")）]］】〕〉》}｝"
_ALL = re.escape(_STOPS + _COMMAS + _BREATHS + _OPENERS + _CLOSERS + _OPENING + _CLOSING)
_SIGN = rf"(?<![0-9])[.,]|[.,](?![0-9])|(?![.,])[{_ALL}]"
_LATIN = f"0-9A-Za-z{WORD}"
_SAID = f"0-9A-Za-z%℃?!{JAPANESE}{WORD}{''.join(BREAK_MARKS.values())}"
_UNSAID = rf"(?<![0-9])\.|\.(?![0-9])|[^.{_SAID}]"
_ROW = rf"(?:{WORD}[^{''.join(BREAK_MARKS.values())}{WORD}]{{0,8}}){{24}}"
_DECORATION = frozenset("※★☆●○■□◆◇▲△▼▽♪♫♥♡✓✔•◦*_`^~#=<>+©®™\\'\"")


def breathe_at_spaces(wording: Wording) -> Wording:
    """Make a breath of every space, but nothing of one that only sets Latin apart from its Japanese."""
    return rewrite(wording, r"\s+", lambda match: [Break(pause=_space_pause(match))])


def pause_at_signs(wording: Wording) -> Wording:
    """Make pauses of punctuation and brackets."""
    return rewrite(wording, _SIGN, _pauses)


def drop_unsaid(wording: Wording) -> Wording:
    """Make a breath of every character that nobody can say: emoji, foreign scripts, decoration."""
    return rewrite(
        wording, _UNSAID, lambda match: [Break(pause="breath", dropped=match[0] not in _DECORATION)]
    )


def breathe_in_long_rows(wording: Wording) -> Wording:
    """Breathe in a row of words without end: the analyser's time grows with the cube of its length."""
    rows = re.finditer(_ROW, wording.text)
    ends = (match.end() for match in rows)
    return replace_spans(wording, ((end - 1, end, [wording.atoms[end - 1], BREATH]) for end in ends))


def _around(match: re.Match[str]) -> tuple[str, str]:
    """Return the characters before and after a match; empty at the ends."""
    return match.string[: match.start()][-1:], match.string[match.end() :][:1]


def _space_pause(match: re.Match[str]) -> Pause:
    before, after = _around(match)
    if re.match(f"[{_LATIN}]", before) and re.match(f"[{_LATIN}{HIRAGANA}]", after):
        return "none"
    if re.match(f"[{_LATIN}]", after) and re.match(f"[{KATAKANA}{KANJI}]", before):
        return "none"
    return "breath"


def _pauses(match: re.Match[str]) -> Sequence[Piece]:
    before, after = _around(match)
    sign = match[0]
    if sign in _STOPS:
        return [Break(pause="stop")]
    if sign in _COMMAS:
        return [Break(pause="comma")]
    if sign in _OPENERS or (sign in _CLOSERS + _CLOSING and re.match(f"[{HIRAGANA}]", after)):
        return [PARTED]
    if sign == "・" and re.fullmatch(
        f"[{KATAKANA}]{{2}}", before + after
    ):  # it parts a name: ジェフリー・ヒントン
        return [PARTED]
    return [Break(pause="breath")]
