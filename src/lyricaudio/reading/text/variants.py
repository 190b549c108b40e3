"""Characters that are only another form of others: full-width letters, half-width kana, ㎏, Ⅱ, ½, ①, ŷ."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from string import ascii_letters

from lyricaudio.reading.text.kana import OLD_KANA, morae, parse_pronunciation
from lyricaudio.reading.text.letters import letter_name
from lyricaudio.reading.text.mathwords import HATS
from lyricaudio.reading.text.scripts import GREEK, LATIN
from lyricaudio.reading.text.wording import PARTED, Piece, Rule, SpokenForm, Wording, apply, spoken

_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_FORMS = {
    "　": " ",
    "￥": "¥",
    "〜": "~",
    "〰": "~",
    "‐": "-",
    "‑": "-",
    "－": "-",
    "﹣": "-",
    "−": "-",
    "˗": "-",
}
_HATS = sorted(HATS.keys() - {"\u0308"})  # two dots over a letter are rather an umlaut
_HATTED = "".join(
    composed
    for letter in ascii_letters
    for hat in _HATS
    if len(composed := unicodedata.normalize("NFC", letter + hat)) == 1
)


def fold_characters(wording: Wording) -> Wording:
    """Bring characters to the one form that the later steps know."""
    return apply(wording, _RULES)


def _compatible(match: re.Match[str]) -> Sequence[Piece]:
    return [unicodedata.normalize("NFKC", match[0])]


def _composed(match: re.Match[str]) -> Sequence[Piece]:
    return [unicodedata.normalize("NFC", match[0])]


def _lowered(match: re.Match[str]) -> Sequence[Piece]:
    """Write subscript characters the way formulas are typed."""
    return ["_{" + unicodedata.normalize("NFKC", match[0]) + "}"]


def _roman(match: re.Match[str]) -> Sequence[Piece]:
    return [str(_ROMAN.index(match[0].upper()) + 1)]


def _circled(match: re.Match[str]) -> Sequence[Piece]:
    """Say ① as マルイチ."""
    return [spoken("マル"), str(_CIRCLED.index(match[0]) + 1), PARTED]


def _hatted(match: re.Match[str]) -> Sequence[Piece]:
    """Say ŷ as ワイハット."""
    letter, hat = tuple(unicodedata.normalize("NFD", match[0]))
    name, said = letter_name(letter).kana, parse_pronunciation(HATS[hat])
    accent = len(morae(name)) + said.accent
    return [SpokenForm(kana=name + said.kana, accent=accent, source="rule", own_phrase=True)]


def _fraction(match: re.Match[str]) -> Sequence[Piece]:
    above, below = unicodedata.normalize("NFKC", match[0]).split("⁄")
    return [f"{below}分の{above or 1}"]


_RULES: tuple[Rule, ...] = (
    ("[\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\u00ad]", lambda match: []),  # what is not seen is not said
    ("[" + "".join(_FORMS) + "]", lambda match: [_FORMS[match[0]]]),
    ("[！-｝～]", lambda match: [chr(ord(match[0]) - 0xFEE0)]),  # full-width forms of ASCII
    ("[ｦ-ﾟ]+", _compatible),
    ("[ぁ-ヺ][\u3099\u309a]", _composed),
    ("[ヷヸヹヺ]", lambda match: [OLD_KANA[match[0]]]),
    (rf"(?<![{LATIN}])[{_HATTED}](?![{LATIN}])|[A-Za-z{GREEK}][{''.join(_HATS)}]", _hatted),
    (f"[{_ROMAN}{_ROMAN.lower()}]", _roman),
    (f"[{_CIRCLED}]", _circled),
    ("[¼-¾⅐-⅟]", _fraction),
    ("[₀-₎ₐ-ₜᵢᵣᵤᵥⱼ]+", _lowered),
    ("[㌀-㏿ﬀ-ﬆ\U0001d400-\U0001d7ff]", _compatible),
)
