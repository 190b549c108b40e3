"""The scripts a text is written in, each as the inside of a character class of `re`."""

from __future__ import annotations

LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"  # × and ÷ stand between
GREEK = "Α-ΡΣ-Ωα-ωϵϕϑµ"
DIGIT = "0-9"
HIRAGANA = "ぁ-ゖ"
KATAKANA = "ァ-ヺー"
KANJI = "㐀-鿿々〆"
JAPANESE = HIRAGANA + KATAKANA + KANJI
