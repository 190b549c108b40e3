"""Laying out: from spoken parts to the timeline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from lyricaudio import units
from lyricaudio.music.spoken import Spoken, SpokenPart
from lyricaudio.music.style import Style
from lyricaudio.music.theory.metre import SLOTS_PER_BEAT
from lyricaudio.music.timeline import (
    LEAD_IN_BARS,
    OUTRO_BARS,
    Placement,
    Stretch,
    Timeline,
    TitledSpan,
)

_PART_REST_BEATS = Fraction(2)
_BREATH_BEATS = Fraction(1, SLOTS_PER_BEAT)


def lay_out(
    parts: Sequence[SpokenPart], style: Style, bpm: float, *, song: str = "", leads_out: bool = True
) -> Timeline:
    """Set the spoken parts of one song on the beat.

    Every cue begins on a bar line or on a beat, as its role says, the next possible after the role's rest. A
    bar leads in, and one leads out if it shall.

    Parameters
    ----------
    parts
        What is to be heard, in order; parts without items are left out.
    style, bpm
        The metre, and the tempo in beats a minute.
    song
        The identity of the song that it is of.
    leads_out
        Whether the music ends with it.
    """
    bar_beats = style.metre.bar_beats
    at = LEAD_IN_BARS * bar_beats - _PART_REST_BEATS  # the lead-in serves as the first part's rest
    silent_s = 0.0
    placements: list[Placement] = []
    starts: list[tuple[str, Fraction]] = []
    for part in parts:
        for number, item in enumerate(part.items):
            start = _start(at, silent_s, item, number == 0, bar_beats, bpm)
            if number == 0:
                starts.append((part.title, start))
            placements.append(_placed(item, start, bpm))
            at, silent_s = _end(placements[-1], bar_beats, bpm), placements[-1].end_s
    bars = int(_next(at, bar_beats) / bar_beats) + (OUTRO_BARS if leads_out else 0)
    return Timeline(
        stretches=(Stretch(song=song, style=style, bpm=bpm, bars=bars, leads_out=leads_out),),
        placements=tuple(placements),
        spans=_spans(starts, bpm, bars * bar_beats),
    )


def _start(
    at: Fraction, silent_s: float, item: Spoken, opens_part: bool, bar_beats: Fraction, bpm: float
) -> Fraction:
    """Return the beat on which the next cue is set, when the one before has ended at `at` and is silent."""
    role = item.begins_as
    rest = max(role.rest_beats, _PART_REST_BEATS) if opens_part else role.rest_beats
    # What sounds before the beat must not sound into the one before; a lead-in is no such neighbour.
    earliest = max(at + rest, Fraction(units.beats_from_seconds(silent_s + item.lead_s, bpm)))
    return _next(earliest, bar_beats if opens_part or role.on_bar else Fraction(1))


def _placed(item: Spoken, start: Fraction, bpm: float) -> Placement:
    first = start + (item.flow.onsets_beats[0] if item.flow else 0)
    start_s = units.seconds_from_beats(first, bpm) - item.lead_s
    return Placement(spoken=item, start_beats=start, start_s=start_s)


def _end(placement: Placement, bar_beats: Fraction, bpm: float) -> Fraction:
    """Return when a cue has ended: its sound, or the bars that its flow fills but for a slot of breath."""
    if placement.spoken.gap and placement.spoken.gap.count_in:
        return placement.start_beats + bar_beats - _BREATH_BEATS
    if (flow := placement.spoken.flow) is not None:
        return placement.start_beats + flow.bars * bar_beats - _BREATH_BEATS
    return _beats_up(placement.end_s, bpm)


def _next(beats: Fraction, grid: Fraction) -> Fraction:
    """Return the first multiple of `grid` beats that is not before `beats`."""
    return math.ceil(beats / grid) * grid


def _beats_up(seconds: float, bpm: float) -> Fraction:
    """Convert a length to beats, rounded up to a sixteenth."""
    return Fraction(math.ceil(units.beats_from_seconds(seconds, bpm) * SLOTS_PER_BEAT), SLOTS_PER_BEAT)


def _spans(starts: list[tuple[str, Fraction]], bpm: float, length_beats: Fraction) -> tuple[TitledSpan, ...]:
    """Make spans contiguous: the first begins with the lead-in, each ends where the next begins."""
    bounds = [Fraction(0), *(start for _, start in starts[1:]), length_beats]
    return tuple(
        TitledSpan(
            title=title,
            start_s=units.seconds_from_beats(bounds[i], bpm),
            end_s=units.seconds_from_beats(bounds[i + 1], bpm),
        )
        for i, (title, _) in enumerate(starts)
    )
