"""How letters are called, Latin and Greek, how a row of them is spelled, and what digits are in English."""

from __future__ import annotations

from collections.abc import Iterable

from lyricaudio.reading.text.kana import Pronunciation, morae, parse_pronunciation

_NAMES = {
    "A": "エー", "B": "ビー", "C": "シー", "D": "ディー", "E": "イー", "F": "エフ", "G": "ジー",
    "H": "エイチ", "I": "アイ", "J": "ジェー", "K": "ケー", "L": "エル", "M": "エム", "N": "エヌ",
    "O": "オー", "P": "ピー", "Q": "キュー", "R": "アール", "S": "エス", "T": "ティー", "U": "ユー",
    "V": "ブイ", "W": "ダブリュー", "X": "エックス", "Y": "ワイ", "Z": "ゼット",
    "Α": "アルファ", "Β": "ベータ", "Γ": "ガンマ", "Δ": "デルタ", "Ε": "イプシロン", "Ζ": "ゼータ",
    "Η": "イータ", "Θ": "シータ", "Ι": "イオタ", "Κ": "カッパ", "Λ": "ラムダ", "Μ": "ミュー",
    "Ν": "ニュー", "Ξ": "クサイ", "Ο": "オミクロン", "Π": "パイ", "Ρ": "ロー", "Σ": "シグマ",
    "Τ": "タウ", "Υ": "ウプシロン", "Φ": "ファイ", "Χ": "カイ", "Ψ": "プサイ", "Ω": "オメガ",
}  # fmt: skip
_VARIANTS = {"ς": "Σ", "ϵ": "Ε", "ϕ": "Φ", "ϑ": "Θ", "µ": "Μ", "ℓ": "L"}

ENGLISH_DIGITS = (
    "ゼ'ロ", "ワ'ン", "ツ'ー", "スリ'ー", "フォ'ー",
    "ファ'イブ", "シ'ックス", "セ'ブン", "エ'イト", "ナ'イン",
)  # fmt: skip
"""Digits in names that are English."""


def letter_name(letter: str) -> Pronunciation:
    """Return what a Latin or Greek letter is called; all have their accent on the first mora.

    Raises
    ------
    KeyError
        For any other character.
    """
    return Pronunciation(kana=_NAMES[_VARIANTS.get(letter) or letter.upper()], accent=1)


def spelled(letters: Iterable[str]) -> Pronunciation:
    """Spell letters, and digits in English, one by one: as one word, with the accent of the last."""
    *firsts, last = map(_called, letters)
    before = "".join(name.kana for name in firsts)
    return Pronunciation(kana=before + last.kana, accent=len(morae(before)) + last.accent)


def _called(sign: str) -> Pronunciation:
    return parse_pronunciation(ENGLISH_DIGITS[int(sign)]) if sign.isdigit() else letter_name(sign)
