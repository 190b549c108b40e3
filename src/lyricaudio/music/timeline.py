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
from lyricaudio.lesson.plan import Cue
from lyricaudio.lesson.roles import ROLES
from lyricaudio.music.flow.line import Flow
from lyricaudio.music.style import Style
from lyricaudio.music.theory.metre import SLOTS_PER_BEAT
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import ClipFacts, MoraTime

LEAD_IN_BARS = 1  # wakes a Bluetooth link, and lets the listener find the beat
OUTRO_BARS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A cue with its reading, and the clip of the voice that says it.

    `flow` says which mora falls on which slot, None for what is spoken at its own speed; `notes` are the
    pitches of a sung line's morae (MIDI note numbers); `chord_step` is the chord on which a line begins.
    """

    cue: Cue
    reading: Reading
    voice: str
    clip_key: str
    facts: ClipFacts
    flow: Flow | None = None
    notes: tuple[float, ...] | None = None
    chord_step: int = 0

    @property
    def lead_s(self) -> float:
        """How long it sounds before its first vowel."""
        return self.facts.morae[0].vowel_onset_s if self.facts.morae else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenPart:
    """A part of the plan with its cues spoken; cues that say nothing are left out."""

    title: str
    items: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A spoken cue, the beat that it is set on, and when its sound begins.

    `start_beats` is the bar line (or the beat) from which a flow counts, and on which else the first vowel
    falls: its consonant sounds before.
    """

    spoken: Spoken
    start_beats: Fraction
    start_s: float

    @property
    def slots_beats(self) -> tuple[Fraction, ...]:
        """The slot of each mora, from the start of the episode; empty when it is spoken at its own speed."""
        flow = self.spoken.flow
        return tuple(self.start_beats + onset for onset in flow.onsets_beats) if flow else ()

    @property
    def heard_s(self) -> float:
        """When its first mora is heard; a set clip fades in before it."""
        return self.start_s + (self.spoken.facts.morae[0].start_s if self.spoken.facts.morae else 0.0)

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
class TitledSpan:
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
    bars
        The length.
    """

    bpm: float
    style: Style
    placements: tuple[Placement, ...]
    spans: tuple[TitledSpan, ...]
    bars: int

    @property
    def bar_s(self) -> float:
        """The length of one bar in seconds."""
        return units.seconds_from_beats(self.style.metre.bar_beats, self.bpm)

    @property
    def length_s(self) -> float:
        """The length of the episode in seconds."""
        return units.seconds_from_beats(self.bars * self.style.metre.bar_beats, self.bpm)


_PART_REST_BEATS = Fraction(2)
_BREATH_BEATS = Fraction(1, SLOTS_PER_BEAT)


def lay_out(parts: Sequence[SpokenPart], style: Style, bpm: float) -> Timeline:
    """Set spoken parts on the beat.

    Every cue begins on a bar line or on a beat, as its role says, the next possible after the role's rest. A
    bar leads in and one leads out.

    Parameters
    ----------
    parts
        What is to be heard, in order; parts without items are left out.
    style, bpm
        The metre, and the tempo in beats a minute.
    """
    bar_beats = style.metre.bar_beats
    at = LEAD_IN_BARS * bar_beats - _PART_REST_BEATS  # the lead-in serves as the first part's rest
    placements: list[Placement] = []
    starts: list[tuple[str, Fraction]] = []
    for part in parts:
        for number, item in enumerate(part.items):
            start = _start(at, item, number == 0, bar_beats, bpm)
            if number == 0:
                starts.append((part.title, start))
            placements.append(_placed(item, start, bpm))
            at = _end(placements[-1], bar_beats, bpm)
    bars = int(_next(at, bar_beats) / bar_beats) + OUTRO_BARS
    return Timeline(
        bpm=bpm,
        style=style,
        placements=tuple(placements),
        spans=_spans(starts, bpm, bars * bar_beats),
        bars=bars,
    )


def _start(at: Fraction, item: Spoken, opens_part: bool, bar_beats: Fraction, bpm: float) -> Fraction:
    """Return the beat on which the next cue is set when the one before has ended at `at`."""
    role = ROLES[item.cue.role]
    rest = max(role.rest_beats, _PART_REST_BEATS) if opens_part else role.rest_beats
    # What sounds before the beat must not sound into the one before; a lead-in is no such neighbour.
    earliest = at + max(rest, _beats_up(item.lead_s, bpm))
    return _next(earliest, bar_beats if opens_part or role.on_bar else Fraction(1))


def _placed(item: Spoken, start: Fraction, bpm: float) -> Placement:
    first = start + (item.flow.onsets_beats[0] if item.flow else 0)
    start_s = units.seconds_from_beats(first, bpm) - item.lead_s
    return Placement(spoken=item, start_beats=start, start_s=start_s)


def _end(placement: Placement, bar_beats: Fraction, bpm: float) -> Fraction:
    """Return when a cue has ended: its sound, and the bars that its flow fills but for a slot of breath."""
    sounded = _beats_up(placement.end_s, bpm)
    flow = placement.spoken.flow
    if flow is None:
        return sounded
    return max(sounded, placement.start_beats + flow.bars * bar_beats - _BREATH_BEATS)


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
