"""The most likely way of a recording through the lines of a song: which of them is sung when.

A hidden Markov model: each sound of a line is a chain of states that each last a frame or longer, so a line
has a shortest length and no longest; before, between and behind lines the band plays alone. What follows a
line is most likely the next one; another one costs. The best way is found by Viterbi's algorithm [1]_.

References
----------
.. [1] L. R. Rabiner, "A tutorial on hidden Markov models and selected applications in speech recognition",
   Proceedings of the IEEE 77(2), 1989.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lyricaudio.mix.finding.spoken import BAND, Kinds, SpokenLine
from lyricaudio.mix.onsets import FRAME_S, Curve

Flags = npt.NDArray[np.bool_]

_FASTEST = 0.5  # times as long as a sound is expected to last
_LEAVE_PAUSE = 0.1  # a breath lasts ten frames
_NEVER = -1e9
_SKIP, _ENTER = 2, 3  # steps besides staying (0) and going to the next state (1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chain:
    """The states of all lines, one after the other.

    Attributes
    ----------
    kinds
        What each state sounds like, shape (states,).
    stay, leave
        The logarithm of the chance of a state to last another frame, and to be over, shape (states,).
    firsts, lasts
        The states in which each line begins and ends, shape (lines,).
    after_pause
        Whether a state may follow the one before its pause, shape (states,).
    lines
        The line that each state is of, shape (states,).
    """

    kinds: Kinds
    stay: Curve
    leave: Curve
    firsts: Kinds
    lasts: Kinds
    after_pause: Flags
    lines: Kinds


def chain_of(lines: Sequence[SpokenLine], pace: float) -> Chain:
    """Return the states of lines that take so many times as long as when they are spoken."""
    kinds: list[int] = []
    leave: list[float] = []
    after_pause: list[bool] = []
    of: list[int] = []
    firsts: list[int] = []
    for number, line in enumerate(lines):
        firsts.append(len(kinds))
        for phone in line.phones:
            if phone.pause:
                kinds.append(BAND)
                leave.append(_LEAVE_PAUSE)
                after_pause.append(False)
                of.append(number)
            expected = max(1.0, phone.seconds * pace / FRAME_S)
            states = max(1, round(expected * _FASTEST))
            over = min(0.95, states / max(expected, 1.05 * states))
            kinds += [phone.kind] * states
            leave += [over] * states
            after_pause += [phone.pause] + [False] * (states - 1)
            of += [number] * states
    chances = np.array(leave)
    return Chain(
        kinds=np.array(kinds, np.int64),
        stay=np.log1p(-chances),
        leave=np.log(chances),
        firsts=np.array(firsts, np.int64),
        lasts=np.array([*firsts[1:], len(kinds)], np.int64) - 1,
        after_pause=np.array(after_pause, np.bool_),
        lines=np.array(of, np.int64),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A line on the way, by its number: it sounds from one frame until before another."""

    line: int
    first: int
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Way:
    """A way through a recording: the lines that it passes, and what sounds in each frame, shape (frames,)."""

    passed: tuple[Passed, ...]
    kinds: Kinds
    states: Kinds


def best_way(chain: Chain, likely: Curve, alone: Curve, costs: Curve, end_costs: Curve) -> Way:
    """Return the most likely way.

    Parameters
    ----------
    likely
        The logarithm of how likely each frame is each kind of sound, shape (frames, `KINDS`).
    alone
        The same of what is outside of lines, shape (frames,).
    costs
        What it costs to sing each line after each, or first of all (row 0), shape (lines + 1, lines).
    end_costs
        What it costs when it was the last one, shape (lines + 1,).
    """
    frames, states, lines = len(likely), len(chain.kinds), len(chain.firsts)
    at, rest = np.full(states, _NEVER), np.full(lines + 1, _NEVER)
    rest[0] = 0.0
    steps = np.zeros((frames, states), np.int8)
    befores = np.zeros((frames, lines), np.int16)
    ended = np.zeros((frames, lines + 1), np.bool_)
    advance = chain.leave.copy()
    advance[chain.lasts] = _NEVER
    skips = np.flatnonzero(chain.after_pause)
    skip, over, numbers = chain.leave[skips - 2], chain.leave[chain.lasts], np.arange(lines)
    moved = np.full(states, _NEVER)
    for frame in range(frames):
        reached = at + chain.stay
        np.add(at[:-1], advance[:-1], out=moved[1:])
        steps[frame] = moved > reached
        np.maximum(reached, moved, out=reached)
        skipped = at[skips - 2] + skip
        steps[frame, skips[skipped > reached[skips]]] = _SKIP
        reached[skips] = np.maximum(reached[skips], skipped)
        entering = rest[:, None] - costs
        before = entering.argmax(axis=0)
        enters = entering[before, numbers]
        steps[frame, chain.firsts[enters > reached[chain.firsts]]] = _ENTER
        reached[chain.firsts] = np.maximum(reached[chain.firsts], enters)
        ended[frame, 1:] = at[chain.lasts] + over > rest[1:]
        rest[1:] = np.maximum(rest[1:], at[chain.lasts] + over)
        at, rest = reached + likely[frame, chain.kinds], rest + alone[frame]
        befores[frame] = before
    return _walked_back(chain, steps, befores, ended, int(np.argmax(rest - end_costs)))


def _walked_back(
    chain: Chain, steps: npt.NDArray[np.int8], befores: npt.NDArray[np.int16], ended: Flags, last: int
) -> Way:
    """Follow the steps from the end to the beginning; `last` is after which line the recording ends."""
    states = np.full(len(steps), -1)
    passed: list[Passed] = []
    rest, state, stop = last, -1, len(steps)
    for frame in range(len(steps) - 1, -1, -1):
        if state < 0:
            if ended[frame, rest]:
                state, stop = int(chain.lasts[rest - 1]), frame
            continue
        states[frame] = state
        if (step := steps[frame, state]) == _ENTER:
            line = int(chain.lines[state])
            passed.append(Passed(line=line, first=frame, stop=stop))
            rest, state = int(befores[frame, line]), -1
        else:
            state -= int(step)
    kinds = np.where(states < 0, BAND, chain.kinds[states])
    return Way(passed=tuple(reversed(passed)), kinds=kinds, states=states)
