"""Colours that go together, from one number: hues in OKLCH, where equal steps look equal.

Formulas: B. Ottosson, "A perceptual color space for image processing" (2020); contrast as in WCAG 2.2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Colour = tuple[int, int, int]
"""sRGB, each channel 0 to 255."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of a picture: a ground from top to bottom, its text, and four tones for the drawing."""

    top: Colour
    bottom: Colour
    text: Colour
    faint: Colour
    main: Colour
    second: Colour
    accent: Colour


_Lch = tuple[float, float, float]  # lightness 0 to 1, chroma 0 to about 0.3, degrees from the seed's hue

SCHEMES: dict[str, dict[str, _Lch]] = {
    "night": {
        "top": (0.20, 0.06, 0),
        "bottom": (0.29, 0.09, 25),
        "text": (0.98, 0.01, 0),
        "faint": (0.37, 0.09, 10),
        "main": (0.60, 0.16, 10),
        "second": (0.77, 0.14, 55),
        "accent": (0.86, 0.17, 170),
    },
    "paper": {
        "top": (0.97, 0.02, 60),
        "bottom": (0.93, 0.04, 30),
        "text": (0.26, 0.09, 0),
        "faint": (0.87, 0.06, 20),
        "main": (0.68, 0.15, 0),
        "second": (0.48, 0.17, 330),
        "accent": (0.66, 0.22, 150),
    },
    "vivid": {
        "top": (0.50, 0.19, 0),
        "bottom": (0.40, 0.17, 335),
        "text": (0.99, 0.01, 0),
        "faint": (0.56, 0.17, 0),
        "main": (0.72, 0.15, 20),
        "second": (0.87, 0.09, 40),
        "accent": (0.90, 0.18, 160),
    },
}
"""Ways to spread a picture's colours around one hue."""


def make_palette(scheme: str, hue_deg: float) -> Palette:
    """Return the palette of a scheme around a hue, in degrees."""
    return Palette(
        **{
            role: _srgb(lightness, chroma, _clean(hue_deg + offset_deg, lightness))
            for role, (lightness, chroma, offset_deg) in SCHEMES[scheme].items()
        }
    )


def _clean(hue_deg: float, lightness: float) -> float:
    """Return the hue, or the nearest beside ochre and olive: yellow looks dirty unless it is light."""
    hue_deg %= 360
    if lightness > 0.75 or not 60 < hue_deg < 135:
        return hue_deg
    return 60 if hue_deg < 95 else 135


def contrast(one: Colour, other: Colour) -> float:
    """Return the WCAG contrast ratio of two colours, 1 to 21.

    ``(L_lighter + 0.05) / (L_darker + 0.05)`` with the relative luminance L.
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    """Return the relative luminance, 0 to 1."""
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    """Undo the sRGB transfer curve."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _companded(channel: float) -> float:
    """Apply the sRGB transfer curve."""
    return 12.92 * channel if channel <= 0.0031308 else float(1.055 * channel ** (1 / 2.4) - 0.055)


def _srgb(lightness: float, chroma: float, hue_deg: float) -> Colour:
    """Convert OKLCH to sRGB, with as much of the chroma as a screen can show."""
    channels = _linear_rgb(lightness, chroma, hue_deg)
    while not all(-1e-4 <= channel <= 1.0001 for channel in channels):
        chroma *= 0.97
        channels = _linear_rgb(lightness, chroma, hue_deg)
    red, green, blue = (round(255 * _companded(min(max(channel, 0.0), 1.0))) for channel in channels)
    return red, green, blue


def _linear_rgb(lightness: float, chroma: float, hue_deg: float) -> tuple[float, float, float]:
    """Convert OKLCH to linear sRGB; a channel beyond 0 to 1 cannot be shown."""
    a, b = chroma * math.cos(math.radians(hue_deg)), chroma * math.sin(math.radians(hue_deg))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
