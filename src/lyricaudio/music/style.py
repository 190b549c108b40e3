"""Styles: how a song is accompanied, as data, one TOML file each in `styles/`.

A file says `summary`, `bpm`, `bpm_range`, `metre`, `swing` (0 to 0.5 of a sixteenth), `key`, `scale`,
`sidechain` (0 to 1), `verse_chords` and `hook_chords` (Roman numerals, one a bar), `levels` (instruments that
are not to sound at their natural level) and `play`: the patterns of every energy, and of fills.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal, get_args

from lyricaudio.errors import LyricAudioError
from lyricaudio.music import pattern
from lyricaudio.music.harmony import Chord, chord, pitch_class, scale_tones
from lyricaudio.music.instruments.names import DRUM_KEYS, PROGRAMS
from lyricaudio.music.metre import Metre, metre
from lyricaudio.music.pattern import Part, Row

DEFAULT_STYLE = "electropop"

Energy = Literal["rest", "intro", "break", "verse", "hook", "outro"]
"""What goes on in a bar: a gap left to the listener, the start, an explanation, lyrics, the hook, the end."""

ENERGIES: tuple[Energy, ...] = get_args(Energy)

_FILL = "fill"
_TEMPI = (40, 240)
_MOST_SWING = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a song is accompanied.

    Attributes
    ----------
    bpm, bpm_range
        The tempo when a song gives none, and the tempi that suit the patterns, in quarter notes a minute.
    swing
        By which part of a sixteenth the odd sixteenths come late.
    tonic, scale
        The key: a pitch class, and the name of a scale in `harmony.SCALES`.
    verse_chords, hook_chords
        Progressions in Roman numerals, a chord a bar.
    sidechain
        How far the kick pushes all else down: 0 not at all, 1 to silence.
    play
        The rows of each energy, in the order of `ENERGIES`.
    fill
        The drums of a whole bar that leads over.
    levels
        Factors on the velocity of instruments.
    """

    name: str
    summary: str
    bpm: float
    bpm_range: tuple[float, float]
    metre: Metre
    swing: Fraction
    tonic: int
    scale: str
    verse_chords: tuple[str, ...]
    hook_chords: tuple[str, ...]
    sidechain: float
    play: tuple[tuple[Row, ...], ...]
    fill: tuple[Row, ...]
    levels: tuple[tuple[str, float], ...]

    def rows(self, energy: Energy) -> tuple[Row, ...]:
        """Return what plays at an energy."""
        return self.play[ENERGIES.index(energy)]

    def level(self, instrument: str) -> float:
        """Return the factor on an instrument's velocity."""
        return dict(self.levels).get(instrument, 1.0)

    def chords(self, *, hook: bool) -> tuple[Chord, ...]:
        """Return the progression of the hook, or of everything else."""
        numerals = self.hook_chords if hook else self.verse_chords
        return tuple(chord(numeral, self.tonic) for numeral in numerals)

    def home(self) -> Chord:
        """Return the chord that everything comes to rest on."""
        return chord("i" if self.scale.startswith("minor") else "I", self.tonic)

    def scale_tones(self) -> tuple[int, ...]:
        """Return the pitch classes of the scale, the tonic first."""
        return scale_tones(self.tonic, self.scale)

    def in_metre(self, other: Metre) -> Style:
        """Return the style in another metre, its patterns derived from that metre's pulses."""
        if other == self.metre:
            return self
        play = tuple(tuple(pattern.in_metre(row, other, self.swing) for row in rows) for rows in self.play)
        fill = (pattern.fill_in(other, self.swing),) if self.fill else ()
        return replace(self, metre=other, play=play, fill=fill)


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
    return parse_style(name, (_folder() / f"{name}.toml").read_text("utf-8"))


def _folder() -> Traversable:
    return files("lyricaudio.music") / "styles"


_NUMBER = (int, float)
_FIELDS: dict[str, type | tuple[type, ...]] = {
    "summary": str,
    "bpm": _NUMBER,
    "bpm_range": list,
    "metre": str,
    "swing": _NUMBER,
    "key": str,
    "scale": str,
    "verse_chords": str,
    "hook_chords": str,
    "sidechain": _NUMBER,
    "levels": dict,
    "play": dict,
}
_INSTRUMENTS: dict[Part, tuple[str, ...]] = {
    "drums": tuple(DRUM_KEYS),
    "bass": tuple(PROGRAMS),
    "chords": tuple(PROGRAMS),
    "lead": tuple(PROGRAMS),
}


def parse_style(name: str, text: str) -> Style:
    """Read a style from TOML.

    Raises
    ------
    LyricAudioError
        When something is missing, unknown or out of its range: `style 'name': where: what; what to do`.
    """
    try:
        return _style(name, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise LyricAudioError(f"style '{name}': it is no TOML: {error}") from error
    except LyricAudioError as error:
        raise LyricAudioError(f"style '{name}': {error}") from error


def _style(name: str, data: Mapping[str, Any]) -> Style:
    _known(data, _FIELDS, "")
    for field in _FIELDS:
        value = data.get(field)
        if not isinstance(value, _FIELDS[field]) or isinstance(value, bool):
            raise LyricAudioError(f"{field} is missing or of the wrong kind; see the other styles")
    its_metre = metre(data["metre"])
    _between("swing", data["swing"], 0, _MOST_SWING)
    swing = Fraction(str(data["swing"]))
    _between("sidechain", data["sidechain"], 0, 1)
    tonic = pitch_class(data["key"])
    scale_tones(tonic, data["scale"])
    sections = data["play"]
    _known(sections, (*ENERGIES, _FILL), "play")
    rows = {part: _rows(sections.get(part, {}), part, its_metre, swing) for part in (*ENERGIES, _FILL)}
    return Style(
        name=name,
        summary=data["summary"],
        bpm=float(data["bpm"]),
        bpm_range=_tempi(data["bpm"], data["bpm_range"]),
        metre=its_metre,
        swing=swing,
        tonic=tonic,
        scale=data["scale"],
        verse_chords=_progression(data, "verse_chords", tonic),
        hook_chords=_progression(data, "hook_chords", tonic),
        sidechain=float(data["sidechain"]),
        play=tuple(rows[energy] for energy in ENERGIES),
        fill=rows[_FILL],
        levels=tuple((instrument, _level(instrument, level)) for instrument, level in data["levels"].items()),
    )


def _tempi(bpm: float, bounds: list[Any]) -> tuple[float, float]:
    if len(bounds) != 2 or not all(isinstance(bound, _NUMBER) for bound in bounds):
        raise LyricAudioError("bpm_range: write the slowest and the fastest tempo, [100, 128]")
    low, high = bounds
    _between("bpm_range", low, *_TEMPI)
    _between("bpm_range", high, low, _TEMPI[1])
    _between("bpm", bpm, low, high)
    return float(low), float(high)


def _progression(data: Mapping[str, Any], field: str, tonic: int) -> tuple[str, ...]:
    numerals = tuple(data[field].split())
    if not numerals:
        raise LyricAudioError(f"{field} names no chord; write some, such as I V vi IV")
    try:
        for numeral in numerals:
            chord(numeral, tonic)
    except LyricAudioError as error:
        raise LyricAudioError(f"{field}: {error}") from error
    return numerals


def _level(instrument: str, level: Any) -> float:
    _known([instrument], (*DRUM_KEYS, *PROGRAMS), "levels")
    if not isinstance(level, _NUMBER):
        raise LyricAudioError(f"levels.{instrument} is no number")
    _between(f"levels.{instrument}", level, 0, 1)
    return float(level)


def _rows(parts: Mapping[str, Any], where: str, its_metre: Metre, swing: Fraction) -> tuple[Row, ...]:
    """Read the rows of one energy; an instrument plays in one part only, or its notes would run together."""
    if not isinstance(parts, dict) or not all(isinstance(rows, dict) for rows in parts.values()):
        raise LyricAudioError(f"play.{where}: write parts with instruments, such as drums.kick = 'x...'")
    _known(parts, ("drums",) if where == _FILL else _INSTRUMENTS, f"play.{where}")
    found: dict[str, Row] = {}
    for part, known in _INSTRUMENTS.items():
        for instrument, marks in parts.get(part, {}).items():
            _known([instrument], known, f"play.{where}.{part}")
            if instrument in found:
                raise LyricAudioError(
                    f"play.{where}: {instrument} plays in two parts; choose another for one"
                )
            found[instrument] = _row(instrument, part, marks, f"play.{where}.{part}", its_metre, swing)
    return tuple(found.values())


def _row(instrument: str, part: Part, marks: Any, where: str, its_metre: Metre, swing: Fraction) -> Row:
    bars = [marks] if isinstance(marks, str) else marks
    if not isinstance(bars, list) or not bars or not all(isinstance(bar, str) for bar in bars):
        raise LyricAudioError(f"{where}.{instrument}: write the marks of a bar, or a list of bars")
    for bar in bars:
        if len(bar) != its_metre.slots:
            marks_of = f"a bar of {its_metre.name} has {its_metre.slots}"
            raise LyricAudioError(f"{where}.{instrument}: '{bar}' has {len(bar)} marks; {marks_of}")
    try:
        return Row(
            instrument=instrument,
            part=part,
            bars=tuple(pattern.steps(bar, part, swing) for bar in bars),
        )
    except LyricAudioError as error:
        raise LyricAudioError(f"{where}.{instrument}: {error}") from error


def _known(names: Any, known: Any, where: str) -> None:
    for name in names:
        if name not in known:
            place = f"{where}: " if where else ""
            raise LyricAudioError(f"{place}unknown '{name}'; known are {', '.join(known)}")


def _between(field: str, value: float | Fraction, low: float | Fraction, high: float | Fraction) -> None:
    if not low <= value <= high:
        bounds = f"between {float(low):g} and {float(high):g}"
        raise LyricAudioError(f"{field} is {float(value):g}; it lies {bounds}")
