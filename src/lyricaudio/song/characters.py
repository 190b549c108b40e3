"""The characters of Japanese, those that cannot be seen, and how a message names and shows them."""

from __future__ import annotations

import re
import unicodedata

from lyricaudio.messages import told
from lyricaudio.song.ideographs import HAN

HIRAGANA = "ぁ-ゖ"
KATAKANA = "ァ-ヺー"
KANJI = HAN + "〆"
JAPANESE = HIRAGANA + KATAKANA + KANJI
"""Each is the inside of a character class of `re`."""

HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\uffff\U000e0000-\U000e007f"
)
"""Control, zero-width, direction and broken characters (not tab and line feed), inside a class of `re`."""

_PICTURE = "\u00a9\u00ae\u203c-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"  # what emoji are made of
INVISIBLE = re.compile(
    f"(?!(?<=[{_PICTURE}\ufe0f])\u200d[{_PICTURE}]|(?<=\U0001f3f4)[\U000e0020-\U000e007f]+"
    f"|(?<=[\U000e0020-\U000e007e])[\U000e0020-\U000e007f])[{HIDDEN}]"
)
"""What no file may hold: what is hidden, but for that which makes one picture of several (👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿)."""

_ESCAPED = re.compile(f"[{HIDDEN}\t\n]")


def character(char: str) -> str:
    """Name a character: ``U+200B (zero width space)``."""
    name = unicodedata.name(char, "").lower() or told("a control or broken character")
    return f"U+{ord(char):04X} ({name})"


def visible(text: str, most: int = 30) -> str:
    """Quote a piece of a file for a message: one line, at most `most` characters of it, nothing hidden."""
    short = text if len(text) <= most else text[: most - 1] + "…"
    return told("'{text}'", text=_ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", short))
