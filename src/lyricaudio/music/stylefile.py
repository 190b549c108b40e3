"""A style's file: TOML to a `Style`.

A file says `summary`, `bpm`, `bpm_range`, `metre`, `swing` (0 to 0.5 of a sixteenth), `key`, `scale`,
`sidechain` (0 to 1), `verse_chords` and `hook_chords` (Roman numerals, one a bar), `levels` (instruments that
are not to sound at their natural level) and `play`: the patterns of every energy, and of fills.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lyricaudio.errors import LyricAudioError
from lyricaudio.music import pattern
from lyricaudio.music.harmony import chord, pitch_class, scale_tones
from lyricaudio.music.instruments.names import DRUM_KEYS, PROGRAMS
from lyricaudio.music.metre import Metre, metre
from lyricaudio.music.pattern import Part, Row
from lyricaudio.music.style import ENERGIES, Style

_FILL = "fill"
_TEMPI = (40, 240)
_MOST_SWING = Fraction(1, 2)

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
