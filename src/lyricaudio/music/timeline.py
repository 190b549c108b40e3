"""The timeline: when everything of an episode happens. All other times are read from it.

Musical time is exact: beats are fractions, counted from the start of the episode. Seconds are derived, and
frames only at the mix. An episode is stretches, one for each segment of its plan, each in the style and tempo
of its song; most have one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from lyricaudio import units
from lyricaudio.music.clock import Clock, Tempo
from lyricaudio.music.spoken import Spoken
from lyricaudio.music.style import Style
from lyricaudio.voice.clip import MoraTime

OUTRO_BARS = 1


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
        return self.start_s + self.spoken.length_s

    @property
    def morae(self) -> tuple[MoraTime, ...]:
        """Its morae, those of a gap too, in seconds from the start of the episode."""
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
class Stretch:
    """A segment of the plan in time: so many bars in the style and tempo of its song.

    Attributes
    ----------
    song
        The identity of the song; empty for the one that was planned.
    intro_bars
        How many bars lead in.
    leads_out
        Whether its last bar is an end: what goes on in the next stretch has none.
    start_beats, start_s
        From the start of the episode.
    """

    song: str = ""
    style: Style
    bpm: float
    bars: int
    intro_bars: int = 1
    leads_out: bool = True
    start_beats: Fraction = Fraction(0)
    start_s: float = 0.0

    @property
    def bar_s(self) -> float:
        """The length of one bar in seconds."""
        return units.seconds_from_beats(self.style.metre.bar_beats, self.bpm)

    @property
    def end_beats(self) -> Fraction:
        """Where it ends, in beats from the start of the episode."""
        return self.start_beats + self.bars * self.style.metre.bar_beats

    @property
    def end_s(self) -> float:
        """Where it ends, in seconds from the start of the episode."""
        return self.start_s + units.seconds_from_beats(self.end_beats - self.start_beats, self.bpm)


RING_S = 1.5
"""How long music that ends goes on to sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """An episode laid out in time.

    Attributes
    ----------
    stretches
        Contiguous from 0 to the end, at least one.
    placements
        In time order, none overlapping another.
    spans
        Contiguous from 0 to the end, one per part of the plan.
    tail_s
        What follows the last bar: the music rings out, then nothing.
    """

    stretches: tuple[Stretch, ...]
    placements: tuple[Placement, ...]
    spans: tuple[TitledSpan, ...]
    tail_s: float = 0.0

    @property
    def clock(self) -> Clock:
        """What turns beats into seconds."""
        return Clock(
            tempi=tuple(
                Tempo(start_beats=one.start_beats, start_s=one.start_s, bpm=one.bpm) for one in self.stretches
            )
        )

    @property
    def stretch(self) -> Stretch:
        """The only stretch; `ValueError` when there are several: they have their own tempi and styles."""
        (only,) = self.stretches
        return only

    @property
    def bpm(self) -> float | None:
        """The tempo, when one rules the whole episode."""
        tempi = {stretch.bpm for stretch in self.stretches}
        return tempi.pop() if len(tempi) == 1 else None

    @property
    def bars(self) -> int:
        """The length in bars."""
        return sum(stretch.bars for stretch in self.stretches)

    @property
    def length_s(self) -> float:
        """The length of the episode in seconds."""
        return self.stretches[-1].end_s + self.tail_s

    @property
    def heard(self) -> tuple[Placement, ...]:
        """What a voice says: all but gaps."""
        return tuple(placement for placement in self.placements if placement.spoken.gap is None)

    def stretch_at(self, beats: Fraction) -> Stretch:
        """Return the stretch in which a beat of the episode lies."""
        return self.stretches[self._number_at(beats)]

    def _number_at(self, beats: Fraction) -> int:
        return max(0, bisect_right(self.stretches, beats, key=lambda one: one.start_beats) - 1)

    def bar_at(self, beats: Fraction) -> int:
        """Return the bar in which a beat lies, counted from 0 at the start of the episode."""
        here = self.stretch_at(beats)
        earlier = sum(one.bars for one in self.stretches if one.start_beats < here.start_beats)
        return earlier + int((beats - here.start_beats) / here.style.metre.bar_beats)

    def apart(self) -> Iterator[Timeline]:
        """Yield each stretch as a timeline of its own, its beats and seconds counted from its own start."""
        if len(self.stretches) == 1:
            yield self
            return
        placements: list[list[Placement]] = [[] for _ in self.stretches]
        for placement in self.placements:
            placements[self._number_at(placement.start_beats)].append(placement)
        for stretch, its in zip(self.stretches, placements, strict=True):
            spans = (one for one in self.spans if stretch.start_s <= one.start_s < stretch.end_s)
            here = Timeline(stretches=(stretch,), placements=tuple(its), spans=tuple(spans))
            yield here.moved(-stretch.start_beats, -stretch.start_s)

    def moved(self, by_beats: Fraction, by_s: float) -> Timeline:
        """Return it with everything so many beats, which are so many seconds, later."""
        if not by_beats:
            return self
        return Timeline(
            stretches=tuple(
                replace(one, start_beats=one.start_beats + by_beats, start_s=one.start_s + by_s)
                for one in self.stretches
            ),
            placements=tuple(
                replace(one, start_beats=one.start_beats + by_beats, start_s=one.start_s + by_s)
                for one in self.placements
            ),
            spans=tuple(
                replace(one, start_s=one.start_s + by_s, end_s=one.end_s + by_s) for one in self.spans
            ),
        )


def in_a_row(timelines: tuple[Timeline, ...]) -> Timeline:
    """Return one timeline in which others, at least one, are heard one after the other."""
    at_beats, at_s = Fraction(0), 0.0
    moved: list[Timeline] = []
    for timeline in timelines:
        moved.append(timeline.moved(at_beats, at_s))
        at_beats, at_s = moved[-1].stretches[-1].end_beats, moved[-1].length_s
    return Timeline(
        stretches=tuple(one for timeline in moved for one in timeline.stretches),
        placements=tuple(one for timeline in moved for one in timeline.placements),
        spans=tuple(one for timeline in moved for one in timeline.spans),
    )


def ringing_out(timeline: Timeline) -> Timeline:
    """Return a timeline behind whose last bar there is time for the music to ring out."""
    spans = timeline.spans
    if spans:
        spans = (*spans[:-1], replace(spans[-1], end_s=spans[-1].end_s + RING_S))
    return replace(timeline, spans=spans, tail_s=timeline.tail_s + RING_S)


def fitted(timeline: Timeline, length_s: float) -> Timeline:
    """Return a timeline that is as long as is wanted; one that is longer already as it is.

    What is lacking is bars in which the band goes on, between the stretches, the later first; what is less
    than a bar is silence at the end.
    """
    alone = list(timeline.apart())
    lacking_s = length_s - timeline.length_s
    more = [0] * len(alone)
    while lacking_s > 0:
        given_s = lacking_s
        for number in reversed(range(max(1, len(alone) - 1))):
            bar_s = alone[number].stretch.bar_s
            if bar_s <= lacking_s:
                more[number] += 1
                lacking_s -= bar_s
        if lacking_s == given_s:
            break
    row = in_a_row(tuple(_with_bars(one, bars) for one, bars in zip(alone, more, strict=True)))
    if lacking_s <= 0:
        return row
    last = replace(row.spans[-1], end_s=row.spans[-1].end_s + lacking_s)
    return replace(row, spans=(*row.spans[:-1], last), tail_s=lacking_s)


def _with_bars(timeline: Timeline, bars: int) -> Timeline:
    """Return a timeline of one stretch with more bars behind it."""
    stretch = replace(timeline.stretch, bars=timeline.stretch.bars + bars)
    spans = timeline.spans
    if spans:
        spans = (*spans[:-1], replace(spans[-1], end_s=stretch.end_s))
    return replace(timeline, stretches=(stretch,), spans=spans)
