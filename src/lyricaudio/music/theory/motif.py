"""Rhythmic motifs: on which sixteenths of a bar a song's words like to fall, in every line alike.

A motif is written like a pattern, one mark per sixteenth, in a bar or in several that take turns:

========  ==================================================================
``X``     what every line has
``x``     what a line of usual length has too
``o``     what only a full line needs
``.``     kept free, so that the note before is long, unless a line is crowded
========  ==================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import told
from lyricaudio.music.theory.metre import SLOTS_PER_BEAT, Metre

_COSTS = {"X": 0.0, "x": 0.2, "o": 0.8, ".": 1.6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Motif:
    """A motif: what a mora pays for each slot, counted from a bar line, over and over."""

    costs: tuple[float, ...]


def motif(bars: Sequence[str]) -> Motif:
    """Read the marks of a motif's bars.

    Raises
    ------
    LyricAudioError
        At a mark that is none of a motif.
    """
    marks = "".join(bars)
    if strange := next((mark for mark in marks if mark not in _COSTS), None):
        raise LyricAudioError(
            told("'{mark}' is no mark of a motif; use {marks}", mark=strange, marks=" ".join(_COSTS))
        )
    return Motif(costs=tuple(_COSTS[mark] for mark in marks))


def usual_motif(metre: Metre) -> Motif:
    """Return a motif for any metre: on all pulses, and between them a long and two short notes."""
    pulses = {int(beat * SLOTS_PER_BEAT) for beat, _ in metre.pulses}
    eighths = range(0, metre.slots, SLOTS_PER_BEAT // 2)
    short = {slot + 1 for slot in eighths if slot not in pulses}
    marks = (
        "X" if slot in pulses else "x" if slot in eighths else "o" if slot in short else "."
        for slot in range(metre.slots)
    )
    return motif(["".join(marks)])
