"""Laying out: from spoken parts to the timeline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lyricaudio import units
from lyricaudio.music.flow.phrase import PERIOD_BARS
from lyricaudio.music.spoken import Spoken, SpokenPart
from lyricaudio.music.style import Style
from lyricaudio.music.theory.metre import SLOTS_PER_BEAT
from lyricaudio.music.timeline import (
    OUTRO_BARS,
    Placement,
    Stretch,
    Timeline,
    TitledSpan,
)

_PART_REST_BEATS = Fraction(2)
_BREATH_BEATS = Fraction(1, SLOTS_PER_BEAT)


def lay_out(
    parts: Sequence[SpokenPart],
    style: Style,
    bpm: float,
    *,
    song: str = "",
    intro_bars: int = 1,
    leads_out: bool = True,
) -> Timeline:
    """Set the spoken parts of one song on the beat.

    Every cue begins on a bar line or on a beat, as its role says, the next possible after the role's rest.
    Parts of lines follow each other in whole periods of four bars: what lines leave of them is the band's.

    Parameters
    ----------
    parts
        What is to be heard, in order; parts without items are left out.
    style, bpm
        The metre, and the tempo in beats a minute.
    song
        The identity of the song that it is of.
    intro_bars
        How many bars lead in, at least one.
    leads_out
        Whether the music ends with it; a bar leads out then.
    """
    bar_beats = style.metre.bar_beats
    before = _Before(at=intro_bars * bar_beats - _PART_REST_BEATS)  # the intro is the first part's rest
    placements: list[Placement] = []
    starts: list[tuple[str, Fraction]] = []
    for part in parts:
        for number, item in enumerate(part.items):
            start = _start(before, item, number == 0, bar_beats, bpm)
            if number == 0:
                starts.append((part.title, start))
            placements.append(_placed(item, start, bpm))
            before = _Before(
                at=_end(placements[-1], bar_beats, bpm),
                silent_s=placements[-1].end_s,
                lines_since=starts[-1][1] if all(one.flow for one in part.items[: number + 1]) else None,
            )
    bars = int(_next(before.at, bar_beats) / bar_beats) + (OUTRO_BARS if leads_out else 0)
    stretch = Stretch(song=song, style=style, bpm=bpm, bars=bars, intro_bars=intro_bars, leads_out=leads_out)
    return Timeline(
        stretches=(stretch,),
        placements=tuple(placements),
        spans=_spans(starts, bpm, bars * bar_beats),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """What is over before the next cue: at which beat its time is, and when it is silent.

    `lines_since` is the beat since which its part is nothing but lines; None when it is not.
    """

    at: Fraction
    silent_s: float = 0.0
    lines_since: Fraction | None = None


def _start(before: _Before, item: Spoken, opens_part: bool, bar_beats: Fraction, bpm: float) -> Fraction:
    """Return the beat on which the next cue is set."""
    role = item.begins_as
    if opens_part and item.flow and before.lines_since is not None:
        lines_beats = before.at + role.rest_beats - before.lines_since
        earliest = before.lines_since + _next(lines_beats, PERIOD_BARS * bar_beats)
    else:
        earliest = before.at + (max(role.rest_beats, _PART_REST_BEATS) if opens_part else role.rest_beats)
    # What sounds before the beat must not sound into the one before; a lead-in is no such neighbour.
    silent = Fraction(units.beats_from_seconds(before.silent_s + item.lead_s, bpm))
    return _next(max(earliest, silent), bar_beats if opens_part or role.on_bar else Fraction(1))


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
