"""Finding when the lines of a song are sung in a recording, and how sure that is.

The voice and the band of a recording are nobody's acquaintances. A first way through it (:mod:`.way`) goes by
the embedded voice over this recording (:mod:`.sounds`), in the order in which the lines are written. What
sounds where on this way tells how this voice sounds, and this band, by which the next way is found, and so on
a few times over; at the end lines may also be left out or swapped.

How sure a line is, the others tell: its sounds are judged by what was learned from the rest of the recording.
In mixes of ours, of two voices, chanted and sung, up to 9 dB softer than we would mix them, the sounds of a
line that is there are 1.25 nepers and more likelier than any sound would be, those of one that is not at most
0.91. And a recording in which fewer than half of the lines are heard is taken for another song's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from lyricaudio.lesson.sung import SURE, FoundLine
from lyricaudio.mix.finding.sounds import Sounds, expected_sounds, features_of, heard_sounds, rescaled
from lyricaudio.mix.finding.spoken import BAND, SpokenLine
from lyricaudio.mix.finding.way import Passed, Way, best_way, chain_of
from lyricaudio.mix.onsets import FRAME_S, Curve, Levels

_ROUNDS = 4
_MOST_STEPS = 300_000_000
_PACE, _PACES = 1.15, (0.7, 4.0)  # times as long as when it is spoken
_WEIGHT = 0.3  # frames overlap: each counts for so much
_MOST = 8.0  # what a single frame may prove
_OTHER_VOICE = 2.0  # by which words of no line must be more likely than the band
_PRIOR_FRAMES = 30.0
_LEAST_SHARE = 0.5  # of the lines
_BELIEVED, _DOUBT = 1.1, 0.12
"""Nepers by which a line's sounds are likelier than any: where chances are even, and the slope there."""

_NO_JUMP, _FREE_JUMP = 1e6, 15.0  # what it costs that another line follows than should
_OTHER_SECTION = 4.0


def found_lines(
    levels: Levels,
    lines: Sequence[SpokenLine],
    sections: Sequence[Sequence[str]],
    as_sung: Sequence[Sequence[str]],
) -> tuple[FoundLine, ...]:
    """Find the lines of a song in a recording, in order of time; a line may be sung several times, or not.

    Parameters
    ----------
    levels
        What was heard.
    lines
        As the embedded voice says them.
    sections, as_sung
        The names of lines as they are written, and in the order in which their sections are most likely sung.

    Returns
    -------
    tuple of FoundLine
        Empty, too, when recording and song are together so long that the work would take gigabytes.
    """
    states = sum(len(chain_of([line], _PACE).kinds) for line in lines)
    if not lines or states * len(levels.rows) > _MOST_STEPS:
        return ()
    features = features_of(levels.rows)
    expected = sounds = rescaled(expected_sounds(levels.rows, lines, seed=0), features)
    pace, way = _PACE, None
    for number in range(_ROUNDS):
        jump = _FREE_JUMP if number == _ROUNDS - 1 else _NO_JUMP
        way = _way(sounds.likely(features), lines, pace, *_costs(lines, sections, as_sung, jump))
        pace = _pace(way, lines, pace)
        sounds = heard_sounds(features, way.kinds, sounds, _PRIOR_FRAMES)
    assert way is not None
    found = [
        FoundLine(
            of=lines[one.line].of,
            at_s=one.first * FRAME_S,
            end_s=one.stop * FRAME_S,
            sure=_sure(features, way, one, expected),
        )
        for one in way.passed
    ]
    share = len({line.of for line in found if line.sure >= SURE}) / len(lines)
    return tuple(replace(line, sure=line.sure * (1.0 if share >= _LEAST_SHARE else share)) for line in found)


def _sure(features: Curve, way: Way, line: Passed, expected: Sounds) -> float:
    """Return how sure it is that a line is sung somewhere, by the sounds of all others, 0 to 1."""
    frames = slice(line.first, line.stop)
    others = np.ones(len(way.kinds), np.bool_)
    for one in way.passed:
        if one.line == line.line:  # sung twice it would be its own witness
            others[one.first : one.stop] = False
    sounds = heard_sounds(features[others], way.kinds[others], expected, _PRIOR_FRAMES)
    own = way.kinds[frames]
    likely = np.clip(sounds.likely(features[frames]), -_MOST, _MOST)[np.arange(len(own)), own]
    if not (own != BAND).any():
        return 0.0
    evidence = likely[own != BAND].mean()
    return float(1 / (1 + np.exp(-(evidence - _BELIEVED) / _DOUBT)))


def _way(likely: Curve, lines: Sequence[SpokenLine], pace: float, costs: Curve, end_costs: Curve) -> Way:
    weighed = _WEIGHT * np.clip(likely, -_MOST, _MOST)
    other = weighed[:, :BAND].max(axis=1) - _OTHER_VOICE
    return best_way(chain_of(lines, pace), weighed, np.maximum(weighed[:, BAND], other), costs, end_costs)


def _pace(way: Way, lines: Sequence[SpokenLine], before: float) -> float:
    """Return how many times as long the lines take as when they are spoken."""
    spoken_s = sum(lines[one.line].seconds for one in way.passed)
    sung_s = FRAME_S * sum(one.stop - one.first for one in way.passed)
    return float(np.clip(sung_s / spoken_s, *_PACES)) if spoken_s else before


def _costs(
    lines: Sequence[SpokenLine],
    sections: Sequence[Sequence[str]],
    as_sung: Sequence[Sequence[str]],
    jump: float,
) -> tuple[Curve, Curve]:
    """Return what it costs to sing each line after each (or first), and to end after it."""
    numbers = {line.of: number for number, line in enumerate(lines)}
    written = [its for section in sections if (its := [numbers[name] for name in section if name in numbers])]
    sung = [its for section in as_sung if (its := [numbers[name] for name in section if name in numbers])]
    costs, end_costs = np.full((len(lines) + 1, len(lines)), jump), np.full(len(lines) + 1, jump)
    lasts = [0, *(section[-1] + 1 for section in written)]
    costs[np.ix_(lasts, [section[0] for section in written])] = min(jump, _OTHER_SECTION)
    end_costs[lasts[1:]] = min(jump, _OTHER_SECTION)
    for section in written:
        costs[[line + 1 for line in section[:-1]], section[1:]] = 0.0
    costs[0, sung[0][0]] = end_costs[sung[-1][-1] + 1] = 0.0
    for before, after in pairwise(sung):
        costs[before[-1] + 1, after[0]] = 0.0
    return costs, end_costs
