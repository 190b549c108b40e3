"""Metres: how a bar is counted. One beat is a quarter note everywhere, and the tempo counts quarter notes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import told

SLOTS_PER_BEAT = 4
"""A slot of the grid is a sixteenth."""

_EIGHTH = Fraction(1, 2)


def slot_beats(slot: int, swing: Fraction) -> Fraction:
    """Return where a slot is, in beats: an odd one comes later by the swing, 0 to 1 of a slot."""
    straight = Fraction(slot, SLOTS_PER_BEAT)
    return straight + swing / SLOTS_PER_BEAT if swing and slot % 2 else straight


def straight_beats(swung: Fraction, swing: Fraction) -> Fraction:
    """Return where a place would be without the swing, in beats: what `slot_beats` does, undone."""
    eighths, within = divmod(swung, _EIGHTH)
    late, even = slot_beats(1, swing), slot_beats(1, Fraction(0))
    if within <= late:
        return eighths * _EIGHTH + within * even / late
    return (eighths + 1) * _EIGHTH - (_EIGHTH - within) * even / (_EIGHTH - late)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metre:
    """A metre.

    Attributes
    ----------
    name
        As it is written, `6/8`.
    bar_beats
        The length of a bar, in beats (quarter notes).
    pulses
        Where the bar is counted: the beat of each pulse from the bar line, 0 first, with its metric weight.
        A weight is a cost: 0 on the bar line, 0.25 on a secondary accent, 0.5 on other pulses.
    """

    name: str
    bar_beats: Fraction
    pulses: tuple[tuple[Fraction, float], ...]

    @property
    def slots(self) -> int:
        """How many sixteenths a bar has."""
        return int(self.bar_beats * SLOTS_PER_BEAT)

    def weight(self, at_beats: Fraction) -> float:
        """Return the metric weight of a place, in beats from any bar line: 1.2 on other eighths, else 2.5."""
        place = at_beats % self.bar_beats
        for pulse, weight in self.pulses:
            if pulse == place:
                return weight
        return 1.2 if place % _EIGHTH == 0 else 2.5


def _metre(name: str, weights: dict[str, float]) -> Metre:
    count, _, unit = name.partition("/")
    pulses = tuple((Fraction(beat), weight) for beat, weight in weights.items())
    return Metre(name=name, bar_beats=Fraction(4 * int(count), int(unit)), pulses=pulses)


METRES = {
    metre.name: metre
    for metre in (
        _metre("4/4", {"0": 0, "1": 0.5, "2": 0.25, "3": 0.5}),
        _metre("3/4", {"0": 0, "1": 0.5, "2": 0.5}),
        _metre("6/8", {"0": 0, "1/2": 0.5, "1": 0.5, "3/2": 0.25, "2": 0.5, "5/2": 0.5}),
        _metre("7/8", {"0": 0, "1": 0.5, "2": 0.25}),
    )
}
"""All metres by name; 7/8 is counted 2 + 2 + 3."""


def metre(name: str) -> Metre:
    """Return a metre by name.

    Raises
    ------
    LyricAudioError
        When there is none of that name.
    """
    if name not in METRES:
        raise LyricAudioError(
            told("there is no metre '{name}'; choose one of {metres}", name=name, metres=", ".join(METRES))
        )
    return METRES[name]
