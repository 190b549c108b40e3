"""The only conversions between units, and the only rounding; and the tempi there may be."""

from __future__ import annotations

import math
from fractions import Fraction

TEMPI = (40.0, 240.0)
"""The slowest and the fastest tempo of a song, a style or a loop, in beats (quarter notes) a minute."""


def gain_from_db(level_db: float) -> float:
    """Convert decibels to a factor on amplitude: ``10 ** (dB / 20)``."""
    return float(10.0 ** (level_db / 20.0))


def db_from_gain(gain: float) -> float:
    """Convert a factor on amplitude to decibels: ``20 log10(gain)``, minus infinity for 0."""
    return 20.0 * math.log10(gain) if gain > 0 else -math.inf


def seconds_from_beats(beats: Fraction | int, bpm: float) -> float:
    """Convert beats to seconds: at 120 beats a minute two beats are one second."""
    return float(beats) * 60.0 / bpm


def beats_from_seconds(seconds: float, bpm: float) -> float:
    """Convert seconds to (inexact) beats."""
    return seconds * bpm / 60.0


def frames_from_seconds(seconds: float, sample_rate: int) -> int:
    """Convert seconds to the nearest frame (one sample of every channel)."""
    return round(seconds * sample_rate)


def milliseconds(seconds: float) -> int:
    """Convert seconds to the nearest millisecond."""
    return round(seconds * 1000.0)


def clock_time(seconds: float) -> str:
    """Write minutes and seconds, as `3:07`; an hour is `60:00`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def clock_tenths(seconds: float) -> str:
    """Write minutes and seconds to the tenth, as `3:07.4`."""
    minutes, tenths = divmod(round(seconds * 10), 600)
    return f"{minutes}:{tenths // 10:02}.{tenths % 10}"
