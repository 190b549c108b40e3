"""File names that survive FAT, exFAT, NTFS, macOS, Android and cars, and stay readable.

Android and Linux limit a name to 255 *bytes*, Windows forbids nine characters and a few whole names, and
characters outside the Basic Multilingual Plane were mangled on FAT. Players that read a playlist's lines as
addresses (VLC) take `#` for the end of a name and `%` for an escape. What is forbidden becomes its full-width
look-alike, so that a person still reads the title.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

SHORTEST_LIMIT = 24
"""The least `max_bytes` that leaves room for some of the title beside the digest (bytes)."""

_FULL_WIDTH = {ord(sign): ord(sign) + 0xFEE0 for sign in '/\\:*?"<>|#%'}
_GETA = "〓"  # what Japanese printers set for a character that they lack
_NAMELESS = "無題"
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\.|$)", re.IGNORECASE)
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f]")


def safe_name(text: str, *, max_bytes: int = 200) -> str:
    """Return a name for a file or folder that says what `text` says.

    NFC, in the Basic Multilingual Plane, without control characters, without a dot or space at either end,
    never empty, never a name that Windows keeps for itself. A name that had to be cut ends in a space and
    eight digits of the whole text's SHA-256, so that two long titles with one beginning stay apart.

    Parameters
    ----------
    text
        A title, without an extension.
    max_bytes
        The most bytes of UTF-8 in the result, at least `SHORTEST_LIMIT`.

    Raises
    ------
    ValueError
        When `max_bytes` is smaller than that.
    """
    if max_bytes < SHORTEST_LIMIT:
        raise ValueError(f"max_bytes must be at least {SHORTEST_LIMIT}, got {max_bytes}")
    kept = "".join(map(_storable, unicodedata.normalize("NFC", text)))
    # Once more: what a dropped character held apart may compose now.
    name = unicodedata.normalize("NFC", " ".join(kept.split())).translate(_FULL_WIDTH).strip(" .")
    if _RESERVED.match(name):
        name = f"_{name}"
    return _cut(name or _NAMELESS, max_bytes)


def _storable(character: str) -> str:
    """Return what stands for one character of an NFC text; nothing when it has no shape of its own."""
    category = unicodedata.category(character)
    if character.isspace():
        return " "
    if category.startswith("C") or _VARIATION_SELECTORS.match(character):
        return ""
    if ord(character) > 0xFFFF:
        return _GETA if category.startswith("L") else ""
    return character


def _cut(name: str, max_bytes: int) -> str:
    """Shorten a name, not between a letter and its combining marks, and sign it with a digest."""
    data = name.encode("utf-8")
    if len(data) <= max_bytes:
        return name
    digest = hashlib.sha256(data).hexdigest()[:8]
    end = len(data[: max_bytes - len(digest) - 1].decode("utf-8", "ignore"))
    while end and unicodedata.combining(name[end]):
        end -= 1
    return f"{name[:end].rstrip(' .')} {digest}".strip(" .")
