"""Punctuation, brackets and phrase spaces to pauses of graded weight; what nobody can say falls silent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lyricaudio.reading.model import Pause
from lyricaudio.reading.text.scripts import HIRAGANA, JAPANESE, KANJI, KATAKANA
from lyricaudio.reading.text.wording import (
    ALL_MARKS,
    BREATH,
    PARTED,
    WORD,
    Break,
    Piece,
    Wording,
    replace_spans,
    rewrite,
    spoken,
)

_STOPS, _COMMAS, _BREATHS = "。．.", "、，,;；:：…‥→⇒←↔⇔―—–─━", "/／・‧·|｜"
_OPENERS, _CLOSERS = "「『“‘\"'", "」』”’"
_OPENING, _CLOSING = "(（[［【〔〈《{｛", ")）]］】〕〉》}｝"
_ALL = re.escape(_STOPS + _COMMAS + _BREATHS + _OPENERS + _CLOSERS + _OPENING + _CLOSING)
_SIGN = (
    rf"(?<![0-9])[.,]|[.,](?![0-9])|(?![.,])[{_ALL}]"
    r"|(?<=[(\[][0-9]),(?=[0-9][,)\]])|(?<=,[0-9]),(?=[0-9][,)\]])"  # (1,0)
)
_LATIN = f"0-9A-Za-z{WORD}"
_SAID = f"0-9A-Za-z%℃?!{JAPANESE}{WORD}{ALL_MARKS}"
_FIRST = rf"^[{ALL_MARKS}?!]*[?!]"
_STROKES = "⺀-⿟㇀-㇣"  # parts of kanji, which are no words
_UNSAID = rf"(?<![0-9])\.|\.(?![0-9])|[^.{_SAID}]|[{_STROKES}]|(?<![{KANJI}])々+"  # which repeats nothing
_ENDS = "時上内側用版製型系層値的化外毎"
_ROW = rf"(?:{WORD}[^{ALL_MARKS}{WORD}]{{0,8}}){{24}}"
_TIGHT = (
    rf"(?<![0-9A-Za-z{WORD}./)+*=^\-])(?P<number>[0-9]+)\s+(?=[{KANJI}])"
    rf"|(?<=[{WORD}A-Za-z0-9])\s+(?=[{HIRAGANA}])"
    rf"|(?<=[{WORD}A-Za-z])\s+(?=[{_ENDS}](?:[{HIRAGANA}、。]|$))"  # build 時に
)
_CIRCLES = "○◯⭕"
_DECORATION = "│├└┌┐┘┤※★☆●■□◆◇▲△▼▽♪♫♥♡✓✔•◦*_`~#©®™\\'\""
_PICTURES = re.compile("[\u2b50\u2600-\u26ff\u2700-\u27bf\U0001f300-\U0001faff]")
_BEGINNING = f"(?![がはをにのもでとやへ])[{KANJI}{KATAKANA}{HIRAGANA}]"  # of a heading, but 🐱が is a cat
_ANSWERS, _RIGHT, _WRONG = "✔✖➕➖➗", "✅", "❌❎✗✘"
_SAYS_SO = re.compile(f"[{ALL_MARKS} 　]*(?:正し|正解|適切|誤り|誤答|不正解|不適切|間違|良い|悪い)")
"""Words that say what an answering sign does: ❌ 誤り."""

_HYPHENS = "-‐‑˗"
SILENT = frozenset(
    "".join((_STOPS, _COMMAS, _BREATHS, _OPENERS, _CLOSERS, _OPENING, _CLOSING))
    + "".join((_DECORATION, _CIRCLES, _HYPHENS, "?!"))
)
"""Signs that may fall silent without a word: pauses, brackets, decoration, hyphens; and their other forms."""


def breathe_at_spaces(wording: Wording) -> Wording:
    """Make a breath of every space, but nothing of one that only sets Latin or numbers apart."""
    tight = rewrite(wording, _TIGHT, lambda match: [match["number"] or ""])
    return rewrite(tight, r"\s+", lambda match: [Break(pause=_space_pause(match))])


def pause_at_signs(wording: Wording) -> Wording:
    """Make pauses of punctuation and brackets; a question's mark that begins a line asks nothing."""
    begun = rewrite(wording, _FIRST, lambda match: [Break(pause="stop")])
    return rewrite(begun, _SIGN, _pauses)


def drop_unsaid(wording: Wording) -> Wording:
    """Make a breath of every character that nobody can say: emoji, foreign scripts, decoration."""
    return rewrite(wording, _UNSAID, _unsaid)


def breathe_in_long_rows(wording: Wording) -> Wording:
    """Breathe in a row of words without end: the analyser's time grows with the cube of its length."""
    rows = re.finditer(_ROW, wording.text)
    ends = (match.end() for match in rows)
    return replace_spans(wording, ((end - 1, end, [wording.atoms[end - 1], BREATH]) for end in ends))


def _unsaid(match: re.Match[str]) -> Sequence[Piece]:
    """Say a circle that stands for a word, as in 第○条; at the start of a line it only marks an item.

    So does a check mark, but for one behind an answer. A cross is said, unless words beside it say the same:
    without it what is wrong would be taught.
    """
    if match.start() > 0 and (match[0] in _CIRCLES or (match[0] in _RIGHT and _is_last(match))):
        return [spoken("マル")]
    if match[0] in _WRONG and not _SAYS_SO.match(match.string, match.end()):
        return [spoken("バツ")]
    return [Break(pause="breath", dropped=match[0] not in _DECORATION + _CIRCLES and not _is_picture(match))]


def _is_last(match: re.Match[str]) -> bool:
    return re.fullmatch(f"[{ALL_MARKS} 　]*", match.string[match.end() :]) is not None


def _is_picture(match: re.Match[str]) -> bool:
    """Whether it is a picture by itself or before a heading: one inside a sentence stands for a word."""
    apart = f"[{ALL_MARKS}]?"
    before, after = _around(match)
    stands_apart = re.fullmatch(apart, before) and re.fullmatch(f"{apart}|{_BEGINNING}", after)
    is_open = match[0] in _ANSWERS and not _SAYS_SO.match(match.string, match.end())
    return stands_apart is not None and not is_open and _PICTURES.match(match[0]) is not None


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
    if sign in _CLOSERS + _CLOSING and re.fullmatch(f"[{WORD}{KATAKANA}{KANJI}][{HIRAGANA}]", before + after):
        return []
    if sign in _OPENERS or (sign in _CLOSERS + _CLOSING and re.match(f"[{HIRAGANA}]", after)):
        return [PARTED]
    if sign == "・" and re.fullmatch(
        f"[{KATAKANA}]{{2}}", before + after
    ):  # it parts a name: ジェフリー・ヒントン
        return [PARTED]
    return [Break(pause="breath", sign=_sign(sign))]


def _sign(sign: str) -> str:
    """Name the sign that the dictionaries know for one that is not a comma to them."""
    if sign in _OPENING:
        return "("
    return ")" if sign in _CLOSERS + _CLOSING else "・" * (sign == "・")
