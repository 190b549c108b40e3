"""Roman numerals typed with letters, told from names by what stands beside them: 第II種, ステージIV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lyricaudio.reading.text.letters import ENGLISH_DIGITS
from lyricaudio.reading.text.scripts import JAPANESE, KATAKANA, LATIN
from lyricaudio.reading.text.wording import WORD, Piece, Rule, Wording, apply, spoken

_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

_ANY = "(?:XI{1,2}|I{1,3}|IV|VI{0,3}|IX|X)"
_LONG = "(?:I{2,3}|IV|VI{1,3}|IX|XI{1,2})"
_PLAIN = "(?:I{2,3}|VI{2,3}|XI{2})"  # hardly ever anything else; IV, VI and IX are names of other things, too
_FREE = rf"(?<![{LATIN}0-9.\-])"
_FREE_END = rf"(?![{LATIN}0-9/])"
_COUNTED = (
    "(?:[級型群章節]|種(?!類)|類(?![似推])|期(?![待間限])|度(?!合)|世(?![代界])|因子|誘導|[相部編条層音])"
)
_SCHOOL = ("数学", "物理", "化学", "生物", "情報", "英語")
_LEVELS = ("タイプ", "クラス", "パート", "レベル", "ステージ", "グレード", "フェーズ", "フェイズ")
_ENGLISH_LEVELS = ("Part", "Angle", "Class", "Stage", "Grade", "Phase", "Level", "Chapter")


def _behind(words: Iterable[str]) -> str:
    return "(?:" + "|".join(f"(?<={word})" for word in words) + ")"


def count_in_roman(wording: Wording) -> Wording:
    """Turn Roman numerals into digits, or English words where such a word is before them."""
    return apply(wording, _RULES)


def _digits(match: re.Match[str]) -> Sequence[Piece]:
    return [str(_number(match[0]))]


def _listed(match: re.Match[str]) -> Sequence[Piece] | None:
    """Take I for a number in the company of II: I、II、III."""
    return _digits(match) if re.search(f"{_FREE}{_PLAIN}{_FREE_END}", match.string) else None


def _in_english(match: re.Match[str]) -> Sequence[Piece]:
    return [spoken(ENGLISH_DIGITS[_number(match["numeral"])])]


def _number(numeral: str) -> int:
    return _NUMERALS.index(numeral) + 1


_RULES: tuple[Rule, ...] = (
    (rf"(?<=第){_ANY}(?![{LATIN}])", _digits),
    (rf"{_FREE}{_LONG}(?={_COUNTED})", _digits),
    (rf"{_FREE}I(?={_COUNTED})(?!型[人鋼字]|[相部編条層音])", _digits),
    (rf"{_FREE}V(?={_COUNTED})(?![型期度節相部編条層音]|誘導)", _digits),
    (rf"^(?!X){_ANY}(?=\. ?[{JAPANESE}])", _digits),  # of a heading
    (rf"{_behind(_SCHOOL)}{_ANY}{_FREE_END}", _digits),
    (rf"(?:^|(?<=[(、,・/~と ])){_ANY}(?=[)、,・/~とや]|から)", _listed),
    (rf"{_behind(_LEVELS)} ?(?P<numeral>I{{1,3}}|IV|VI?){_FREE_END}", _in_english),
    (rf"{_behind(_ENGLISH_LEVELS)} (?P<numeral>I{{1,3}}|IV|VI?){_FREE_END}", _in_english),
    (rf"(?<=[{KATAKANA}ー])(?P<numeral>I{{2,3}}){_FREE_END}", _in_english),
    (rf"(?:(?<=[A-Z]{{2}})|(?<={WORD}))-(?P<numeral>I{{2,3}}|IV|VI?){_FREE_END}", _in_english),  # WAIS-III
    (rf"(?<![{LATIN}] ){_FREE}{_PLAIN}{_FREE_END}", _digits),
)
