"""The plan of a ride: what of which songs is heard when, so that it is remembered.

What is new is heard with its explanation, asked for the first time 15 to 60 seconds later, so that it
succeeds, and once more as far apart as the ride allows: it is the distance that helps (Karpicke and
Bauernschmidt 2011). What is due from other days is asked once, what is nearest to being forgotten first:
where more is due than a ride holds, some lines would else be asked every day and others never. Drilling it
today is wasted when it comes back anyway (Vaughn, Dunlosky and Rawson 2016). What one takes for another is
asked as one of two, with the reason why it is not the other. Every five minutes the last lines are heard once
more, and a hook is the end.

What is new comes from several songs, in runs: what is similar is of one song, and stays together. At least
two fifths are explanations and why-questions; what is due and would take more than the rest has to wait.

The plan knows lengths and states only; what the blocks say, and that they fit to the second, is for others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil, inf

from lyricaudio.lesson.blocks import Block, RideLine, RideSong, ending, taught_share
from lyricaudio.lesson.course import SUMMARY_EVERY_S, Course, Share
from lyricaudio.lesson.fresh import new_lines

NEW_LINE_EVERY_S = 150.0
"""A ride has so many new lines, where nobody wants more or fewer."""

FIRST_RECALL_S = (15.0, 60.0)
APART_S = 60.0
"""Nothing is heard twice in less, but for its first recall."""

MOST_RECALLS = 3

TAUGHT_SHARE = 0.4
"""So much of a ride at least is explanations and why-questions, where there are enough: what is sung helps
to remember, not to understand (Roberts 2023)."""

_SUMMARY_LINES = 3
_NEW_BY = 0.7  # of the ride has met what is new: the rest is for asking
_TRIES = (*((most, _NEW_BY) for most in (0.6, 0.595, 0.59, 0.58, 0.56, 0.54)), (0.5, 0.0))
"""What is asked and sung may be such a share, and by then is met what is new: the next, where a ride turns
out to teach too little. What is met at once may be explained more often."""
_SHORTEST_S = 5.0  # is no question: more than so many lines are not asked
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
    end = ending(songs, length_s)
    end_s = (end and end.hook_s) or 0.0
    room_s = length_s - end_s
    rides: list[tuple[Block, ...]] = []
    for others, new_by in _TRIES:
        share = Share(room_s=room_s, end_s=end_s, others=others, new_by_s=new_by * room_s)
        ride = _Ride(songs, share, new=new)
        ride.fill()
        if end and end_s:
            ride.add("hook", end.song, end_s)
        rides.append(tuple(ride.blocks))
        if taught_share(rides[-1]) >= TAUGHT_SHARE:
            break
    return max(rides, key=taught_share)


class _Ride(Course):
    """A ride while it is being planned."""

    def __init__(self, songs: Sequence[RideSong], share: Share, *, new: int) -> None:
        super().__init__(new_lines(songs, new), share)
        self._pace_s = share.new_by_s / max(1, len(self._new))
        lines = [line for song in songs for line in song.lines]
        fading = sorted(lines, key=lambda line: line.chance)
        self._known = dict.fromkeys(line for line in fading if line.state == "known")
        due = [line for line in fading if line.state == "due" and line.recall_s is not None]
        self._due = due[: ceil(share.room_s / _SHORTEST_S)]
        self._lines = {(line.song, line.line): line for line in lines}
        self._choices = {
            (song.song, number): choice for song in songs for number, choice in enumerate(song.choices)
        }
        self._verses = {(song.song, i): s for song in songs for i, s in enumerate(song.verses_s)}
        self._sung_s: dict[tuple[str, int], float] = {}
        self._unexplained: list[RideLine] = []
        self._summed_s = 0.0

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
            self._long_ago,
            partial(self._sing, SUMMARY_EVERY_S),
            partial(self._sing, APART_S),
            self._anything,
            self._owed_recall,
        )
        while any(way() for way in ways):
            pass

    def _anything(self) -> bool:
        """Hear what there is, where there is nothing left to explain."""
        self._is_free = True
        ways = (self._more_due, partial(self._ask_again, APART_S), partial(self._sing, APART_S))
        found = any(way() for way in ways)
        self._is_free = False
        return found

    def _first_recall(self) -> bool:
        """Ask for what is new when it has waited long enough."""
        for line in self._met:
            if line.recall_s and not self._asked.get(line) and self._waits_s(line) >= FIRST_RECALL_S[0]:
                self._ask(line)
                return True
        return False

    def _ask_again(self, apart_s: float) -> bool:
        most_s = self._left_s() if apart_s > APART_S else self._asked_most_s()
        for line in self._met:
            times = self._asked.get(line, [])
            if not line.recall_s or not times or len(times) >= MOST_RECALLS - (apart_s > APART_S):
                continue
            if self._waits_s(line) >= max(APART_S, apart_s) and line.recall_s <= most_s:
                self._ask(line)
                return True
        return False

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
        most_s = self._asked_most_s()
        for line in self._due:
            if line.recall_s and line.recall_s <= most_s:
                self._due.remove(line)
                self._ask(line)
                self._unexplained.append(line)
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
        if line.state == "new":
            asked = len(self._asked.get(line, ()))
            return 0 < asked < MOST_RECALLS and self._waits_s(line) >= APART_S
        return line.state == "known" and line in self._known and not self._asked.get(line)

    def _mixed(self) -> bool:
        """Hear something that was met before, or a verse: not the same kind over and over."""
        just = self.blocks[-1].kind if self.blocks else None
        ways = [self._once_more, self._verse, self._explained, self._known_line]
        if self._is_monotonous:
            ways = [partial(self._sing, SUMMARY_EVERY_S), self._once_more, self._explained, self._known_line]
        elif just in ("again", "line"):
            ways = [self._verse, self._once_more, self._explained, self._known_line]
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

    def _explained(self) -> bool:
        """Hear once the explanation of what was due and asked, what was nearest to being forgotten first."""
        waited = (line for line in self._unexplained if self._waits_s(line) >= APART_S)
        found = next(filter(self._explain, waited), None)
        if found:
            self._unexplained.remove(found)
        return found is not None

    def _long_ago(self) -> bool:
        """Explain what was heard or asked for long ago, on a long way with few songs."""
        lines = sorted(self._heard_s, key=lambda line: self._heard_s[line])
        return any(self._explain(line) for line in lines if self._waits_s(line) >= SUMMARY_EVERY_S)

    def _known_line(self) -> bool:
        """Hear once what is known already, with its explanation."""
        found = next(filter(self._explain, self._known), None)
        if found:
            del self._known[found]
        return found is not None

    def _verse(self) -> bool:
        """Hear a verse that was not sung yet, but not two in a row: verses are rests from asking."""
        just = bool(self.blocks) and self.blocks[-1].kind == "song"
        return not just and self._sing(inf)

    def _sing(self, apart_s: float) -> bool:
        """Hear a verse of a song of which something was met, what was sung longest ago first."""
        met, most_s = {block.song for block in self.blocks}, self._sung_most_s()
        verses = (verse for verse in self._verses if verse[0] in met)
        for song, number in sorted(verses, key=lambda verse: self._sung_s.get(verse, -inf)):
            verse = song, number
            is_rested = self._now_s - self._sung_s.get(verse, -inf) >= apart_s
            if is_rested and self._verses[verse] <= most_s:
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
