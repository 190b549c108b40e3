"""A style's file: TOML to a `Style`.

A file says `summary`, `bpm`, `bpm_range`, `metre`, `swing` (0 to 0.5 of a sixteenth), `key`, `scale`,
`sidechain` (0 to 1), `verse_chords` and `hook_chords` (Roman numerals, one a bar), `levels` (instruments that
are not to sound at their natural level) and `play`: the patterns of every energy, and of fills. It may say
`motifs`, rhythms for the words (:mod:`lyricaudio.music.theory.motif`), of which each song has one; `lift_db`,
by how much louder the hook is played; `late_ms`, by how many milliseconds an instrument comes after the beat
or before it; and `play.build`, the bar before the hook, which is a fill else.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from lyricaudio.errors import LyricAudioError, SongError
from lyricaudio.messages import told
from lyricaudio.music.style import ENERGIES, Style
from lyricaudio.music.theory import pattern
from lyricaudio.music.theory.generalmidi import DRUM_KEYS, PROGRAMS
from lyricaudio.music.theory.harmony import chord, pitch_class, scale_tones
from lyricaudio.music.theory.metre import Metre, metre
from lyricaudio.music.theory.motif import Motif, motif
from lyricaudio.music.theory.pattern import BandPart, Row
from lyricaudio.music.tomlplace import place_of_error, place_of_key
from lyricaudio.song.suggest import suggestion
from lyricaudio.units import TEMPI

_FILL, _BUILD = "fill", "build"
_MOST_SWING = Fraction(1, 2)

_NUMBER = (int, float)
_FIELDS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "summary": (str, '"a line about it"'),
    "bpm": (_NUMBER, "116"),
    "bpm_range": (list, "[100, 128]"),
    "metre": (str, '"4/4"'),
    "swing": (_NUMBER, "0.0"),
    "key": (str, '"C"'),
    "scale": (str, '"major"'),
    "verse_chords": (str, '"I V vi IV"'),
    "hook_chords": (str, '"IV V iii vi"'),
    "sidechain": (_NUMBER, "0.3"),
    "levels": (dict, "{}"),
    "play": (dict, "{}"),
}
"""What a file must say: the kind of each value, and an example of it."""

_MOTIFS, _LIFT, _LATE = "motifs", "lift_db", "late_ms"
_MOST_LIFT_DB = 12
_LATEST_MS = 30

_INSTRUMENTS: dict[BandPart, tuple[str, ...]] = {
    "drums": tuple(DRUM_KEYS),
    "bass": tuple(PROGRAMS),
    "chords": tuple(PROGRAMS),
    "lead": tuple(PROGRAMS),
}


class _Fault(Exception):
    """Something wrong at a key, given by its path from the top of the file."""

    def __init__(self, path: tuple[str, ...], message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


def parse_style(name: str, text: str, *, source: str) -> Style:
    """Read a style from TOML.

    Parameters
    ----------
    name
        What songs call it.
    text, source
        The file's content, and the file as the person knows it.

    Raises
    ------
    SongError
        At the first thing that is missing, unknown or out of its range.
    """
    try:
        return _style(name, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SongError(*place_of_error(error, text, source)) from error
    except _Fault as fault:
        where = ".".join(fault.path[:-1])
        message = f"{where}: {fault.message}" if where else fault.message
        raise SongError(place_of_key(fault.path, text, source), message) from fault


def _style(name: str, data: Mapping[str, Any]) -> Style:
    _known(data, (*_FIELDS, _MOTIFS, _LIFT, _LATE), ())
    for field, (kind, example) in _FIELDS.items():
        value = data.get(field)
        if field not in data:
            missing = told(
                "{field} is missing; write it as {field} = {example}", field=field, example=example
            )
            raise _Fault((field,), missing)
        if not isinstance(value, kind) or isinstance(value, bool):
            wrong = told(
                "{field} is of the wrong kind; write it as {field} = {example}", field=field, example=example
            )
            raise _Fault((field,), wrong)
    with _at("metre"):
        its_metre = metre(data["metre"])
    _between(("swing",), data["swing"], 0, _MOST_SWING)
    swing = Fraction(str(data["swing"]))
    _between(("sidechain",), data["sidechain"], 0, 1)
    with _at("key"):
        tonic = pitch_class(data["key"])
    with _at("scale"):
        scale_tones(tonic, data["scale"])
    play = _play(data["play"], its_metre, swing)
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
        play=tuple(play[energy] for energy in ENERGIES),
        fill=play[_FILL],
        levels=tuple(
            (instrument, _of_instrument("levels", instrument, level, 0, 1))
            for instrument, level in data["levels"].items()
        ),
        build=play[_BUILD] or play[_FILL],
        lift_db=_lift_db(data.get(_LIFT, 0)),
        late_ms=_late_ms(data.get(_LATE, {})),
        motifs=_motifs(data.get(_MOTIFS, []), its_metre),
    )


def _lift_db(lift_db: Any) -> float:
    if not isinstance(lift_db, _NUMBER) or isinstance(lift_db, bool):
        raise _Fault(
            (_LIFT,),
            told("{field} is of the wrong kind; write it as {field} = {example}", field=_LIFT, example="2.0"),
        )
    _between((_LIFT,), lift_db, 0, _MOST_LIFT_DB)
    return float(lift_db)


def _late_ms(late: Any) -> tuple[tuple[str, float], ...]:
    """Read by how much instruments are late."""
    if not isinstance(late, dict):
        example = "{ snare = 8 }"
        raise _Fault(
            (_LATE,),
            told(
                "{field} is of the wrong kind; write it as {field} = {example}", field=_LATE, example=example
            ),
        )
    return tuple(
        (instrument, _of_instrument(_LATE, instrument, late_ms, -_LATEST_MS, _LATEST_MS))
        for instrument, late_ms in late.items()
    )


def _motifs(rows: Any, its_metre: Metre) -> tuple[Motif, ...]:
    """Read motifs, each a bar or a list of bars."""
    found = [[row] if isinstance(row, str) else row for row in rows] if isinstance(rows, list) else [[]]
    if not all(isinstance(row, list) and row and all(isinstance(bar, str) for bar in row) for row in found):
        example = '["X.xxX.x.X.xxX..."]'
        raise _Fault((_MOTIFS,), told("motifs: write a list of rhythms, such as {example}", example=example))
    for bar in (bar for row in found for bar in row):
        _bar_long(bar, its_metre, (_MOTIFS,))
    with _at(_MOTIFS):
        return tuple(map(motif, found))


def _bar_long(marks: str, its_metre: Metre, path: tuple[str, ...]) -> None:
    """Refuse marks that are not as many as a bar has sixteenths."""
    if len(marks) != its_metre.slots:
        uneven = told(
            "{instrument}: '{bar}' has {count} marks; a bar of {metre} has {slots}",
            instrument=path[-1],
            bar=marks,
            count=len(marks),
            metre=its_metre.name,
            slots=its_metre.slots,
        )
        raise _Fault(path, uneven)


def _tempi(bpm: float, bounds: list[Any]) -> tuple[float, float]:
    if len(bounds) != 2 or not all(isinstance(bound, _NUMBER) for bound in bounds):
        no_range = told("bpm_range: write the slowest and the fastest tempo, [100, 128]")
        raise _Fault(("bpm_range",), no_range)
    low, high = bounds
    _between(("bpm_range",), low, *TEMPI)
    _between(("bpm_range",), high, low, TEMPI[1])
    _between(("bpm",), bpm, low, high)
    return float(low), float(high)


def _progression(data: Mapping[str, Any], field: str, tonic: int) -> tuple[str, ...]:
    numerals = tuple(data[field].split())
    if not numerals:
        raise _Fault((field,), told("{field} names no chord; write some, such as I V vi IV", field=field))
    with _at(field):
        for numeral in numerals:
            chord(numeral, tonic)
    return numerals


def _of_instrument(table: str, instrument: str, value: Any, low: float, high: float) -> float:
    """Read the number that a table has for an instrument."""
    path = (table, instrument)
    _known([instrument], (*DRUM_KEYS, *PROGRAMS), (table,))
    if not isinstance(value, _NUMBER) or isinstance(value, bool):
        raise _Fault(
            path,
            told(
                "{instrument} is no number; write one from {low:g} to {high:g}",
                instrument=instrument,
                low=low,
                high=high,
            ),
        )
    _between(path, value, low, high)
    return float(value)


def _play(sections: Mapping[str, Any], its_metre: Metre, swing: Fraction) -> dict[str, tuple[Row, ...]]:
    """Read the rows of every energy, of fills and of what builds up."""
    names = (*ENERGIES, _FILL, _BUILD)
    _known(sections, names, ("play",))
    return {name: _rows(sections.get(name, {}), name, its_metre, swing) for name in names}


def _rows(parts: Mapping[str, Any], energy: str, its_metre: Metre, swing: Fraction) -> tuple[Row, ...]:
    """Read the rows of one energy; an instrument plays in one part only, or its notes would run together."""
    path = ("play", energy)
    if not isinstance(parts, dict) or not all(isinstance(rows, dict) for rows in parts.values()):
        no_parts = told("{energy}: write parts with instruments, such as drums.kick = 'x...'", energy=energy)
        raise _Fault(path, no_parts)
    _known(parts, ("drums",) if energy in (_FILL, _BUILD) else _INSTRUMENTS, path)
    found: dict[str, Row] = {}
    for part, known in _INSTRUMENTS.items():
        for instrument, marks in parts.get(part, {}).items():
            _known([instrument], known, (*path, part))
            if instrument in found:
                twice = told("{instrument} plays in two parts; choose another for one", instrument=instrument)
                raise _Fault((*path, part, instrument), twice)
            found[instrument] = _row((*path, part, instrument), part, marks, its_metre, swing)
    return tuple(found.values())


def _row(path: tuple[str, ...], part: BandPart, marks: Any, its_metre: Metre, swing: Fraction) -> Row:
    instrument = path[-1]
    bars = [marks] if isinstance(marks, str) else marks
    if not isinstance(bars, list) or not bars or not all(isinstance(bar, str) for bar in bars):
        no_bars = told("{instrument}: write the marks of a bar, or a list of bars", instrument=instrument)
        raise _Fault(path, no_bars)
    for bar in bars:
        _bar_long(bar, its_metre, path)
    with _at(*path):
        steps = tuple(pattern.steps(bar, part, swing) for bar in bars)
    return Row(instrument=instrument, part=part, bars=steps)


@contextmanager
def _at(*path: str) -> Iterator[None]:
    """Give what goes wrong inside the path of a key."""
    try:
        yield
    except LyricAudioError as error:
        raise _Fault(path, f"{path[-1]}: {error}") from error


def _known(names: Iterable[str], known: Iterable[str], path: tuple[str, ...]) -> None:
    for name in names:
        if name not in tuple(known):
            unknown = told("unknown '{name}'; {advice}", name=name, advice=suggestion(name, tuple(known)))
            raise _Fault((*path, name), unknown)


def _between(
    path: tuple[str, ...], value: float | Fraction, low: float | Fraction, high: float | Fraction
) -> None:
    if not low <= value <= high:
        outside = told(
            "{field} is {value:g}; use {low:g} to {high:g}",
            field=path[-1],
            value=float(value),
            low=float(low),
            high=float(high),
        )
        raise _Fault(path, outside)
