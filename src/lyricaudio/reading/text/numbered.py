"""Numbers that name one of several things: 図3-2, No.27A, ステップ2: 3つの, pp. 3."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lyricaudio.reading.text.scripts import JAPANESE, LATIN
from lyricaudio.reading.text.wording import (
    BREATH,
    PARTED,
    WORD,
    Piece,
    Rule,
    Wording,
    apply,
    spoken,
    spoken_letter,
)

_HEADS = (
    "セクション|ステップ|パート|チャプター|レッスン|フェーズ|ケース|ルール|レベル|クイズ|タスク|ポイント|トピック|"
    "ユニット|モジュール|デイ|課題|手順|問題?|設問|例題?|演習|実験|図|表|式|Step|STEP|Section|Chapter|Part|"
    "Day|Lesson|Level|Case|Phase|Task|Week|Q"
)
"""What is numbered by a number that a colon may follow, while 縦横4:3 is a ratio."""


def speak_numbered(wording: Wording) -> Wording:
    """Say the letters, hyphens and colons behind numbers of figures, sections and steps."""
    return apply(wording, _RULES)


def _part(match: re.Match[str]) -> Sequence[Piece]:
    """Say 図3-2 as 図3の2."""
    return [match["whole"], "の", match["part"]]


def _lettered(match: re.Match[str]) -> Sequence[Piece]:
    """Say the A of 図27A as a letter, for it is no ampere."""
    return [match["number"], spoken_letter(match["letter"])]


_RULES: tuple[Rule, ...] = (
    (r"^(?P<whole>[0-9]{1,2})-(?P<part>[0-9]{1,2})(?=[.、 ]|節|章)", _part),  # 3-2. of a heading
    (r"^(?P<whole>[0-9]{1,2})-(?P<part>)(?=\([0-9]{1,2}\))", _part),  # 3-(2)
    (r"(?<=第)(?P<whole>[0-9]{1,2})-(?P<part>[0-9]{1,2})(?=節)", _part),
    (rf"(?<![{LATIN}.])pp?\. ?(?=[0-9])", lambda m: [spoken("ペ'ージ"), PARTED]),
    (
        r"(?<![A-Za-z0-9\-])(?P<whole>[A-WYZ][0-9]{1,2})-(?P<part>0[0-9]{1,2}|[0-9]{2,3})(?![0-9\-.])",
        _part,
    ),
    (
        rf"(?<![{LATIN}])(?:No\.?|no\.) ?(?P<number>[0-9]+)(?P<letter>[A-Z])(?![{LATIN}0-9])",
        lambda m: [spoken("ナ'ンバー"), *_lettered(m)],
    ),
    (rf"(?<![{LATIN}])(?:No\.?|no\.) ?(?=[0-9])", lambda m: [spoken("ナ'ンバー")]),
    (rf"(?<=[図表例問])(?P<number>[0-9]+)(?P<letter>[A-Z])(?![{LATIN}0-9])", _lettered),
    (r"(?<=[図表式例問章節])(?P<whole>[0-9]+)[\-.](?P<part>[0-9]+)(?![0-9.\-])", _part),
    (
        rf"(?<![{LATIN}{JAPANESE}{WORD}])(?P<label>(?:{_HEADS}) ?[0-9]{{1,2}}) ?: ?(?=[0-9]+[^0-9)、。])",
        lambda m: [m["label"], BREATH],
    ),
)
