"""The backing of a timeline as a value: which drum is hit on which beat."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lyricaudio.music.timeline import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One stroke: the instrument and the beat, counted from the start of the episode."""

    instrument: str
    start_beats: Fraction


def arrange(timeline: Timeline) -> tuple[Hit, ...]:
    """Write out the drums of all bars in time order."""
    style = timeline.style
    hits = [
        Hit(instrument=row.instrument, start_beats=bar * style.beats_per_bar + beat)
        for bar in range(timeline.bars)
        for row in (style.fill if bar in timeline.fill_bars else style.pattern)
        for beat in row.hits_beats
    ]
    return tuple(sorted(hits, key=lambda hit: (hit.start_beats, hit.instrument)))
