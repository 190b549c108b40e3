"""The flow of a line: which mora falls on which slot of the grid, found by dynamic programming."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from statistics import fmean

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from lyricaudio import units
from lyricaudio.music.flow.cost import (
    PACES,
    SHORT_END,
    Pace,
    PaceName,
    SlotTable,
    hold_costs,
    place_costs,
    spans_s,
    vowel_rooms_s,
)
from lyricaudio.music.flow.natural import VOICED, FlowMora, VowelRoom, vowel_runs
from lyricaudio.music.flow.phrase import phrase_lengths
from lyricaudio.music.theory.metre import SLOTS_PER_BEAT, Metre, slot_beats
from lyricaudio.music.theory.motif import Motif, usual_motif

_TOO_LATE = 6.0  # when nothing is left for the last vowel
_RATE, _EASY = 8.0, 0.8  # per octave beyond the pace's limits, and beyond what is easy
_EMPTY, _EMPTY_FREE = 2.0, 0.12  # for the empty share of the bars above what is free
_CROWDED, _ROOMY = 8.0, 0.75  # for the share of slots on which a mora begins above what leaves a rhythm
MOST_FILLED = 0.8
LONGEST_RUN = 9
"""So many morae of one length after each other are a rhythm; more are a patter."""
_LONG = 0.9  # for every doubling of the phrase: a short one is remembered better
_OFF_MIDDLE = 1.5  # for a second half that does not begin in the middle of the phrase
_MOST_BARS = 4
_SPARE = 1.1  # of the time that the morae need at their fastest: for pauses and phrase ends
_EVEN = 6.0  # for one more mora as long as those around it, where these are many
_BREAKS = 5  # of long rows
_BREATHLESS = 2.0  # for a line that runs into the next
_BREATH_S = 0.17  # between lines: the fade of the one and the first consonant of the other


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowCost:
    """What a flow costs per mora, by reason; 0 is perfect.

    Attributes
    ----------
    place
        Phrases and accents off the beat, ッ ン ー on it.
    hold
        Morae made longer or shorter than they want to be.
    rate
        The line as a whole too slow or too fast.
    rest
        Bars that stay empty, or no room for the last mora.
    """

    place: float
    hold: float
    rate: float
    rest: float

    @property
    def total(self) -> float:
        """The sum, which is what the search makes least."""
        return self.place + self.hold + self.rate + self.rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The morae of a line on the grid; beats count from the bar line on which the line starts.

    Attributes
    ----------
    onsets_beats
        Where each mora's vowel (or ン, ッ, ー) begins, ascending from 0.
    end_beats
        By when the last mora is over.
    rest_beats
        What is left of the last bar after that: room for a fill, and for the next line's first consonant.
    bars
        How many bars the line takes.
    cost
        What it costs per mora.
    morae_per_s
        The speed, from the first onset to the end.
    vowels
        What is left to each voiced vowel, in order.
    """

    onsets_beats: tuple[Fraction, ...]
    end_beats: Fraction
    rest_beats: Fraction
    bars: int
    cost: FlowCost
    morae_per_s: float
    vowels: tuple[VowelRoom, ...]

    @property
    def squeeze(self) -> float:
        """The least ratio of a vowel's room to its natural length; 1 where there is no vowel."""
        return min((vowel.ratio for vowel in self.vowels), default=1.0)

    @property
    def stretch(self) -> float:
        """The greatest such ratio, vowels before a rest aside."""
        return max((vowel.ratio for vowel in self.vowels if not vowel.at_rest), default=1.0)


def plan_flow(
    morae: Sequence[FlowMora],
    metre: Metre,
    bpm: float,
    pace: PaceName = "chant",
    bars: int | None = None,
    swing: Fraction = Fraction(0),
    motif: Motif | None = None,
) -> Flow:
    """Find the flow of a line that costs least, in a phrase of two, four or eight bars.

    Parameters
    ----------
    morae
        The line's morae, at least one.
    metre, bpm
        How a bar is counted, and the tempo in beats (quarter notes) a minute.
    pace
        How fast morae want to go.
    bars
        How many bars the line is to take; as many more as its morae need. None leaves it to the search.
    swing
        By how much of a slot every odd sixteenth comes late, from 0 to below 1.
    motif
        On which slots the morae like to fall; None is the metre's own.

    Raises
    ------
    ValueError
        When there are no morae, the tempo or the number of bars is not positive, or the swing out of range.
    """
    if not (morae and bpm > 0 and (bars is None or bars > 0) and 0 <= swing < 1):
        raise ValueError("a flow needs morae, a positive tempo, at least one bar, and a swing below 1")
    line = _Line(morae=tuple(morae), metre=metre, pace=PACES[pace], bpm=bpm, swing=swing)
    least = max(bars or 1, line.fewest_bars)
    choice = (least,) if bars else phrase_lengths(least, line.most_bars)
    place = place_costs(line.morae, metre, motif or usual_motif(metre), choice[-1] * metre.slots)
    if bars and (half := line.second_half):
        place[half] += _OFF_MIDDLE * (np.arange(len(place[half])) * 2 != least * metre.slots)
    spans = spans_s(metre.slots, line.slot_s, float(swing))
    hold = hold_costs(line.morae, spans, line.pace)
    end, slots = _found(line, place, hold, choice)
    over = end.slot + end.held
    return Flow(
        onsets_beats=tuple(map(line.beats, slots)),
        end_beats=line.beats(over),
        rest_beats=end.bars * metre.bar_beats - line.beats(over),
        bars=end.bars,
        cost=_cost(place, hold, end, slots),
        morae_per_s=len(morae) / (over * line.slot_s),
        vowels=line.vowels((*slots, over + 1)),
    )


def _found(line: _Line, place: SlotTable, hold: SlotTable, choice: Sequence[int]) -> _Way:
    """Find the cheapest way through one of some numbers of bars that has no long row of morae of one length.

    To break a row only makes a way dearer: what costs more with one than another without it is not tried.
    """
    best, held = _search(place, hold)
    ways = [_way(best, held, _cheapest_end(line, best, bars)) for bars in choice]

    def cost(way: _Way) -> float:
        return _cost(place, hold, *way).total

    first, *others = sorted(ways, key=cost)
    found = _unpattered(line, place, hold, first)
    for way in others:
        if cost(way) < cost(found):
            found = min(found, _unpattered(line, place, hold, way), key=cost)
    return found


def _unpattered(line: _Line, place: SlotTable, hold: SlotTable, way: _Way) -> _Way:
    """Break the long rows of a way through as many bars.

    The cheapest ways of all are evenly short. Where one is too long so, its length is made dear for one mora
    in its middle, and the search begins again.
    """
    taxed = hold.copy()
    for _ in range(_BREAKS):
        end, slots = way
        if not (even := _long_run(slots)):
            break
        middle = _best_break(line.morae, even)
        taxed[middle, :, slots[middle + 1] - slots[middle] - 1] += _EVEN
        best, held = _search(place, taxed)
        way = _way(best, held, _cheapest_end(line, best, end.bars))
    return way


def _way(best: SlotTable, held: NDArray[np.int64], end: _End) -> _Way:
    return end, _trace(held, end.slot)


def _cost(place: SlotTable, hold: SlotTable, end: _End, slots: Sequence[int]) -> FlowCost:
    return FlowCost(
        place=_mean(place[i, slot] for i, slot in enumerate(slots)),
        hold=_mean([*(hold[i, a % 2, b - a - 1] for i, (a, b) in enumerate(pairwise(slots))), 0.0]),
        rate=end.rate,
        rest=end.rest,
    )


def _long_run(slots: Sequence[int]) -> range:
    """Return the first run of morae of one length that is too long; empty where there is none."""
    lengths = [after - before for before, after in pairwise(slots)]
    start = 0
    for _, run in groupby(lengths):
        stop = start + len(list(run))
        if stop - start > LONGEST_RUN:
            return range(start, stop)
        start = stop
    return range(0)


def _best_break(morae: Sequence[FlowMora], run: range) -> int:
    """Return the mora of a run that is to be of another length: the end of a phrase near the middle."""
    middle = (run.start + run.stop - 1) / 2
    reach = LONGEST_RUN / 2
    return min(
        (i for i in run if abs(i - middle) <= reach),
        key=lambda i: (not morae[i].ends_phrase, morae[i].kind != "vowel", abs(i - middle)),
    )


def _search(place: SlotTable, hold: SlotTable) -> tuple[SlotTable, NDArray[np.int64]]:
    """Find the cheapest way to every slot, mora by mora; the first falls on slot 0.

    Parameters
    ----------
    place, hold
        Costs, shapes (morae, slots) and (morae, 2, longest hold); slots and the longest hold are even.

    Returns
    -------
    best, held
        The least cost with which the last mora falls on a slot, shape (slots,); and how long the mora before
        is held when a mora falls on a slot, shape (morae, slots).
    """
    count, slots = place.shape
    longest = hold.shape[-1]
    held = np.zeros((count, slots), dtype=np.int64)
    ways = np.full(longest + slots, np.inf)  # before slot 0 there is nothing to come from
    ways[longest] = place[0, 0]
    back = np.arange(longest, 0, -1)  # the windows begin with the longest hold
    starts = (np.arange(2)[:, None] - back) % 2
    hold = hold[:, starts, back - 1]
    windows = sliding_window_view(ways, longest)[:slots].reshape(-1, 2, longest)  # see what `ways` becomes
    each = np.arange(slots)
    for i in range(1, count):
        reached = (windows + hold[i - 1]).reshape(slots, longest)
        chosen = reached.argmin(axis=-1)
        held[i] = back[chosen]
        ways[longest:] = reached[each, chosen] + place[i]
    return ways[longest:], held


def _trace(held: NDArray[np.int64], last: int) -> tuple[int, ...]:
    """Follow the cheapest way back from the last mora's slot."""
    slots = [last]
    for row in held[:0:-1]:
        slots.append(slots[-1] - int(row[slots[-1]]))
    return tuple(reversed(slots))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """What a flow is planned from."""

    morae: tuple[FlowMora, ...]
    metre: Metre
    pace: Pace
    bpm: float
    swing: Fraction

    @property
    def slot_s(self) -> float:
        return units.seconds_from_beats(Fraction(1, SLOTS_PER_BEAT), self.bpm)

    @property
    def fewest_bars(self) -> int:
        """The bars that a slot for each mora and one for a breath fill."""
        return math.ceil((len(self.morae) + 1) / self.metre.slots)

    @property
    def second_half(self) -> int | None:
        """The mora with which the second of two halves begins; None where there are more, or only one."""
        breaths = [place for place, mora in enumerate(self.morae[:-1], start=1) if mora.ends_breath]
        return breaths[0] if len(breaths) == 1 else None

    @property
    def most_bars(self) -> int:
        """The bars that the morae fill at their slowest, and one more for their pauses, but four at most.

        A phrase of more than four bars is not heard as one; a line that is too dense for four takes more.
        """
        slowest, fastest = (len(self.morae) / rate for rate in self.pace.morae_per_s)
        bar_s = self.metre.slots * self.slot_s
        most = min(math.ceil(slowest / bar_s) + 1, max(_MOST_BARS, math.ceil(_SPARE * fastest / bar_s)))
        return max(self.fewest_bars, most)

    def vowels(self, slots: Sequence[int]) -> tuple[VowelRoom, ...]:
        """Return what is left to each vowel when morae begin on slots; the last slot is the next line's."""
        places = np.array(slots)
        seconds = (places + float(self.swing) * (places % 2)) * self.slot_s
        rooms_s = vowel_rooms_s(self.morae, np.diff(seconds)[:, None, None], self.pace).ravel()
        return tuple(
            VowelRoom(
                mora=run.start,
                natural_s=sum(self.morae[i].vowel_s for i in run),
                room_s=float(sum(rooms_s[i] for i in run)),
                at_rest=self.morae[run.stop - 1].ends_breath,
            )
            for run in vowel_runs([mora.kind for mora in self.morae])
            if self.morae[run.start].kind in VOICED
        )

    def beats(self, slot: int) -> Fraction:
        """Return where a slot is."""
        return slot_beats(slot, self.swing)


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """How a line ends: the last mora's slot, how many slots it is held, and what that costs per mora."""

    bars: int
    slot: int
    held: int
    rate: float
    rest: float


_Way = tuple[_End, tuple[int, ...]]
"""How a line ends, and the slot of each of its morae."""


def _cheapest_end(line: _Line, best: SlotTable, bars: int) -> _End:
    """Choose the last mora's slot in so many bars, given the cheapest way to each slot."""
    count, slots = len(line.morae), bars * line.metre.slots
    last = np.arange(len(best))
    room = slots - 1 - last  # the very last slot is for breath and the next line's consonant
    breath = math.ceil(_BREATH_S / line.slot_s + line.swing) - 1
    held = np.minimum((room - breath).clip(1), max(1, round(line.pace.end_s / line.slot_s)))
    rate = _rate_cost(count / ((last + held).clip(1) * line.slot_s), line.pace)
    empty = 1 - (last + held) / slots
    lack = np.maximum(1 - room * line.slot_s / max(line.morae[-1].vowel_s, line.slot_s), 0)
    rest = _EMPTY * np.maximum(empty - _EMPTY_FREE, 0) + _TOO_LATE * lack / count
    rest += SHORT_END * np.square(1 - held * line.slot_s / line.pace.end_s).clip(0) / count
    rest += _LONG * np.log2(bars) + _CROWDED * max(count / slots - _ROOMY, 0)
    rest += _BREATHLESS * (room <= breath)
    total = np.where(room >= 1, best / count + rate + rest, np.inf)
    slot = int(total.argmin())
    return _End(bars=bars, slot=slot, held=int(held[slot]), rate=float(rate[slot]), rest=float(rest[slot]))


def _mean(costs: Iterable[float]) -> float:
    return fmean(map(float, costs))


def _rate_cost(morae_per_s: SlotTable, pace: Pace) -> SlotTable:
    return np.asarray(
        _RATE * _octaves_outside(morae_per_s, pace.morae_per_s)
        + _EASY * _octaves_outside(morae_per_s, pace.easy_per_s)
    )


def _octaves_outside(morae_per_s: SlotTable, bounds: tuple[float, float]) -> SlotTable:
    slowest, fastest = bounds
    over = np.maximum(np.log2(morae_per_s / fastest), np.log2(slowest / morae_per_s))
    return np.asarray(np.maximum(over, 0.0))
