"""The plan of a ride: what of which songs is heard when, so that it is remembered.

What is new is heard with its explanation, asked for the first time 15 to 60 seconds later, so that it
succeeds, and once more as far apart as the ride allows: it is the distance that helps (Karpicke and
Bauernschmidt 2011). What is due from other days is asked once, what is nearest to being forgotten first:
where more is due than a ride holds, some lines would else be asked every day and others never. Drilling it
today is wasted when it comes back anyway (Vaughn, Dunlosky and Rawson 2016). What one takes for another is
asked as one of two, with the reason why it is not the other. Every five minutes the last lines are heard once
more, and a hook is the end.

The plan knows lengths and states only; what the blocks say, and that they fit to the second, is for others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import inf

from lyricaudio.lesson.blocks import Block, Kind, RideLine, RideSong
from lyricaudio.lesson.fresh import new_lines

NEW_LINE_EVERY_S = 150.0
"""A ride has so many new lines, where nobody wants more or fewer."""

FIRST_RECALL_S = (15.0, 60.0)
APART_S = 60.0
"""Nothing is heard twice in less, but for its first recall."""

MOST_RECALLS = 3
MOST_AGAIN_IN_A_ROW = 2
"""Then a verse is a rest, if there is one that was not sung for a while."""

SUMMARY_EVERY_S = 300.0
_SUMMARY_LINES = 3
_FAR_S = 300.0  # between the first recall and the second, where the ride is long enough
_SHARE = 3  # of a short ride
_NEW_BY = 0.7  # of the ride has met what is new: the rest is for asking
_HEARINGS = 2  # of a new line and its explanation besides the first, where there is something else


def plan_ride(songs: Sequence[RideSong], *, length_s: float, new: int) -> tuple[Block, ...]:
    """Plan a ride; it is at most as long as is wanted, and as near to that as whole blocks allow.

    Parameters
    ----------
    songs
        In the order in which their new lines are taken up.
    length_s
        The whole ride, the hook at its end included.
    new
        At most so many new lines.
    """
    hooks = [song for song in songs if song.hook_s is not None and song.hook_s <= length_s]
    end = _ending(hooks, songs)
    ride = _Ride(songs, length_s - (end.hook_s or 0.0) if end else length_s, new)
    ride.fill()
    if end and end.hook_s:
        ride.add("hook", end.song, end.hook_s)
    return tuple(ride.blocks)


def _ending(hooks: Sequence[RideSong], songs: Sequence[RideSong]) -> RideSong | None:
    """Choose whose hook is the end: that of the first song with something new, or else due."""
    for state in ("new", "due", "known"):
        for song in hooks:
            if any(line.state == state for line in song.lines):
                return song
    return None


class _Ride:
    """A ride while it is being planned."""

    def __init__(self, songs: Sequence[RideSong], room_s: float, new: int) -> None:
        self.blocks: list[Block] = []
        self._now_s, self._room_s = 0.0, room_s
        lines = [line for song in songs for line in song.lines]
        self._new = new_lines(songs, new)
        self._pace_s = _NEW_BY * room_s / max(1, len(self._new))
        fading = sorted(lines, key=lambda line: line.chance)
        self._known = dict.fromkeys(line for line in fading if line.state == "known")
        self._due = [line for line in fading if line.state == "due" and line.recall_s is not None]
        self._lines = {(line.song, line.line): line for line in lines}
        self._choices = {
            (song.song, number): choice for song in songs for number, choice in enumerate(song.choices)
        }
        self._verses = {(song.song, i): s for song in songs for i, s in enumerate(song.verses_s)}
        self._sung_s: dict[tuple[str, int], float] = {}
        self._met: list[RideLine] = []
        self._heard_s: dict[RideLine, float] = {}  # when it was heard last
        self._asked: dict[RideLine, list[float]] = {}
        self._again: dict[RideLine, int] = {}
        self._summed_s = 0.0
        self._far_s = min(_FAR_S, room_s / _SHARE)

    def fill(self) -> None:
        """Take block after block, the first kind that may be, until nothing fits any more."""
        ways: tuple[Callable[[], bool], ...] = (
            self._first_recall,
            partial(self._ask_again, self._far_s),
            self._summary,
            self._due_recall,
            self._new_line,
            self._more_due,
            self._choice,
            self._mixed,
            partial(self._ask_again, APART_S),
            self._new_line_early,
            self._once_more_again,
            partial(self._sing, SUMMARY_EVERY_S),
            partial(self._sing, APART_S),
            self._owed_recall,
        )
        while any(way() for way in ways):
            pass

    def add(
        self, kind: Kind, song: str, seconds: float, lines: tuple[str, ...] = (), number: int = 0
    ) -> None:
        """Put a block behind the others."""
        start_s, self._now_s = self._now_s, self._now_s + seconds
        self.blocks.append(
            Block(kind=kind, song=song, lines=lines, number=number, start_s=start_s, end_s=self._now_s)
        )

    def _fits(self, seconds: float) -> bool:
        return self._now_s + seconds + self._owed_s() <= self._room_s

    def _owed_s(self) -> float:
        """Return how much must still be heard: what was new is heard at least twice."""
        return sum(line.recall_s or line.again_s for line in self._met if self._is_owed(line))

    def _is_owed(self, line: RideLine) -> bool:
        return not (self._asked.get(line) if line.recall_s else self._again.get(line))

    def _waits_s(self, line: RideLine) -> float:
        return self._now_s - self._heard_s[line]

    def _first_recall(self) -> bool:
        """Ask for what is new when it has waited long enough."""
        for line in self._met:
            if line.recall_s and not self._asked.get(line) and self._waits_s(line) >= FIRST_RECALL_S[0]:
                self._ask(line)
                return True
        return False

    def _ask_again(self, apart_s: float) -> bool:
        for line in self._met:
            times = self._asked.get(line, [])
            if not line.recall_s or not times or len(times) >= MOST_RECALLS - (apart_s > APART_S):
                continue
            if self._waits_s(line) >= max(APART_S, apart_s) and self._fits(line.recall_s):
                self._ask(line)
                return True
        return False

    def _ask(self, line: RideLine) -> None:
        assert line.recall_s is not None
        self._asked.setdefault(line, []).append(self._now_s)
        self.add("recall", line.song, line.recall_s, (line.line,))
        self._heard_s[line] = self._now_s

    def _summary(self) -> bool:
        """Hear the last lines of one song once more, about every five minutes."""
        last = [line for line in self._met if self._waits_s(line) >= APART_S]
        of = [line for line in last if line.song == last[-1].song][-_SUMMARY_LINES:]
        seconds = sum(line.sung_s for line in of)
        if not of or self._now_s - self._summed_s < SUMMARY_EVERY_S or not self._fits(seconds):
            return False
        self.add("summary", of[0].song, seconds, tuple(line.line for line in of))
        self._heard_s |= dict.fromkeys(of, self._now_s)
        self._again |= {line: self._again.get(line, 0) + 1 for line in of}
        self._summed_s = self._now_s
        return True

    def _due_recall(self) -> bool:
        """Ask for what is due, but not twice in a row while there is something new."""
        just = bool(self.blocks) and self.blocks[-1].kind == "recall"
        return not (just and self._new) and self._more_due()

    def _more_due(self) -> bool:
        for line in self._due:
            if line.recall_s and self._fits(line.recall_s):
                self._due.remove(line)
                self._asked.setdefault(line, []).append(self._now_s)
                self.add("recall", line.song, line.recall_s, (line.line,))
                return True
        return False

    def _new_line(self) -> bool:
        """Hear the next new line when it is its turn: they are spread over the ride."""
        return self._now_s >= self._pace_s * len(self._met) and self._new_line_early()

    def _new_line_early(self) -> bool:
        """Hear the next new line with its explanation, if there is time to ask for it."""
        if not self._new:
            return False
        line = self._new[0]
        spacing_s = FIRST_RECALL_S[1] if line.recall_s else APART_S + line.line_s
        if not self._fits(line.line_s + spacing_s + (line.recall_s or 0.0)) or self._is_late(line):
            return False
        self._new.pop(0)
        self.add("line", line.song, line.line_s, (line.line,))
        self._met.append(line)
        self._heard_s[line] = self._now_s
        return True

    def _is_late(self, line: RideLine) -> bool:
        """Tell whether what waits for its first recall would wait too long for it behind a line."""
        waiting = [met for met in self._met if met.recall_s and not self._asked.get(met)]
        return any(self._waits_s(met) + line.line_s > FIRST_RECALL_S[1] for met in waiting)

    def _choice(self) -> bool:
        """Ask which of two it is, of a line that was asked today or is known; not twice in a row."""
        if self.blocks and self.blocks[-1].kind == "choice":
            return False
        for (song, number), choice in self._choices.items():
            line = self._lines[song, choice.line]
            if self._may_choose(line) and self._fits(choice.choice_s):
                del self._choices[song, number]
                self._asked.setdefault(line, []).append(self._now_s)
                self.add("choice", song, choice.choice_s, (line.line,), number)
                self._heard_s[line] = self._now_s
                self._known.pop(line, None)  # it has been heard now
                return True
        return False

    def _may_choose(self, line: RideLine) -> bool:
        asked = len(self._asked.get(line, ()))
        if line.state == "new":
            return 0 < asked < MOST_RECALLS and self._waits_s(line) >= APART_S
        return line in self._known and asked == 0

    def _mixed(self) -> bool:
        """Hear something that was met before, or a verse: not the same kind over and over."""
        last = [block.kind for block in self.blocks[-MOST_AGAIN_IN_A_ROW:]]
        ways = [self._once_more, self._verse, self._known_line]
        if last.count("again") == MOST_AGAIN_IN_A_ROW:
            ways = [partial(self._sing, SUMMARY_EVERY_S), self._once_more, self._known_line]
        elif last and last[-1] in ("again", "line"):
            ways = [self._verse, self._once_more, self._known_line]
        return any(way() for way in ways)

    def _once_more(self) -> bool:
        return self._hear_again(_HEARINGS)

    def _once_more_again(self) -> bool:
        return self._hear_again(len(self.blocks))

    def _hear_again(self, times: int) -> bool:
        """Hear a new line and its explanation once more, what was heard least and least lately first."""
        for line in sorted(self._met, key=lambda met: (self._again.get(met, 0), self._heard_s[met])):
            fits = self._fits(0.0 if self._is_owed(line) and not line.recall_s else line.again_s)
            if self._again.get(line, 0) < times and self._waits_s(line) >= APART_S and fits:
                self._again[line] = self._again.get(line, 0) + 1
                self.add("again", line.song, line.again_s, (line.line,))
                self._heard_s[line] = self._now_s
                return True
        return False

    def _known_line(self) -> bool:
        """Hear once what is known already, with its explanation."""
        for line in self._known:
            if self._fits(line.again_s):
                del self._known[line]
                self.add("again", line.song, line.again_s, (line.line,))
                return True
        return False

    def _verse(self) -> bool:
        """Hear a verse that was not sung yet, but not two in a row: verses are rests from asking."""
        just = bool(self.blocks) and self.blocks[-1].kind == "song"
        return not just and self._sing(inf)

    def _sing(self, apart_s: float) -> bool:
        """Hear a verse of a song of which something was met, what was sung longest ago first."""
        met = {block.song for block in self.blocks}
        for verse in sorted(self._verses, key=lambda verse: self._sung_s.get(verse, -inf)):
            song, number = verse
            is_rested = self._now_s - self._sung_s.get(verse, -inf) >= apart_s
            if song in met and is_rested and self._fits(self._verses[verse]):
                self._sung_s[verse] = self._now_s
                self.add("song", song, self._verses[verse], number=number)
                return True
        return False

    def _owed_recall(self) -> bool:
        """Hear what was new although it has waited less than is good, since nothing else is left."""
        for line in self._met:
            if self._is_owed(line) and line.recall_s:
                self._ask(line)
                return True
            if self._is_owed(line):
                self._again[line] = 1
                self.add("again", line.song, line.again_s, (line.line,))
                return True
        return False
