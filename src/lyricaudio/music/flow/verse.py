"""The flows of many lines that belong together: phrases of one length, and sections of whole periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from lyricaudio.music.flow.cost import PACES, PaceName
from lyricaudio.music.flow.density import squeezed
from lyricaudio.music.flow.line import MOST_FILLED, Flow, plan_flow
from lyricaudio.music.flow.natural import FlowMora
from lyricaudio.music.flow.phrase import PERIOD_BARS
from lyricaudio.music.theory.metre import SLOTS_PER_BEAT, Metre
from lyricaudio.music.theory.motif import Motif

_LEAST_FILLED = 0.5
"""A line that fills less of a longer phrase than this is no phrase of that length."""


def common_bars(
    lines: Sequence[Sequence[FlowMora]],
    metre: Metre,
    bpm: float,
    pace: PaceName = "chant",
    swing: Fraction = Fraction(0),
    motif: Motif | None = None,
) -> int:
    """Return how many bars most lines want; the fewest of them when equally many want different numbers.

    Raises
    ------
    ValueError
        When there are no lines, or one cannot be planned.
    """
    wanted = Counter(plan_flow(morae, metre, bpm, pace, swing=swing, motif=motif).bars for morae in lines)
    return min(wanted, key=lambda bars: (-wanted[bars], bars))


def plan_lines(
    lines: Sequence[Sequence[FlowMora]],
    metre: Metre,
    bpm: float,
    pace: PaceName = "chant",
    swing: Fraction = Fraction(0),
    *,
    motif: Motif | None = None,
    sections: Sequence[int] = (),
) -> tuple[Flow, ...]:
    """Plan lines in as many bars as most of them want; those that do not fit get their own number.

    Where a section would end in the middle of a period of four bars, its fullest line of two bars takes four,
    if it is not too slow then.

    Parameters
    ----------
    lines, metre, bpm, pace, swing, motif
        As in `plan_flow`, for all lines at once.
    sections
        The number of the section to which each line belongs; empty when that does not matter.

    Raises
    ------
    ValueError
        When there are no lines, or one cannot be planned.
    """
    bars = common_bars(lines, metre, bpm, pace, swing, motif)
    plan = partial(plan_flow, metre=metre, bpm=bpm, pace=pace, swing=swing, motif=motif)
    alike = (plan(morae, bars=bars) for morae in lines)
    flows = [
        flow if _fits(flow, bars, pace) else plan(morae) for morae, flow in zip(lines, alike, strict=True)
    ]
    for section in set(sections):
        place = _to_widen([flow if of == section else None for flow, of in zip(flows, sections, strict=True)])
        if place is not None and _fits(wide := plan(lines[place], bars=PERIOD_BARS), PERIOD_BARS, pace):
            flows[place] = wide
    return tuple(flows)


def _to_widen(section: Sequence[Flow | None]) -> int | None:
    """Return the place of the fullest line of two bars in a section of no whole periods; None in others."""
    bars = {place: flow.bars for place, flow in enumerate(section) if flow}
    half = PERIOD_BARS // 2
    if sum(bars.values()) % PERIOD_BARS != half:
        return None
    morae = {
        place: len(flow.onsets_beats) for place, flow in enumerate(section) if flow and flow.bars == half
    }
    return max(morae, key=lambda place: (morae[place], place), default=None)


def _fits(flow: Flow, bars: int, pace: PaceName) -> bool:
    slowest, fastest = PACES[pace].morae_per_s
    return (
        flow.bars == bars
        and not squeezed(flow)
        and slowest <= flow.morae_per_s <= fastest
        and flow.end_beats >= _LEAST_FILLED * (flow.end_beats + flow.rest_beats)
        and len(flow.onsets_beats) <= MOST_FILLED * SLOTS_PER_BEAT * (flow.end_beats + flow.rest_beats)
    )
