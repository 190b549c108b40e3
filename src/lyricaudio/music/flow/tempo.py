"""The tempo of a song: the one in which its lines need the least warping."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from lyricaudio.music.flow.cost import PaceName
from lyricaudio.music.flow.line import plan_flow
from lyricaudio.music.flow.natural import FlowMora
from lyricaudio.music.theory.metre import Metre

_COARSE = 4


def best_tempo(
    lines: Sequence[Sequence[FlowMora]],
    metre: Metre,
    bpm_range: tuple[float, float],
    pace: PaceName = "chant",
    swing: Fraction = Fraction(0),
) -> float:
    """Return the tempo, a whole number of beats a minute, whose flows cost least over all lines.

    Every fourth tempo of the range is tried, and then the neighbours of the best; of equals the slowest.

    Parameters
    ----------
    lines
        The morae of each line, at least one.
    metre, pace, swing
        As in `plan_flow`.
    bpm_range
        The slowest and the fastest that may be, both included.

    Raises
    ------
    ValueError
        When there are no lines, or no whole number is in the range.
    """
    slowest, fastest = math.ceil(bpm_range[0]), math.floor(bpm_range[1])
    if not lines or slowest > fastest:
        raise ValueError("a tempo needs lines, and a range with a whole number in it")

    @cache
    def cost(bpm: int) -> float:
        return sum(plan_flow(morae, metre, bpm, pace, swing=swing).cost.total for morae in lines)

    near = min((*range(slowest, fastest, _COARSE), fastest), key=cost)
    fine = range(max(slowest, near - _COARSE + 1), min(fastest, near + _COARSE - 1) + 1)
    return float(min(fine, key=cost))
