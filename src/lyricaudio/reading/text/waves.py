"""What a wave says: から of a range, 約 before a number, nothing around a title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lyricaudio.reading.text.scripts import GREEK, KANJI, KATAKANA, LATIN
from lyricaudio.reading.text.wording import (
    BREAK_MARKS,
    BREATH,
    PARTED,
    WORD,
    Piece,
    Rule,
    Wording,
    apply,
    replace_spans,
    spoken,
)

_TITLE = re.compile(r"(?<![0-9])~(?=[^~]{2,60}~)[^~]*~(?=$|[ 、。」』)])")
_NOUN_END = rf"0-9%℃{LATIN}{GREEK}{WORD}{KATAKANA}{KANJI})」』"
_NOUN_START = rf"0-9{LATIN}{GREEK}{WORD}{KATAKANA}{KANJI}(「『"
_DEGREES = {
    "短": "タン", "低": "テー", "小": "ショー", "弱": "ジャク", "中": "チュー", "高": "コー", "長": "チョー",
    "大": "ダイ", "強": "キョー",
}  # fmt: skip
_DEGREE = f"[{''.join(_DEGREES)}]"


def speak_waves(wording: Wording) -> Wording:
    """Say the waves that are left when those between numbers are said."""
    return apply(replace_spans(wording, _titles(wording.text)), _RULES)


def _titles(text: str) -> Iterator[tuple[int, int, Sequence[Piece]]]:
    """Find a title between waves, which are no range: 要点 ~基礎編~."""
    for match in _TITLE.finditer(text):
        yield match.start(), match.start() + 1, [BREATH]
        yield match.end() - 1, match.end(), [BREATH]


def _degrees(match: re.Match[str]) -> Sequence[Piece]:
    """Say 短~中期 as it is said, and 低~高; the last is read with the word that it begins."""
    last = [match["high"], match["more"]] if match["more"] else [spoken(_DEGREES[match["high"]])]
    return [spoken(_DEGREES[match["low"]]), "から", *last]


_RULES: tuple[Rule, ...] = (
    (rf"(?<={BREAK_MARKS['none']}) ?~ ?(?={WORD})", lambda m: ["から"]),  # ①~③
    (rf"(?<=[{LATIN}{GREEK}]) ?~ ?(?=[{LATIN}]\()", lambda m: ["∼"]),  # X ~ N(0,1)
    (rf"(?<![{KANJI}])(?P<low>{_DEGREE})~(?P<high>{_DEGREE})(?P<more>[{KANJI}]?)", _degrees),
    (rf"(?<=[{_NOUN_END}]) ?~ ?(?=[{_NOUN_START}]|[+\-][0-9])", lambda m: ["から"]),
    (r"~(?=[0-9])", lambda m: ["約"]),
    (r"~+", lambda m: [PARTED]),
)
