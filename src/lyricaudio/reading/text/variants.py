"""Characters that are only another form of others: full-width letters, half-width kana, ㎏, Ⅱ, ½, ①, ŷ."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from string import ascii_letters

from lyricaudio.reading.text.kana import OLD_KANA, morae, parse_pronunciation
from lyricaudio.reading.text.letters import letter_name
from lyricaudio.reading.text.mathwords import HATS
from lyricaudio.reading.text.scripts import GREEK, HIRAGANA, JAPANESE, KANJI, KATAKANA, LATIN
from lyricaudio.reading.text.wording import (
    PARTED,
    Piece,
    Rule,
    SpokenForm,
    Wording,
    apply,
    replace_spans,
    spoken,
)
from lyricaudio.song.folding import OTHER_FORMS, one_form

_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NEVER_TSU = "[あなよ行従伴係失限払負補扱違至]"
"""What no つ follows in today's spelling: in older statutes it is a small one, as in なつた and 従つて."""

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
_SUM = re.compile(
    rf"[(（](?=[^()（）]*[{JAPANESE}])[^()（）]*(?:[+＋×÷−－]|(?<![{KATAKANA}])-)[^()（）]*[)）]"
)
_SLASH_BEFORE = re.compile(rf"(?<=[{JAPANESE})）])[ 　]?[/／][ 　]?$")
_SLASH_BEHIND = re.compile(rf"[ 　]?[/／][ 　]?(?=[{JAPANESE}(（])")
_MINUS = re.compile(rf"(?<=[{JAPANESE}0-9])[ 　]?[−－-][ 　]?(?=[{JAPANESE}])")
_AMOUNTS = "数率値量額差和費用価上益高"
_AMOUNT = f"[^()（） 　]*[{_AMOUNTS}]"
_AMOUNT_ENDS = f"{_AMOUNTS}入出本金税債産間後前庫"
_DIFFERENCE = re.compile(rf"[(（](?:{_AMOUNT} [−－-] [^()（） 　]+|[^()（） 　]+ [−－-] {_AMOUNT})[)）]")
_CAPITALS_BEFORE = re.compile("(?<![A-Za-zＡ-Ｚａ-ｚ0-9０-９])[A-ZＡ-Ｚ]{1,4}$")
_CAPITALS_BEHIND = re.compile("[A-ZＡ-Ｚ]{1,4}(?![A-Za-zＡ-Ｚａ-ｚ0-9０-９])")
_IS_VALUE = re.compile("(?:の値)?が(?:負|正の|マイナス|プラス)")
_IS_EQUAL = re.compile("[A-ZＡ-Ｚ]{2,4} ?[=＝] ?$")
_HATS = sorted(HATS.keys() - {"\u0308"})  # two dots over a letter are rather an umlaut
_HATTED = "".join(
    composed
    for letter in ascii_letters
    for hat in _HATS
    if len(composed := unicodedata.normalize("NFC", letter + hat)) == 1
)
ELEMENTS = "Al|Br|Ca|Cl|Cu|Fe|He|Li|Mg|Mn|Na|Si|Zn|[CFHIKNOPS]"
"""Symbols of what substances are made of."""


def fold_characters(wording: Wording) -> Wording:
    """Bring characters to the one form that the later steps know."""
    return apply(replace_spans(wording, _operators(wording.text)), _RULES)


def _compatible(match: re.Match[str]) -> Sequence[Piece]:
    return [unicodedata.normalize("NFKC", match[0])]


def _lowered(match: re.Match[str]) -> Sequence[Piece]:
    """Write subscript characters the way formulas are typed."""
    return ["_{" + unicodedata.normalize("NFKC", match[0]) + "}"]


def _repeated(match: re.Match[str]) -> Sequence[Piece]:
    """Write out a mark that repeats a kana, without or with voice: こゝろ is こころ, いすゞ いすず."""
    plain = unicodedata.normalize("NFD", match["kana"])[:1]
    return [unicodedata.normalize("NFC", f"{plain}\u3099") if match["mark"] in "ゞヾ" else plain]


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


def _minus(match: re.Match[str]) -> Sequence[Piece] | None:
    """Say minus between words: for a sign that is no hyphen, in an equation, or behind a measure."""
    is_minus = match[0].strip() == "−" and not re.search(
        f"[{KATAKANA}]", f"{match['before']}{match['after']}"
    )
    if is_minus or match["measure"] or re.search("[=＝]", match.string):
        return [spoken("マ'イナス")]
    return None


def _between_names(match: re.Match[str]) -> Sequence[Piece] | None:
    """Say minus between capitals: where only a value can be, or between letters for a sign that is no hyphen.

    CD－ROM and TF-IDF are names, and [A－Z] is a range.
    """
    before = _CAPITALS_BEFORE.search(match.string, 0, match.start())
    behind = _CAPITALS_BEHIND.match(match.string, match.end())
    if before is None or behind is None or (before[0], behind[0]) in (("A", "Z"), ("Ａ", "Ｚ")):
        return None
    are_letters = len(before[0]) == len(behind[0]) == 1 and match[0] == "－"
    is_equal = _IS_EQUAL.search(match.string, 0, before.start())
    is_value = is_equal or _IS_VALUE.match(match.string, behind.end())
    return [spoken("マ'イナス")] if match[0] == "−" or are_letters or is_value else None


def _operators(text: str) -> Iterator[tuple[int, int, Sequence[Piece]]]:
    """Find what divides and subtracts words in brackets: 費用/(1-率), (売上 - 費用)."""
    found: dict[tuple[int, int], str] = {}
    for bracket in _SUM.finditer(text):
        before, behind = (
            _SLASH_BEFORE.search(text[: bracket.start()]),
            _SLASH_BEHIND.match(text, bracket.end()),
        )
        slashes = [slash.span() for slash in (before, behind) if slash]
        found |= dict.fromkeys(slashes, "ワル")
        if slashes or _DIFFERENCE.fullmatch(bracket[0]):
            found |= {minus.span(): "マ'イナス" for minus in _MINUS.finditer(text, *bracket.span())}
    return ((start, stop, [spoken(kana)]) for (start, stop), kana in sorted(found.items()))


def _charge(match: re.Match[str]) -> Sequence[Piece]:
    """Say how an ion is charged: Ca²⁺ and HCO₃⁻."""
    count = {"²": "ニ", "³": "サン"}.get(match["count"] or "")
    sign = spoken("プ'ラス" if match["sign"] == "⁺" else "マ'イナス")
    return [spoken(count), sign] if count else [sign]


_RULES: tuple[Rule, ...] = (
    (OTHER_FORMS, lambda match: [one_form(match[0])]),
    (f"(?<=[{JAPANESE}])．(?=[0-9０-９])", lambda match: ["。"]),  # as some write 。, and no .5
    (f"(?<=(?P<kana>[{HIRAGANA}{KATAKANA}]))(?P<mark>[ゝゞヽヾ])", _repeated),
    (
        rf"(?:(?<=も)|(?<={_NEVER_TSU}))つ(?=て)|(?<={_NEVER_TSU})つ(?=た(?:[、。」者後の場と時も日がは]|$))",
        lambda match: ["っ"],
    ),
    (f"(?<=[{JAPANESE})）」][ 　])ー(?=[ 　][{JAPANESE}(（「])", lambda match: ["−"]),
    (rf"(?<=[⁺⁻])[-‐‑](?=[{LATIN}{KATAKANA}])", lambda match: [PARTED]),  # Na⁺-K⁺ポンプ
    (r"(?:(?<=[A-Za-z])(?P<count>[²³])|(?<=[₀-₉]))(?P<sign>[⁺⁻])", _charge),
    (r"(?<![0-9A-Za-z)\]])−(?=[A-Z]{2})", lambda match: [spoken("マ'イナス")]),  # −ELBO
    (
        rf"(?:(?<=(?P<before>[{JAPANESE}0-9)）」]))[ 　]?[−－-][ 　]?(?=(?P<after>[{JAPANESE}(（「]))"
        r"|(?<=(?P<measure>[数率値量額差和]))(?:[−－-]|[ 　][−－-][ 　])(?=[0-9０-９]))",
        _minus,
    ),
    (
        r"(?<=[数率値量額高価])[ 　][−－-][ 　]"
        r"(?=[^、。()（） 　]{1,8}[数率値量額高価](?:[」』)）、。=＝をはが]|$))",
        lambda match: [spoken("マ'イナス")],
    ),
    (
        rf"(?<=[{_AMOUNT_ENDS}])－(?=[{KANJI}]{{0,9}}[{_AMOUNT_ENDS}](?![{KANJI}]))",
        lambda match: [spoken("マ'イナス")],
    ),
    ("(?<=[A-ZＡ-Ｚ])[−－-](?=[A-ZＡ-Ｚ])", _between_names),
    (f"[―—–─][＞>]|(?<![{KATAKANA}ー])ー[＞>]", lambda match: ["→"]),
    ("[\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\u00ad]", lambda match: []),  # what is not seen is not said
    ("[" + "".join(_FORMS) + "]", lambda match: [_FORMS[match[0]]]),
    ("[！-｝～]", lambda match: [chr(ord(match[0]) - 0xFEE0)]),  # full-width forms of ASCII
    ("[ヷヸヹヺ]", lambda match: [OLD_KANA[match[0]]]),
    (rf"(?<![{LATIN}])[{_HATTED}](?![{LATIN}])|[A-Za-z{GREEK}][{''.join(_HATS)}]", _hatted),
    (r"χ(?:²|\^2)", lambda match: [spoken("カイニジョー")]),
    (f"(?<=[{KATAKANA}ー])[ⅡⅢ]", _compatible),  # said in English there, as letters are
    (f"[{_ROMAN}{_ROMAN.lower()}]", _roman),
    (f"[{_CIRCLED}]", _circled),
    ("[¼-¾⅐-⅟]", _fraction),
    (
        rf"(?<![{LATIN}])(?:(?=[A-Za-z]{{1,4}}[₀-₉])(?:(?:{ELEMENTS})[₀-₉]*){{2,}}|[HNO]₂)(?![{LATIN}₀-₎ₐ-ₜ])",
        _compatible,  # CO₂ is a name, and no formula of mathematics
    ),
    ("[₀-₎ₐ-ₜᵢᵣᵤᵥⱼ]+", _lowered),
    ("[㌀-㏿ﬀ-ﬆ\U0001d400-\U0001d7ff]", _compatible),
)
