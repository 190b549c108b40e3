"""The timeline: when everything of an episode happens. All other times are read from it.

Musical time is exact: beats are fractions, counted from the start of the episode. Seconds are derived, and
frames only at the mix.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lyricaudio import units
from lyricaudio.lesson.plan import Cue, Role
from lyricaudio.music.style import SLOTS_PER_BEAT, Style
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import ClipFacts, MoraTime

LEAD_IN_BARS = 1  # wakes a Bluetooth link, and lets the listener find the beat
OUTRO_BARS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A cue with its reading, and the clip of the voice that says it."""

    cue: Cue
    reading: Reading
    voice: str
    clip_key: str
    facts: ClipFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenPart:
    """A part of the plan with its cues spoken; cues that say nothing are left out."""

    title: str
    items: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A spoken cue and the beat on which its sound begins."""

    spoken: Spoken
    start_beats: Fraction
    start_s: float

    @property
    def end_s(self) -> float:
        """When its sound ends."""
        return self.start_s + self.spoken.facts.duration_s

    @property
    def morae(self) -> tuple[MoraTime, ...]:
        """Its morae, in seconds from the start of the episode."""
        return tuple(
            MoraTime(
                kana=mora.kana,
                start_s=self.start_s + mora.start_s,
                vowel_onset_s=self.start_s + mora.vowel_onset_s,
                end_s=self.start_s + mora.end_s,
            )
            for mora in self.spoken.facts.morae
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A titled stretch of the episode, from the bar of its first cue to the next span."""

    title: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """An episode laid out in time.

    Attributes
    ----------
    bpm
        The tempo, constant over the episode.
    style
        Gives the metre and the backing.
    placements
        In time order, none overlapping another.
    spans
        Contiguous from 0 to the end, one per part of the plan.
    fill_bars
        Bars (counted from 0) in which the drums lead over to a new part, or out: no player may take a
        silent end for a stop.
    bars
        The length.
    """

    bpm: float
    style: Style
    placements: tuple[Placement, ...]
    spans: tuple[Span, ...]
    fill_bars: tuple[int, ...]
    bars: int

    @property
    def bar_s(self) -> float:
        """The length of one bar in seconds."""
        return units.seconds_from_beats(self.style.beats_per_bar, self.bpm)

    @property
    def length_s(self) -> float:
        """The length of the episode in seconds."""
        return units.seconds_from_beats(self.bars * self.style.beats_per_bar, self.bpm)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spacing:
    """How a role is set: on bar lines or on beats, after at least so many beats of rest."""

    on_bar: bool
    rest_beats: Fraction


_SPACING: dict[Role, _Spacing] = {
    "lyric": _Spacing(on_bar=True, rest_beats=Fraction(1, 4)),
    "explain": _Spacing(on_bar=False, rest_beats=Fraction(1, 2)),
    "question": _Spacing(on_bar=True, rest_beats=Fraction(1)),
    "answer": _Spacing(on_bar=True, rest_beats=Fraction(2)),
}
_PART_REST_BEATS = Fraction(2)


def lay_out(parts: Sequence[SpokenPart], style: Style, bpm: float) -> Timeline:
    """Set spoken parts on the beat.

    Every lyric line begins on a bar line and every other cue on a beat, the next possible after a rest
    that depends on its role. A bar leads in and one leads out.

    Parameters
    ----------
    parts
        What is to be heard, in order; parts without items are left out.
    style, bpm
        The metre, and the tempo in beats a minute.
    """
    beats_per_bar = style.beats_per_bar
    at = LEAD_IN_BARS * beats_per_bar - _PART_REST_BEATS  # the lead-in serves as the first part's rest
    placements: list[Placement] = []
    starts: list[tuple[str, Fraction]] = []
    for part in parts:
        for item in part.items:
            opens_part = item is part.items[0]
            start = _start(at, item.cue.role, opens_part, beats_per_bar)
            if opens_part:
                starts.append((part.title, start))
            start_s = units.seconds_from_beats(start, bpm)
            placements.append(Placement(spoken=item, start_beats=start, start_s=start_s))
            at = start + _beats_up(item.facts.duration_s, bpm)
    bars = int(_next(at, beats_per_bar)) // beats_per_bar + OUTRO_BARS
    return Timeline(
        bpm=bpm,
        style=style,
        placements=tuple(placements),
        spans=_spans(starts, bpm, bars * beats_per_bar),
        fill_bars=(*(int(start) // beats_per_bar - 1 for _, start in starts), bars - 1),
        bars=bars,
    )


def _start(at: Fraction, role: Role, opens_part: bool, beats_per_bar: int) -> Fraction:
    """Return the beat on which the next cue begins when the one before has ended at `at`."""
    spacing = _SPACING[role]
    if opens_part:
        return _next(at + max(spacing.rest_beats, _PART_REST_BEATS), beats_per_bar)
    return _next(at + spacing.rest_beats, beats_per_bar if spacing.on_bar else 1)


def _next(beats: Fraction, grid: int) -> Fraction:
    """Return the first multiple of `grid` beats that is not before `beats`."""
    return Fraction(math.ceil(beats / grid) * grid)


def _beats_up(seconds: float, bpm: float) -> Fraction:
    """Convert a length to beats, rounded up to a sixteenth."""
    return Fraction(math.ceil(units.beats_from_seconds(seconds, bpm) * SLOTS_PER_BEAT), SLOTS_PER_BEAT)


def _spans(starts: list[tuple[str, Fraction]], bpm: float, length_beats: int) -> tuple[Span, ...]:
    """Make spans contiguous: the first begins with the lead-in, each ends where the next begins."""
    bounds = [Fraction(0), *(start for _, start in starts[1:]), Fraction(length_beats)]
    return tuple(
        Span(
            title=title,
            start_s=units.seconds_from_beats(bounds[i], bpm),
            end_s=units.seconds_from_beats(bounds[i + 1], bpm),
        )
        for i, (title, _) in enumerate(starts)
    )
