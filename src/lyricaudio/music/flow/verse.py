"""The flows of many lines that belong together: verses return in the same number of bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from lyricaudio.music.flow.cost import PACES, PaceName
from lyricaudio.music.flow.density import squeezed
from lyricaudio.music.flow.line import Flow, plan_flow
from lyricaudio.music.flow.natural import FlowMora
from lyricaudio.music.theory.metre import Metre

_LEAST_FILLED = 0.55
"""A line that fills less of the bars than this takes fewer."""


def common_bars(
    lines: Sequence[Sequence[FlowMora]],
    metre: Metre,
    bpm: float,
    pace: PaceName = "chant",
    swing: Fraction = Fraction(0),
) -> int:
    """Return how many bars most lines want; the fewest of them when equally many want different numbers.

    Raises
    ------
    ValueError
        When there are no lines, or one cannot be planned.
    """
    wanted = Counter(plan_flow(morae, metre, bpm, pace, swing=swing).bars for morae in lines)
    return min(wanted, key=lambda bars: (-wanted[bars], bars))


def plan_lines(
    lines: Sequence[Sequence[FlowMora]],
    metre: Metre,
    bpm: float,
    pace: PaceName = "chant",
    swing: Fraction = Fraction(0),
) -> tuple[Flow, ...]:
    """Plan lines in as many bars as most of them want; those that do not fit get their own number.

    Takes what `plan_flow` takes, for all lines at once.

    Raises
    ------
    ValueError
        When there are no lines, or one cannot be planned.
    """
    bars = common_bars(lines, metre, bpm, pace, swing)
    alike = (plan_flow(morae, metre, bpm, pace, bars, swing) for morae in lines)
    return tuple(
        flow if _fits(flow, bars, pace) else plan_flow(morae, metre, bpm, pace, swing=swing)
        for morae, flow in zip(lines, alike, strict=True)
    )


def _fits(flow: Flow, bars: int, pace: PaceName) -> bool:
    slowest, fastest = PACES[pace].morae_per_s
    filled = flow.end_beats / (flow.end_beats + flow.rest_beats)
    return (
        flow.bars == bars
        and not squeezed(flow)
        and slowest <= flow.morae_per_s <= fastest
        and filled >= _LEAST_FILLED
    )
