"""The characters of Japanese, those that cannot be seen, and how a message names and shows them."""

from __future__ import annotations

import re
import unicodedata

HIRAGANA = "ぁ-ゖ"
KATAKANA = "ァ-ヺー"
KANJI = "㐀-鿿々〆"
JAPANESE = HIRAGANA + KATAKANA + KANJI
"""Each is the inside of a character class of `re`."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\uffff\U000e0000-\U000e007f]"
)
"""What no file may hold: control, zero-width, direction and broken characters (tab and line feed aside)."""

_ESCAPED = re.compile(INVISIBLE.pattern[:-1] + "\t\n]")


def character(char: str) -> str:
    """Name a character: ``U+200B (zero width space)``."""
    return f"U+{ord(char):04X} ({unicodedata.name(char, 'a control or broken character').lower()})"


def visible(text: str, most: int = 30) -> str:
    """Quote a piece of a file for a message: one line, at most `most` characters of it, nothing hidden."""
    short = text if len(text) <= most else text[: most - 1] + "…"
    return "'" + _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", short) + "'"
