"""The icon of the player page, for a home screen: lines of lyrics, the one that is heard lit up."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw

_GROUND = (45, 38, 92)
_DIM = (139, 130, 199)
_LIT = (255, 196, 87)
_SUNG = (255, 255, 255)

_THICK = 0.075
_LINES = (
    (0.34, ((0.28, 0.62, _DIM),)),
    (0.5, ((0.28, 0.56, _LIT), (0.56, 0.72, _SUNG))),
    (0.66, ((0.28, 0.50, _DIM),)),
)
"""Height, and strokes from left to right, in widths of the icon: all within what a round mask leaves."""

_OVERSAMPLING = 4  # Pillow's figures have hard edges


@cache
def draw_icon(size: int) -> bytes:
    """Draw a square icon of `size` pixels and return it as a PNG."""
    scale = size * _OVERSAMPLING
    picture = Image.new("RGB", (scale, scale), _GROUND)
    pen = ImageDraw.Draw(picture)
    radius = _THICK / 2 * scale
    for height, strokes in _LINES:
        for left, right, colour in reversed(strokes):
            start, end = (left * scale, height * scale), (right * scale, height * scale)
            pen.line((start, end), fill=colour, width=round(2 * radius))
            for point in (start, end):
                pen.circle(point, radius, fill=colour)
    file = io.BytesIO()
    picture.reduce(_OVERSAMPLING).save(file, "PNG", optimize=True)
    return file.getvalue()
