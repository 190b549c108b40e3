"""Cover art, drawn from a title: a motif above, the title below, large enough for a list on a phone.

The seed decides motif and colours, so that what shares a seed looks like a series.
"""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Iterable
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from lyricaudio.release.pictures.font import BOLD, MEDIUM, font, printable, width
from lyricaudio.release.pictures.motif import MOTIFS, Disc, Figure
from lyricaudio.release.pictures.palette import SCHEMES, Colour, Palette, make_palette
from lyricaudio.release.pictures.typeset import LEADING, SetTitle, set_title

MOST_COVER_BYTES = 300_000
"""The cover is in every MP3, and phones and cars load it with the list."""

# Lengths are in widths of the picture.
_MARGIN = 0.08
_TITLE_HEIGHT = 0.5
_LARGEST = 0.34
_SUBTITLE = 0.042
_SUBTITLE_SPACE = 2.4 * _SUBTITLE
_FADE = 0.1  # over this height the motif vanishes above the title
_DESCENT = 0.12  # of an ideographic glyph below the baseline, in sizes of the font

_OVERSAMPLING = 2  # Pillow's figures have hard edges
_QUALITIES = range(92, 30, -6)

_KEPT = 16
"""So many are kept: episodes of an album share one, and whoever builds again (`watch`) asks for the same."""


@lru_cache(_KEPT)
def draw_cover(title: str, *, subtitle: str, seed: str, size: int = 1400) -> bytes:
    """Draw a square cover and return it as a baseline RGB JPEG of at most `MOST_COVER_BYTES`.

    The same arguments give the same picture. Characters that the font lacks are left out.

    Parameters
    ----------
    title
        Set in up to four lines, as large as they can be.
    subtitle
        One small line below it; may be empty.
    seed
        Decides motif and colours.
    size
        Width and height in pixels.
    """
    digest = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()
    chance = random.Random(digest)
    palette = make_palette(list(SCHEMES)[digest[0] % len(SCHEMES)], _hue_deg(chance.random()))
    setting = _set(title)
    end = _title_top(setting)
    ground = _ground(palette, size)
    figures = MOTIFS[digest[1] % len(MOTIFS)](chance, end - _FADE)
    picture = _with_figures(ground, figures, palette, end)
    _write_title(picture, setting, palette.text)
    _write_subtitle(picture, subtitle, palette.text)
    return _jpeg(picture)


def _hue_deg(part: float) -> float:
    """Return a hue for a number from 0 to 1; ochre and olive look dirty and are left out."""
    return 140.0 + 270.0 * part


def _set(title: str) -> SetTitle:
    """Break the title into lines that fill its place."""
    return set_title(
        printable(title),
        width_of=lambda character: width(character, BOLD),
        width=1 - 2 * _MARGIN,
        height=_TITLE_HEIGHT,
        largest=_LARGEST,
    )


def _baselines(setting: SetTitle) -> list[float]:
    """Return how far down the baseline of each line is; the last line stands above the subtitle."""
    last = 1 - _MARGIN - _SUBTITLE_SPACE - _DESCENT * setting.size
    return [last - LEADING * setting.size * lines for lines in reversed(range(len(setting.lines)))]


def _title_top(setting: SetTitle) -> float:
    """Return where the title begins."""
    return min(_baselines(setting), default=1 - _MARGIN) - (1 - _DESCENT) * setting.size


def _ground(palette: Palette, size: int) -> Image.Image:
    """Return the empty picture, shaded from the palette's top to its bottom."""
    top, bottom = (Image.new("RGB", (size, size), colour) for colour in (palette.top, palette.bottom))
    return Image.composite(
        bottom, top, Image.linear_gradient("L").resize((size, size), Image.Resampling.BILINEAR)
    )


def _with_figures(
    ground: Image.Image, figures: Iterable[Figure], palette: Palette, end: float
) -> Image.Image:
    """Return the ground with figures on it, which vanish towards `end`."""
    size = ground.width
    large = ground.resize((size * _OVERSAMPLING, size * _OVERSAMPLING), Image.Resampling.NEAREST)
    pen = ImageDraw.Draw(large)
    for figure in figures:
        _draw(pen, figure, getattr(palette, figure.tone), large.width)
    gradient = Image.linear_gradient("L").transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mask = Image.new("L", ground.size, 0)
    mask.paste(255, (0, 0, size, round((end - _FADE) * size)))
    mask.paste(gradient.resize((size, round(_FADE * size))), (0, round((end - _FADE) * size)))
    return Image.composite(large.reduce(_OVERSAMPLING), ground, mask)


def _draw(pen: ImageDraw.ImageDraw, figure: Figure, colour: Colour, scale: int) -> None:
    """Draw one figure."""
    if isinstance(figure, Disc):
        pen.circle(_pixels(figure.centre, scale), figure.radius * scale, fill=colour)
        return
    points = [_pixels(point, scale) for point in figure.points]
    width = max(1, round(figure.width * scale))
    pen.line(points, fill=colour, width=width, joint="curve")
    for point in (points[0], points[-1]):
        pen.circle(point, (width - 1) / 2, fill=colour)


def _pixels(point: tuple[float, float], scale: int) -> tuple[float, float]:
    """Convert widths of the picture to pixels."""
    return point[0] * scale, point[1] * scale


def _write_title(picture: Image.Image, setting: SetTitle, colour: Colour) -> None:
    """Write the lines of the title."""
    face = font(BOLD, setting.size * picture.width)
    for line, baseline in zip(setting.lines, _baselines(setting), strict=True):
        _write(picture, line, baseline, face, colour)


def _write_subtitle(picture: Image.Image, subtitle: str, colour: Colour) -> None:
    """Write the line below the title, smaller when it is long."""
    if text := printable(subtitle):
        size = min(_SUBTITLE, (1 - 2 * _MARGIN) / width(text, MEDIUM))
        _write(picture, text, 1 - _MARGIN, font(MEDIUM, size * picture.width), colour)


def _write(
    picture: Image.Image, text: str, baseline: float, face: ImageFont.FreeTypeFont, colour: Colour
) -> None:
    """Write one line so that its ink, of brackets too, begins at the margin."""
    ink = face.getmask(text).getbbox()
    at = (_MARGIN * picture.width - (ink[0] if ink else 0), baseline * picture.width)
    ImageDraw.Draw(picture).text(at, text, fill=colour, font=face, anchor="ls")


def _jpeg(picture: Image.Image) -> bytes:
    """Encode at the best quality that keeps within `MOST_COVER_BYTES`."""
    for quality in _QUALITIES:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality, subsampling=0, optimize=True)
        if file.tell() <= MOST_COVER_BYTES:
            break
    return file.getvalue()
