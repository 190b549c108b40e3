"""The font of all pictures: Noto Sans CJK in its Japanese shapes, in any weight and size."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from PIL import ImageFont

from lyricaudio.release.texts.cleantext import one_line

BOLD, MEDIUM = 800, 500
"""Weights."""

_NO_CHARACTER = "\U0010ffff"
_MEASURED_AT = 200  # pixels


@lru_cache(maxsize=16)
def font(weight: int, size: float) -> ImageFont.FreeTypeFont:
    """Return the font; `weight` is 100 to 900, `size` in pixels."""
    collection = resources.files("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc"
    with resources.as_file(collection) as path:
        # The basic layout is the same on every machine; the other needs a library that may be missing.
        face = ImageFont.truetype(path, size, index=0, layout_engine=ImageFont.Layout.BASIC)
        face.set_variation_by_axes([weight])
    return face


def width(text: str, weight: int) -> float:
    """Return the advance of a text, in sizes of the font."""
    return font(weight, _MEASURED_AT).getlength(text) / _MEASURED_AT


def printable(text: str) -> str:
    """Return the text on one line, without the characters that the font would show as an empty box."""
    return "".join(filter(has_glyph, one_line(text)))


@lru_cache(maxsize=4096)
def has_glyph(character: str) -> bool:
    """Tell whether the font has a character."""
    face = font(BOLD, _MEASURED_AT)
    return bytes(face.getmask(character)) != bytes(face.getmask(_NO_CHARACTER))
