"""A listener who forgets, for comparing ways to spend the same minutes.

What is assumed: a line is remembered with the chance 2^(-days since it was heard last / its half-life). The
half-life is a day at first; hearing the line once more makes it 1.28 times as long, and up to 1.5 times the
more of it was forgotten; recalling it 1.6 times, and up to 3.3. What was not recalled is heard, for the
answer comes after it.

By Roediger and Karpicke (2006, experiment 2), 40 % of a text were recalled a week after it was read four
times, and 61 % after it was read once and recalled three times, all in one sitting: so reading makes the
half-life 1.28 times as long, and recalling 1.6 times, if it was 2.5 days at first. What distance adds is
taken roughly from the schedule's own formula: 2 days become 11.
"""

from __future__ import annotations

import random

Line = tuple[str, str]

_FIRST_DAYS = 1.0
_HEARD, _HEARD_LATE = 0.28, 0.22
_RECALLED, _RECALLED_LATE = 0.6, 1.7


class Listener:
    """What somebody remembers; times are in days."""

    def __init__(self, seed: int) -> None:
        self._luck = random.Random(seed)
        self._half_life: dict[Line, float] = {}
        self._heard_at: dict[Line, float] = {}

    def knows(self, line: Line) -> bool:
        """Tell whether it was ever heard."""
        return line in self._half_life

    def chance(self, line: Line, now: float) -> float:
        """Return how likely a line is remembered."""
        if not self.knows(line):
            return 0.0
        return float(2 ** ((self._heard_at[line] - now) / self._half_life[line]))

    def hear(self, line: Line, now: float) -> None:
        """Hear a line."""
        self._strengthen(line, now, _HEARD, _HEARD_LATE)

    def recall(self, line: Line, now: float) -> bool:
        """Try to recall a line, then hear it; return whether it was remembered."""
        remembered = self._luck.random() < self.chance(line, now)
        self._strengthen(line, now, *((_RECALLED, _RECALLED_LATE) if remembered else (_HEARD, _HEARD_LATE)))
        return remembered

    def _strengthen(self, line: Line, now: float, gain: float, late: float) -> None:
        forgotten = 1 - self.chance(line, now)
        longer = 1 + gain + late * forgotten if self.knows(line) else 1.0
        self._half_life[line] = self._half_life.get(line, _FIRST_DAYS) * longer
        self._heard_at[line] = now
