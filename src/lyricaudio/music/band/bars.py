"""What goes on in every bar of a timeline, as the band needs to know it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from lyricaudio import units
from lyricaudio.music.band.arrangement import Bar
from lyricaudio.music.flow.phrase import PERIOD_BARS
from lyricaudio.music.style import Energy
from lyricaudio.music.timeline import OUTRO_BARS, Placement, Timeline

_FILL_BEATS = 1
"""A line that leaves so much of its last bar free before something else is answered by a fill."""


def bars_of(timeline: Timeline) -> tuple[Bar, ...]:
    """Return one `Bar` for each bar of a timeline of one stretch, from its start.

    A bar belongs to what is heard longest in it; one in which nothing is heard goes on as the one before.
    Under a line the chords are those of its place in its section; elsewhere the progression goes on. Among
    lines the drums fill at the end of every period of four bars, and build up to a hook; to the last one they
    come back after a breakdown.
    """
    owners = _owners(timeline)
    openings = {_bar_at(timeline, span.start_s) for span in timeline.spans[1:]}
    counted = {
        int(placement.start_beats / timeline.stretch.style.metre.bar_beats)
        for placement in timeline.placements
        if placement.spoken.gap and placement.spoken.gap.count_in
    }
    bars: list[Bar] = []
    run = _Run()
    for number in range(timeline.bars):
        owner = owners.get(number)
        run = run.after(owner, opens=number in openings)
        step = run.step if owner is None or not _is_line(owner) else _chord_step(owner, number, timeline)
        run = replace(run, step=step + 1)
        energy = _energy(number, owner, bars[-1].energy if bars else "intro", timeline)
        following = owners.get(number + 1)
        builds = _builds(energy, following, run)
        bars.append(
            Bar(
                energy=energy,
                hook=run.hook,
                chord_step=step,
                fill_from=None
                if builds
                else _fill_from(number, owner, following, run, number + 1 in openings, timeline),
                builds=builds,
                answers=owner is None and energy in ("verse", "hook"),
                counts_in=number in counted,
            )
        )
    return _last_chorus(bars, may_break=not any(one.spoken.gap for one in timeline.placements))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """How far a run of bars has come in which there are lines, and nothing else.

    Attributes
    ----------
    bars
        How many bars it has; 0 outside of one.
    step, hook
        The chord of the next bar, and whether the hook's progression goes on in it.
    """

    bars: int = 0
    step: int = 0
    hook: bool = False

    def after(self, owner: Placement | None, *, opens: bool) -> _Run:
        """Return it with another bar; a new one begins where a part opens."""
        if owner is None:
            return replace(self, bars=self.bars + 1 if self.bars else 0)
        if not _is_line(owner):
            return replace(self, bars=0)
        return replace(self, bars=1 if opens else self.bars + 1, hook=owner.spoken.cue.hook)


def _is_line(placement: Placement) -> bool:
    return placement.spoken.begins_as.is_line


def _builds(energy: Energy, following: Placement | None, run: _Run) -> bool:
    """Tell whether a bar is the last of a run of lines before a hook."""
    return (
        run.bars >= PERIOD_BARS
        and energy == "verse"
        and following is not None
        and _is_line(following)
        and following.spoken.cue.hook
    )


def _fill_from(
    number: int,
    owner: Placement | None,
    following: Placement | None,
    run: _Run,
    next_opens: bool,
    timeline: Timeline,
) -> Fraction | None:
    """Return the beat from which the drums fill, if they do: half a bar before a part, a beat after a period.

    Where no line follows a line, its own rest is filled.
    """
    bar_beats = timeline.stretch.style.metre.bar_beats
    if next_opens:
        return bar_beats / 2
    ends = number + 1 == timeline.bars - OUTRO_BARS
    if ends or (following is not None and not _is_line(following)):
        return _rest_from(owner, number, timeline)
    if run.bars and run.bars % PERIOD_BARS == 0:
        return bar_beats - _FILL_BEATS
    return None


def _last_chorus(bars: list[Bar], *, may_break: bool) -> tuple[Bar, ...]:
    """Return bars in which the last of several hooks is fuller than those before, and led to by less.

    The verse between the last two hooks begins with a breakdown of one period, where verses are not gone
    through several times, which is to sound alike.
    """
    starts = [
        number
        for number, (before, bar) in enumerate(pairwise(bars), start=1)
        if bar.energy == "hook" and before.energy != "hook"
    ]
    if len(starts) < 2:
        return tuple(bars)
    last = starts[-1]
    verse = next((number for number in range(last - 1, 0, -1) if bars[number].energy != "verse"), 0) + 1
    breaks = may_break and bars[verse - 1].energy == "hook"
    down = range(verse, min(verse + PERIOD_BARS, last)) if breaks else range(0)
    return tuple(
        replace(
            bar,
            energy="break" if number in down else bar.energy,
            full=bar.energy == "hook" and number >= last,
        )
        for number, bar in enumerate(bars)
    )


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
