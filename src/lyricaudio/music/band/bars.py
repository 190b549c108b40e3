"""What goes on in every bar of a timeline, as the band needs to know it."""

from __future__ import annotations

from fractions import Fraction

from lyricaudio import units
from lyricaudio.music.band.arrangement import Bar
from lyricaudio.music.style import Energy
from lyricaudio.music.timeline import OUTRO_BARS, Placement, Timeline

_FILL_BEATS = 1
"""A line that leaves so much of its last bar free is answered by a fill."""


def bars_of(timeline: Timeline) -> tuple[Bar, ...]:
    """Return one `Bar` for each bar of a timeline of one stretch, from its start.

    A bar belongs to what is heard longest in it; one in which nothing is heard goes on as the one before.
    Under a line the chords are those of its place in its section; elsewhere the progression goes on.
    """
    owners = _owners(timeline)
    openings = {_bar_at(timeline, span.start_s) for span in timeline.spans[1:]}
    counted = {
        int(placement.start_beats / timeline.stretch.style.metre.bar_beats)
        for placement in timeline.placements
        if placement.spoken.gap and placement.spoken.gap.count_in
    }
    bars: list[Bar] = []
    step, hook = -1, False
    for number in range(timeline.bars):
        owner = owners.get(number)
        if owner is not None and owner.spoken.begins_as.is_line:
            step, hook = _chord_step(owner, number, timeline), owner.spoken.cue.hook
        else:
            step += 1
        energy = _energy(number, owner, bars[-1].energy if bars else "intro", timeline)
        fill_from = timeline.stretch.style.metre.bar_beats / 2 if number + 1 in openings else None
        bars.append(
            Bar(
                energy=energy,
                hook=hook,
                chord_step=step,
                fill_from=_rest_from(owner, number, timeline) if fill_from is None else fill_from,
                counts_in=number in counted,
            )
        )
    return tuple(bars)


def _owners(timeline: Timeline) -> dict[int, Placement]:
    """Return for each bar in which something is heard what is heard longest in it."""
    longest: dict[int, tuple[float, Placement]] = {}
    for placement in timeline.placements:
        first_s = units.seconds_from_beats(placement.start_beats, timeline.stretch.bpm)
        end_s = max(placement.end_s, first_s + _flow_s(placement, timeline))
        for number in range(_bar_at(timeline, first_s), _bar_at(timeline, end_s - 1e-6) + 1):
            start_s = number * timeline.stretch.bar_s
            heard_s = min(end_s, start_s + timeline.stretch.bar_s) - max(first_s, start_s)
            if heard_s > longest.get(number, (0.0, None))[0]:
                longest[number] = heard_s, placement
    return {number: placement for number, (_, placement) in longest.items()}


def _flow_s(placement: Placement, timeline: Timeline) -> float:
    flow = placement.spoken.flow
    return flow.bars * timeline.stretch.bar_s if flow else 0.0


def _bar_at(timeline: Timeline, time_s: float) -> int:
    return int((time_s + 1e-6) // timeline.stretch.bar_s)


def _energy(number: int, owner: Placement | None, before: Energy, timeline: Timeline) -> Energy:
    if number < timeline.stretch.intro_bars:
        return "intro"
    if timeline.stretch.leads_out and number >= timeline.bars - OUTRO_BARS:
        return "outro"
    if owner is None:
        return before
    # In a gap for a line the band goes on as under it: one sings to it.
    energy = (owner.spoken.begins_as if owner.spoken.begins_as.is_line else owner.spoken.role).energy
    if energy != "song":
        return energy
    return "hook" if owner.spoken.cue.hook else "verse"


def _chord_step(owner: Placement, number: int, timeline: Timeline) -> int:
    first = int(owner.start_beats / timeline.stretch.style.metre.bar_beats)
    return owner.spoken.chord_step + number - first


def _rest_from(owner: Placement | None, number: int, timeline: Timeline) -> Fraction | None:
    """Return the beat in a bar from which a line leaves it free, if that is a beat or more."""
    flow = owner.spoken.flow if owner else None
    if owner is None or flow is None or flow.rest_beats < _FILL_BEATS:
        return None
    bar_beats = timeline.stretch.style.metre.bar_beats
    last = int(owner.start_beats / bar_beats) + flow.bars - 1
    if number != last:
        return None
    return Fraction(max(0, -(-(bar_beats - flow.rest_beats) // 1)))
