"""Patterns: what an instrument plays in a bar, written as one mark per sixteenth.

========  =========================================================
``.``     nothing
``-``     the note before is held
``x``     a stroke, or the whole chord; ``X`` accented, ``o`` soft
``1``     the chord's root; ``3``, ``5``, ``7`` its other members, ``8`` the root an octave up
========  =========================================================

Drums and chord parts use the letters, basses and leads the digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import told
from lyricaudio.music.theory.metre import SLOTS_PER_BEAT, Metre, slot_beats

BandPart = Literal["drums", "bass", "chords", "lead"]

_VELOCITIES = {"X": 1.0, "x": 0.8, "o": 0.45}
_MEMBERS = {"1": 1, "3": 3, "5": 5, "7": 7, "8": 8}
_MEMBER_VELOCITY = 0.8
_EIGHTH = SLOTS_PER_BEAT // 2

_KICKS = ("kick",)
_BACKBEATS = ("snare", "clap", "rim")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stroke of a pattern.

    Attributes
    ----------
    start_beats, length_beats
        From the bar line; never beyond the bar.
    member
        The chord's member (1, 3, 5, 7 or 8) of a bass or lead; None for drums and whole chords.
    velocity
        0 to 1.
    """

    start_beats: Fraction
    length_beats: Fraction
    member: int | None
    velocity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one instrument plays: a bar, or several that take turns."""

    instrument: str
    part: BandPart
    bars: tuple[tuple[Step, ...], ...]

    def bar(self, number: int) -> tuple[Step, ...]:
        """Return the steps of a bar, counted from where the pattern begins."""
        return self.bars[number % len(self.bars)]


def steps(marks: str, part: BandPart, swing: Fraction) -> tuple[Step, ...]:
    """Read the marks of a bar; an odd sixteenth comes later by `swing` slots.

    Raises
    ------
    LyricAudioError
        When a mark does not belong to the part; names the mark, not the place.
    """
    known = _MEMBERS if part in ("bass", "lead") else _VELOCITIES
    found = []
    for slot, mark in enumerate(marks):
        if mark in known:
            held = len(marks) - slot - 1 - len(marks[slot + 1 :].lstrip("-"))
            start, end = slot_beats(slot, swing), slot_beats(slot + 1 + held, swing)
            found.append(_step(mark, start, end))
        elif mark not in ".-":
            raise LyricAudioError(
                told(
                    "'{mark}' is no mark of {part}; use {marks} - and .",
                    mark=mark,
                    part=part,
                    marks=" ".join(known),
                )
            )
    return tuple(found)


def _step(mark: str, start: Fraction, end: Fraction) -> Step:
    member = _MEMBERS.get(mark)
    velocity = _VELOCITIES.get(mark, _MEMBER_VELOCITY)
    return Step(start_beats=start, length_beats=end - start, member=member, velocity=velocity)


def in_metre(row: Row, metre: Metre, swing: Fraction) -> Row:
    """Derive one bar of a row for another metre; the instrument keeps its job and its loudness.

    The kick marks the bar line. Snare, clap and rim answer on the secondary accent, or on every other pulse
    when the metre has none; other drums run in eighths, or with kick and snare if they were sparse. A bass
    plays root and fifth on these pulses. Chords that were held are held, others are struck on them; a lead
    climbs up and down the chord in eighths.
    """
    before = [step for bar in row.bars for step in bar]
    if not before:
        return Row(instrument=row.instrument, part=row.part, bars=((),))
    loudest = max(step.velocity for step in before)
    mark = next(mark for mark, velocity in _VELOCITIES.items() if velocity <= loudest)
    held = sum(step.length_beats for step in before) / len(before) >= 2
    marks = _marks(row, metre, mark, held=held, sparse=len(before) <= 2 * len(row.bars))
    return Row(instrument=row.instrument, part=row.part, bars=(steps(marks, row.part, swing),))


def fill_in(metre: Metre, swing: Fraction) -> Row:
    """Write a snare fill for a metre: eighths, and sixteenths from the last beat on."""
    eighths = "x." * ((metre.slots - SLOTS_PER_BEAT + 1) // _EIGHTH)
    marks = eighths[: metre.slots - SLOTS_PER_BEAT] + "x" * SLOTS_PER_BEAT
    return Row(instrument="snare", part="drums", bars=(steps(marks, "drums", swing),))


def build_in(metre: Metre, swing: Fraction) -> Row:
    """Write a snare that builds up over a bar of a metre: soft eighths, then sixteenths that grow."""
    half = metre.slots // SLOTS_PER_BEAT // 2 * SLOTS_PER_BEAT
    marks = "o." * (half // _EIGHTH) + "x" * (metre.slots - half - SLOTS_PER_BEAT) + "X" * SLOTS_PER_BEAT
    return Row(instrument="snare", part="drums", bars=(steps(marks, "drums", swing),))


def _marks(row: Row, metre: Metre, mark: str, *, held: bool, sparse: bool) -> str:
    """Choose the slots of a bar by the part; `sparse` is a row of at most two strokes a bar."""
    slots = metre.slots
    main = _main_pulses(metre)
    eighths = range(0, slots, _EIGHTH)
    if row.part == "bass":
        return _placed(slots, {slot: "15"[index > 0] for index, slot in enumerate(main)}, held=True)
    if row.part == "lead":
        return _placed(slots, {slot: "135853"[index % 6] for index, slot in enumerate(eighths)}, held=False)
    if row.part == "chords":
        return _placed(slots, dict.fromkeys([0] if held else main, mark), held=True)
    if row.instrument in _KICKS:
        return _placed(slots, {0: mark}, held=False)
    if row.instrument in _BACKBEATS:
        return _placed(slots, dict.fromkeys(main[1:], mark), held=False)
    return _placed(slots, dict.fromkeys(main if sparse else eighths, mark), held=False)


def _main_pulses(metre: Metre) -> list[int]:
    """Return the slots of the bar line and of the secondary accents, or of all pulses if there are none."""
    second = min(weight for _, weight in metre.pulses if weight > 0)
    return [int(beat * SLOTS_PER_BEAT) for beat, weight in metre.pulses if weight <= second]


def _placed(slots: int, marks: dict[int, str], *, held: bool) -> str:
    """Write marks at their slots, each held until the next or followed by nothing."""
    rest = "-" if held else "."
    return "".join(marks.get(slot, rest) for slot in range(slots))
