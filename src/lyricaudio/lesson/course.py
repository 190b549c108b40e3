"""How far a ride has come while it is planned, and how long what comes next may be."""

from __future__ import annotations

from dataclasses import dataclass

from lyricaudio.lesson.blocks import TAUGHT, Block, Kind, RideLine

MOST_AGAIN_IN_A_ROW = 2
"""Then a verse is a rest, if there is one that was not sung for a while."""

SUMMARY_EVERY_S = 300.0
_SUMMARY_S = 24.0  # about so long is one
_FAR_S = 300.0  # between the first recall and the second, where the ride is long enough
_SHORT = 3  # this part of a short ride
_AHEAD_S = 30.0  # so much sooner than its share may be what does not teach


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a ride has room for.

    Attributes
    ----------
    room_s, end_s
        Up to the hook at its end, and that.
    others
        The share of all of it that may teach nothing: what is asked, sung and summed up.
    new_by_s
        When all that is new has been met, if there is time.
    """

    room_s: float
    end_s: float
    others: float
    new_by_s: float


class Course:
    """The blocks of a ride up to now, and what is still owed to what was new in them.

    Attributes
    ----------
    blocks
        In their order.
    """

    def __init__(self, new: list[RideLine], share: Share) -> None:
        self.blocks: list[Block] = []
        self._new, self._share = new, share
        self._now_s, self._others_s, self._is_free = 0.0, 0.0, False
        self._met: list[RideLine] = []
        self._heard_s: dict[RideLine, float] = {}  # when it was heard last
        self._asked: dict[RideLine, list[float]] = {}
        self._again: dict[RideLine, int] = {}
        self._far_s = min(_FAR_S, share.room_s / _SHORT)

    def add(
        self, kind: Kind, song: str, seconds: float, lines: tuple[str, ...] = (), number: int = 0
    ) -> None:
        """Put a block behind the others."""
        start_s, self._now_s = self._now_s, self._now_s + seconds
        if kind not in TAUGHT:
            self._others_s += seconds
        self.blocks.append(
            Block(kind=kind, song=song, lines=lines, number=number, start_s=start_s, end_s=self._now_s)
        )

    def _fits(self, seconds: float) -> bool:
        return seconds <= self._left_s()

    def _left_s(self) -> float:
        return self._share.room_s - self._now_s - self._owed_s()

    def _sung_most_s(self) -> float:
        """Return how long what does not teach may be, so that the others have their share of the whole.

        What is to come is left its room, but not where one would hear explanations in a row for it.
        """
        if self._is_free:
            return self._left_s()
        share = self._share
        coming_s = 0.0 if self._is_monotonous else self._to_ask_s() + self._to_sum_up_s()
        whole_s = share.others * (share.room_s + share.end_s)
        return min(self._left_s(), whole_s - self._others_s - coming_s - share.end_s)

    def _asked_most_s(self) -> float:
        """Return how long a question may be, so that the others have also had their share by now."""
        if self._is_free:
            return self._left_s()
        owed_s, most = self._owed_s() + self._share.end_s, self._share.others
        by_now_s = most * (self._now_s + owed_s + _AHEAD_S)
        return min(self._sung_most_s(), (by_now_s - self._others_s - owed_s) / (1 - most))

    @property
    def _is_monotonous(self) -> bool:
        last = self.blocks[-MOST_AGAIN_IN_A_ROW:]
        return [block.kind for block in last] == ["again"] * MOST_AGAIN_IN_A_ROW

    def _to_ask_s(self) -> float:
        """Return how long is yet to be asked of what is new: each line twice, where there is time."""
        twice_s = sum(2 * (line.recall_s or 0.0) for line in self._new)
        again_s = sum(
            line.recall_s or 0.0
            for line in self._met
            if len(self._asked.get(line, ())) < 2 and self._heard_s[line] + self._far_s < self._share.room_s
        )
        return again_s + (twice_s if self._now_s < self._share.new_by_s else 0.0)

    def _to_sum_up_s(self) -> float:
        """Return about how long the summaries are that are yet to come."""
        return _SUMMARY_S * ((self._share.room_s - self._now_s) // SUMMARY_EVERY_S)

    def _owed_s(self) -> float:
        """Return how much must still be heard: what was new is heard at least twice."""
        return sum(line.recall_s or line.again_s for line in self._met if self._is_owed(line))

    def _is_owed(self, line: RideLine) -> bool:
        return not (self._asked.get(line) if line.recall_s else self._again.get(line))

    def _waits_s(self, line: RideLine) -> float:
        return self._now_s - self._heard_s[line]

    def _ask(self, line: RideLine) -> None:
        assert line.recall_s is not None
        self._asked.setdefault(line, []).append(self._now_s)
        self.add("recall", line.song, line.recall_s, (line.line,))
        self._heard_s[line] = self._now_s

    def _explain(self, line: RideLine) -> bool:
        """Hear a line's explanation and the line once more, if it fits."""
        fits = self._fits(line.again_s)
        if fits:
            self.add("again", line.song, line.again_s, (line.line,))
            self._heard_s[line] = self._now_s
        return fits
