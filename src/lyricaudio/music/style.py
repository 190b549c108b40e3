"""Styles: tempo, metre and drum patterns as data, one TOML file each in `styles/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from lyricaudio.errors import LyricAudioError

DEFAULT_STYLE = "electropop"
SLOTS_PER_BEAT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One bar of one drum: where it is hit, in beats from the bar line."""

    instrument: str
    hits_beats: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a song is accompanied.

    Attributes
    ----------
    bpm, bpm_range
        The tempo when a song gives none, and the tempi that suit the patterns, in beats a minute.
    beats_per_bar
        The metre.
    pattern, fill
        The drums of an ordinary bar, and of the bar before something new begins.
    """

    name: str
    summary: str
    bpm: float
    bpm_range: tuple[float, float]
    beats_per_bar: int
    pattern: tuple[Pattern, ...]
    fill: tuple[Pattern, ...]


def style_names() -> tuple[str, ...]:
    """Return the names of all styles, the default first."""
    names = sorted(
        path.name.removesuffix(".toml") for path in _folder().iterdir() if path.name.endswith(".toml")
    )
    return (DEFAULT_STYLE, *(name for name in names if name != DEFAULT_STYLE))


@cache
def load_style(name: str | None) -> Style:
    """Read a style by name; None is the default.

    Raises
    ------
    LyricAudioError
        When there is none of that name.
    """
    name = name or DEFAULT_STYLE
    if name not in style_names():
        raise LyricAudioError(f"there is no style '{name}'; choose one of {', '.join(style_names())}")
    data = tomllib.loads((_folder() / f"{name}.toml").read_text("utf-8"))
    swing = Fraction(str(data["swing"]))
    return Style(
        name=name,
        summary=data["summary"],
        bpm=float(data["bpm"]),
        bpm_range=(float(data["bpm_range"][0]), float(data["bpm_range"][1])),
        beats_per_bar=data["beats_per_bar"],
        pattern=_patterns(data["pattern"], swing),
        fill=_patterns(data["fill"], swing),
    )


def _folder() -> Traversable:
    return files("lyricaudio.music") / "styles"


def _patterns(rows: Mapping[str, str], swing: Fraction) -> tuple[Pattern, ...]:
    """Read rows such as ``x..x``: a slot is a sixteenth; an odd one comes later by `swing` slots."""
    return tuple(
        Pattern(
            instrument=instrument,
            hits_beats=tuple(
                (slot + swing * (slot % 2)) / SLOTS_PER_BEAT for slot, mark in enumerate(row) if mark == "x"
            ),
        )
        for instrument, row in rows.items()
    )
