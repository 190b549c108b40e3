"""A pen for diagrams: it draws in pixels with soft edges, and makes a PNG of few colours."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from lyricaudio.audio.spectrogram import Levels
from lyricaudio.release.pictures.font import MEDIUM, font
from lyricaudio.release.pictures.palette import Colour

_OVERSAMPLING = 2  # Pillow's figures have hard edges
_EDGE_STEPS = 6

PixelPoint = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shades:
    """Levels as shades.

    Attributes
    ----------
    levels
        Shape (rows, columns): 0 to 1.
    count
        How many shades there are, at least 2.
    ramp
        Colours at even distances, from the lowest to the highest level.
    """

    levels: Levels
    count: int
    ramp: Sequence[Colour]

    @property
    def colours(self) -> list[Colour]:
        """The shades, the lowest first."""
        return [self._shade(number / (self.count - 1)) for number in range(self.count)]

    def numbers(self) -> bytes:
        """Return the number of each pixel's shade, row by row."""
        return ((self.count - 1) * self.levels).round().astype("uint8").tobytes()

    def _shade(self, level: float) -> Colour:
        at = level * (len(self.ramp) - 1)
        first = min(int(at), len(self.ramp) - 2)
        return _between(self.ramp[first], self.ramp[first + 1], at - first)


class Pen:
    """Draws on a picture of `size` pixels; all lengths are in pixels, from its top left corner."""

    def __init__(self, size: tuple[int, int], ground: Colour, ink: Colour) -> None:
        large = (size[0] * _OVERSAMPLING, size[1] * _OVERSAMPLING)
        self._picture = Image.new("RGB", large, ground)
        self._draw = ImageDraw.Draw(self._picture)
        self._ink = ink

    def line(self, points: Sequence[PixelPoint], colour: Colour, thickness: float = 1) -> None:
        """Draw a line through points."""
        scaled = [(x * _OVERSAMPLING, y * _OVERSAMPLING) for x, y in points]
        self._draw.line(scaled, colour, max(1, round(thickness * _OVERSAMPLING)), joint="curve")

    def upright(self, x: float, top: float, bottom: float, colour: Colour, thickness: float = 1) -> None:
        """Draw a line from top to bottom."""
        self.line([(x, top), (x, bottom)], colour, thickness)

    def box(self, edges: tuple[float, float, float, float], colour: Colour, radius: float = 0) -> None:
        """Fill a box, given its left, top, right and bottom."""
        scaled = tuple(edge * _OVERSAMPLING for edge in edges)
        self._draw.rounded_rectangle(scaled, radius * _OVERSAMPLING, fill=colour)

    def text(
        self,
        at: PixelPoint,
        text: str,
        size: float,
        colour: Colour | None = None,
        *,
        weight: int = MEDIUM,
        anchor: str = "ls",
    ) -> None:
        """Write a line of text; what of it stands at the point is Pillow's `anchor`."""
        scaled = (at[0] * _OVERSAMPLING, at[1] * _OVERSAMPLING)
        self._draw.text(scaled, text, colour or self._ink, font(weight, size * _OVERSAMPLING), anchor)

    def shades(self, at: tuple[int, int], shades: Shades) -> None:
        """Draw shades, a pixel each."""
        rows, columns = shades.levels.shape
        picture = Image.frombytes("P", (columns, rows), shades.numbers())
        picture.putpalette(_channels(shades.colours))
        scaled = picture.convert("RGB").resize(
            (columns * _OVERSAMPLING, rows * _OVERSAMPLING), Image.Resampling.NEAREST
        )
        self._picture.paste(scaled, (at[0] * _OVERSAMPLING, at[1] * _OVERSAMPLING))

    def png(self, colours: Iterable[Colour]) -> bytes:
        """Return the picture in up to 256 colours, each pixel in the nearest."""
        palette = Image.new("P", (1, 1))
        palette.putpalette(_channels(colours))
        file = io.BytesIO()
        few = self._picture.reduce(_OVERSAMPLING).quantize(palette=palette, dither=Image.Dither.NONE)
        few.save(file, "PNG", optimize=True)
        return file.getvalue()


def soft_edges(pairs: Iterable[tuple[Colour, Colour]]) -> list[Colour]:
    """Return the colours along soft edges, given which colour is drawn on which: (below, above)."""
    shares = [step / _EDGE_STEPS for step in range(1, _EDGE_STEPS + 1)]
    return [_between(below, above, share) for below, above in pairs for share in shares]


def _channels(colours: Iterable[Colour]) -> list[int]:
    return [channel for colour in colours for channel in colour]


def _between(one: Colour, other: Colour, share: float) -> Colour:
    """Mix two colours."""
    red, green, blue = (
        round(before + share * (after - before)) for before, after in zip(one, other, strict=True)
    )
    return red, green, blue
