"""Kana as sound: morae, accent marks, and from spelling to pronunciation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_MORA = re.compile(r"[ァ-ヺ][ァィゥェォャュョヮ]?|ー")
OLD_KANA = {"ヷ": "ヴァ", "ヸ": "ヴィ", "ヹ": "ヴェ", "ヺ": "ヴォ"}
"""Katakana that the analyser does not know, and the same sounds as it knows them."""

_TO_KATAKANA = str.maketrans(
    {chr(code): chr(code + 0x60) for code in range(ord("ぁ"), ord("ゖ") + 1)} | OLD_KANA
)
_SAME_SOUND = str.maketrans("ヲヅヂヰヱヵヶ", "オズジイエカケ")
_LONG_O = re.compile(r"(?<=[オコソトノホモヨロゴゾドボポョ])ウ")
_LONG_U = re.compile(r"(?<=[ウクスツヌフムユルグズブプュゥ])ウ")
_LONG_E = re.compile(r"(?<=[エケセテネヘメレゲゼデベペェ])イ")
_VOWELS = {
    "ア": "アカサタナハマヤラワガザダバパャァヮ", "イ": "イキシチニヒミリギジヂビピィ",
    "ウ": "ウクスツヌフムユルグズヅブプュゥヴ", "エ": "エケセテネヘメレゲゼデベペェ",
    "オ": "オコソトノホモヨロヲゴゾドボポョォ",
}  # fmt: skip
_UNACCENTED = "ーンッ"  # they carry no accent: it falls one mora earlier


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronunciation:
    """How a word is said: katakana, and the number of the mora after which the pitch falls (0 is flat)."""

    kana: str
    accent: int = 0


def katakana(text: str) -> str:
    """Turn hiragana, half-width and old katakana into katakana; leave all else."""
    return unicodedata.normalize("NFKC", text).translate(_TO_KATAKANA)


def morae(kana: str) -> tuple[str, ...]:
    """Split katakana into morae: キャ is one; ッ, ン and ー are one each.

    Raises
    ------
    ValueError
        When there is something else than katakana.
    """
    found = tuple(_MORA.findall(kana))
    if "".join(found) != kana:
        raise ValueError(f"'{kana}' is not all katakana")
    return found


def parse_pronunciation(marked: str) -> Pronunciation:
    """Read ``シーエヌエ'ヌ``: kana with ``'`` after the mora where the pitch falls; without it, flat.

    Raises
    ------
    ValueError
        When it is empty or not kana, or has more than one ``'`` or one at the start.
    """
    head, mark, tail = katakana(marked).partition("'")
    if not head or "'" in tail:
        raise ValueError(f"'{marked}' needs kana with at most one ' after a mora")
    accent = len(morae(head)) if mark else 0
    return Pronunciation(kana="".join((*morae(head), *morae(tail))), accent=accent)


def pronounced(kana: str, *, verb: bool = False) -> str:
    """Turn spelling into sound: コウバイ into コーバイ, テイギ into テーギ, ツヅク into ツズク.

    A verb's last ウ is a sound of its own (追う is オウ); `verb` keeps it.
    """
    text = katakana(kana).translate(_SAME_SOUND)
    kept = text[-1:] if verb and text.endswith("ウ") else ""
    body = text.removesuffix(kept)
    return _LONG_E.sub("ー", _LONG_U.sub("ー", _LONG_O.sub("ー", body))) + kept


def sounds(kana: str) -> str:
    """Write katakana as it sounds, one way for all spellings: ー as the vowel before it, テイ as テエ."""
    found: list[str] = []
    vowel = ""
    for character in pronounced(kana):
        if character == "ー" and vowel:
            found.append(vowel)
            continue
        vowel = next((name for name, row in _VOWELS.items() if character in row), "")
        found.append(character)
    return "".join(found).replace("イウ", "ユウ")


def voiceless(kana: str) -> str:
    """Take the voice from the first sound, which a word takes on inside a compound: バコ is ハコ."""
    return unicodedata.normalize("NFD", kana[:1])[:1] + kana[1:]


def loanword_accent(kana: str) -> int:
    """Guess a loanword's accent: the third mora from the end, one earlier on ー, ン or ッ."""
    parts = morae(kana)
    place = max(1, len(parts) - 2)
    while place > 1 and parts[place - 1] in _UNACCENTED:
        place -= 1
    return place
