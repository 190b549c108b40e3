"""Marks that are words: the circle and the cross of answers, blanks to fill in, signs that are spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

from lyricaudio.reading.text.scripts import HIRAGANA, JAPANESE, KANJI, KATAKANA
from lyricaudio.reading.text.wording import (
    BREATH,
    Piece,
    Rule,
    Wording,
    apply,
    rewrite,
    spoken,
    spoken_letter,
)

_CIRCLES, _CROSSES = "○◯〇", "×✕✖"
_LABEL = "(?P<label>(?P<letter>[A-Ea-eＡ-Ｅａ-ｅ])|[ア-オ①-⑳]|[0-9０-９]{1,2})"
_IN_COLUMNS = rf"^{_LABEL}(?:[ 　]+(?P<circle>[{_CIRCLES}])[ 　]+|　+(?P<cross>[{_CROSSES}])　+)"
"""An answer behind its label; between narrow spaces a cross may multiply."""

_BLANKS = {"×": "バツ", "✕": "バツ", "△": "サンカク", "□": "シカク"}
_CALLED = {
    "★": "ホシ", "☆": "ホシ", "⭐": "ホシ", "●": "クロマル", "◎": "ニジューマル", "△": "サンカク",
    "▲": "クロサンカク", "□": "シカク", "■": "クロシカク",
}  # fmt: skip
_SIGN = f"[{''.join(_CALLED)}]"


def answer_in_columns(wording: Wording) -> Wording:
    """Say the answer of a table's row, before characters are folded: c　×　肝の萎縮 is シー、バツ."""
    return rewrite(wording, _IN_COLUMNS, _answer)


def speak_marks(wording: Wording) -> Wording:
    """Say what stands for a word; what decorates is left."""
    return apply(wording, _RULES)


def _answer(match: re.Match[str]) -> Sequence[Piece]:
    letter = match["letter"]
    said = spoken_letter(normalize("NFKC", letter)) if letter else match["label"]
    return [said, BREATH, spoken("マル" if match["circle"] else "バツ"), BREATH]


def _blank(match: re.Match[str]) -> Sequence[Piece]:
    return [spoken(_BLANKS[match["sign"]] * len(match[0]))]


def _grade(match: re.Match[str]) -> Sequence[Piece]:
    return [spoken(_CALLED.get(match["grade"], "バツ"))]


def _called(match: re.Match[str]) -> Sequence[Piece]:
    return [spoken(_CALLED[match[0]])]


_RULES: tuple[Rule, ...] = (
    (rf"[{_CIRCLES}][{_CROSSES}]", lambda m: [spoken("マルバツ")]),
    (
        rf"[{_CIRCLES}⭕](?P<joint>[かとや])[{_CROSSES}❌]",
        lambda m: [spoken("マル"), m["joint"], spoken("バツ")],
    ),
    (rf"(?P<sign>[{''.join(_BLANKS)}])(?P=sign){{1,2}}(?=[{JAPANESE}])", _blank),
    (rf"(?:^|(?<=[。.:→] )|(?<=[。:→]))[{_CROSSES}](?= ?[「『{JAPANESE}])", lambda m: [spoken("バツ")]),
    (f"[{_CROSSES}](?=を(?:付|つけ|記|書))", lambda m: [spoken("バツ")]),
    (rf"(?<=[は=])(?P<grade>[◎△{_CROSSES}])(?=[でだとの、。:」)]|$)", _grade),
    (r"[★☆](?=[0-9])", lambda m: [spoken("ホシ")]),
    (rf"(?:^|(?<=[、。])){_SIGN}(?=を|[がの][{KANJI}])", _called),  # no word begins so
    (rf"(?<=[{KANJI}{KATAKANA}{HIRAGANA}]){_SIGN}(?=を|[がはのにでとも](?:[{KANJI}、]|$))", _called),
)
