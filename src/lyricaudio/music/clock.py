"""From beats to seconds, and back, where the tempo changes from segment to segment."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction

from lyricaudio import units


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """From a beat on, which is heard so many seconds after the start, so many beats a minute."""

    start_beats: Fraction = Fraction(0)
    start_s: float = 0.0
    bpm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The tempi of an episode, in order, the first from its first beat.

    Examples
    --------
    >>> clock = Clock(tempi=(Tempo(bpm=120.0), Tempo(start_beats=Fraction(8), start_s=4.0, bpm=60.0)))
    >>> clock.seconds_at(Fraction(6)), clock.seconds_at(Fraction(10)), clock.beats_at(6.0)
    (3.0, 6.0, 10.0)
    """

    tempi: tuple[Tempo, ...]

    def seconds_at(self, beats: Fraction) -> float:
        """Return when a beat is heard, in seconds from the start."""
        tempo = self.tempi[max(0, bisect_right(self.tempi, beats, key=lambda tempo: tempo.start_beats) - 1)]
        return tempo.start_s + units.seconds_from_beats(beats - tempo.start_beats, tempo.bpm)

    def beats_at(self, seconds: float) -> float:
        """Return the (inexact) beat that is heard at a time."""
        tempo = self.tempi[max(0, bisect_right(self.tempi, seconds, key=lambda tempo: tempo.start_s) - 1)]
        return float(tempo.start_beats) + units.beats_from_seconds(seconds - tempo.start_s, tempo.bpm)
