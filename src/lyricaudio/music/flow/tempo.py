"""The tempo of a song: one in which its lines need little warping, and that is usual for its style."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from lyricaudio.music.flow.cost import PaceName
from lyricaudio.music.flow.line import plan_flow
from lyricaudio.music.flow.natural import FlowMora
from lyricaudio.music.theory.metre import Metre
from lyricaudio.music.theory.motif import Motif

_STEP = 4
_AS_GOOD = 1.15
"""So much more than the least cost is borne for the usual tempo: the style is made for that one."""

_MOST_LINES = 32
"""So many lines, spread over the song, tell its tempo: of a thousand each would be set a dozen times."""


def best_tempo(
    lines: Sequence[Sequence[FlowMora]],
    metre: Metre,
    bpm_range: tuple[float, float],
    pace: PaceName = "chant",
    swing: Fraction = Fraction(0),
    *,
    motif: Motif | None = None,
    usual: float | None = None,
) -> float:
    """Return the most usual tempo, a whole number of beats a minute, that suits the lines as well as any.

    Every fourth tempo of the range is tried, the usual one and both ends among them. Of those whose flows
    cost at most 1.15 times the least over all lines (of a long song, over lines from all over it) the one
    next to the usual tempo is taken, of two the slower: a word more or less does not move a whole song to
    another tempo, which would set all of its lines anew.

    Parameters
    ----------
    lines
        The morae of each line, at least one.
    metre, pace, swing, motif
        As in `plan_flow`.
    bpm_range
        The slowest and the fastest that may be, both included.
    usual
        The style's own tempo; None is the middle of the range.

    Raises
    ------
    ValueError
        When there are no lines, or no whole number is in the range.
    """
    slowest, fastest = math.ceil(bpm_range[0]), math.floor(bpm_range[1])
    if not lines or slowest > fastest:
        raise ValueError("a tempo needs lines, and a range with a whole number in it")
    centre = min(max(round(usual or sum(bpm_range) / 2), slowest), fastest)
    tempi = {slowest, fastest, *range(centre, slowest, -_STEP), *range(centre, fastest, _STEP)}
    costs = {
        bpm: sum(_flow_cost(tuple(morae), metre, bpm, pace, swing, motif) for morae in _spread(lines))
        for bpm in tempi
    }
    most = _AS_GOOD * min(costs.values())
    return float(min((bpm for bpm in tempi if costs[bpm] <= most), key=lambda bpm: (abs(bpm - centre), bpm)))


@lru_cache(maxsize=4096)  # a line that comes again, and all but the one that is edited, costs what it did
def _flow_cost(
    morae: tuple[FlowMora, ...],
    metre: Metre,
    bpm: float,
    pace: PaceName,
    swing: Fraction,
    motif: Motif | None,
) -> float:
    """Return what the flow of a line costs at a tempo."""
    return plan_flow(morae, metre, bpm, pace, swing=swing, motif=motif).cost.total


def _spread(lines: Sequence[Sequence[FlowMora]]) -> list[Sequence[FlowMora]]:
    """Return all lines, or of many some from all over them."""
    count = min(len(lines), _MOST_LINES)
    return [lines[place * len(lines) // count] for place in range(count)]
