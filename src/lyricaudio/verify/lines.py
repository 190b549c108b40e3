"""Whether every line is there, at its time, as it is read; and what happened to those that are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lyricaudio.messages import told
from lyricaudio.units import clock_tenths
from lyricaudio.verify.ears import Ears, Listened
from lyricaudio.verify.fault import Fault, Kind
from lyricaudio.verify.released import Cue
from lyricaudio.verify.takes import Takes
from lyricaudio.verify.vowels import UNASKED, VOWELS, labels_of, silences

FEW_MORAE = 8
"""A cue of fewer is compared with other takes of its words, where there are any."""

_ENOUGH_MORAE = 120  # of an intact voice
_STEP_S, _FURTHEST_S = 0.04, 1.5
_LEAST_SHIFT_S = 0.05
_VOICED = 0.2  # a share of the morae: what seems a voice where none is
_MOSTLY = 0.5  # of them: so much is a voice at least where one is
_LONGEST_GAP = 2  # morae


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What happened to a line; `later_s` is by how much it is moved."""

    kind: Kind
    what: str
    later_s: float = 0.0


class Judge:
    """Hears every line of a release.

    The voices are learned from files that are as they were built, where enough of them is heard there, or
    else from all; and once more without the lines that are not believed then.
    """

    def __init__(self, episodes: Sequence[Listened]) -> None:
        self._episodes = episodes
        changed = _not_to_learn(episodes)
        self._ears = Ears(episodes, but=changed)
        doubted = self._doubted()
        if doubted:
            self._ears = Ears(episodes, but=changed | doubted, before=self._ears)
            doubted = self._doubted()
        self._takes = Takes(episodes, self._ears, but=doubted)

    def _doubted(self) -> set[tuple[str, float]]:
        """Return the cues whose vowels are not what they should be."""
        return {
            (one.episode.id, cue.start_s)
            for one in self._episodes
            for cue in one.cues
            if not self._ears.belief(cue, one.heard).holds
        }

    def is_judged(self, cue: Cue) -> bool:
        """Tell whether it can be heard that a cue is said, be it another text."""
        return bool(cue.spans) and self._ears.model(cue) is not None

    def is_known(self, cue: Cue) -> bool:
        """Tell whether it can be heard, too, that it is this text."""
        return self.is_judged(cue) and self._ears.knows(cue)

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with lines, in the order of the release."""
        for one in self._episodes:
            lost = [place for place, cue in enumerate(one.cues) if not self.holds(one, cue)]
            found = [(place, self._told(one, one.cues[place])) for place in lost]
            yield from (_fault(one, one.cues[place], said) for place, said in _together(found))

    def holds(self, one: Listened, cue: Cue, later_s: float = 0.0) -> bool:
        """Tell whether a cue is heard at its time, or so much later."""
        belief = self._ears.belief(cue, one.heard, later_s)
        if not belief.holds:
            return False
        if not self._ears.knows(cue):
            return not self.is_judged(cue) or (not later_s and self._is_said(one, cue))
        if sum(cue.heard) >= FEW_MORAE:
            return True
        agreed = self._takes.agree(cue, one.heard, later_s)
        return belief.of_said.holds if agreed is None else agreed

    def _is_said(self, one: Listened, cue: Cue) -> bool:
        """Tell whether a voice is heard in most of the vowels of a cue, whatever it says."""
        labels, voiced = labels_of(cue), self._ears.voiced(cue, one.heard)
        vowels = (labels != UNASKED) & (labels < VOWELS.index("ン"))
        said = vowels if vowels.any() else np.array(cue.heard, np.bool_)
        return not said.any() or bool(voiced[said].mean() > _MOSTLY)

    def _voiced(self, one: Listened, cue: Cue) -> npt.NDArray[np.bool_]:
        """Tell in which of the morae that should be said a voice is heard."""
        return self._ears.voiced(cue, one.heard)[np.array(cue.heard, np.bool_)]

    def _told(self, one: Listened, cue: Cue) -> _Told:
        """Find out what happened to a cue that is not what it should be."""
        said = [span for span, heard in zip(cue.spans, cue.heard, strict=True) if heard]
        if silences(one.heard, said).all() and abs(one.heard.seconds - one.episode.seconds) < _LEAST_SHIFT_S:
            return _Told(kind=Kind.SILENT, what=told("nothing is heard, not even the band"))
        if later_s := self._later(one, cue):
            return _moved(later_s)
        voiced = self._voiced(one, cue)
        if voiced.mean() <= _VOICED:
            return _Told(kind=Kind.VOICELESS, what=told("the voice is missing"))
        if other := self._other(one, cue):
            return _Told(
                kind=Kind.ANOTHER, what=told("another line is heard instead: '{text}'", text=other.text)
            )
        if gap := _longest_gap(voiced.tolist()):
            return _between(Kind.CUT, said[gap[0]][0], said[gap[1]][2])
        if not self._ears.knows(cue):
            return _between(Kind.CUT, said[0][0], said[-1][2])
        first, last = self._ears.belief(cue, one.heard).doubted()
        return _between(Kind.FOREIGN, cue.spans[first][0], cue.spans[last][2])

    def _later(self, one: Listened, cue: Cue) -> float:
        """Return by how much later a cue is heard than it should be; 0 where it is not heard."""
        lacking_s = one.heard.seconds - one.episode.seconds
        near = np.arange(-_FURTHEST_S, _FURTHEST_S + _STEP_S / 2, _STEP_S)
        likely = [
            (self._ears.belief(cue, one.heard, shift_s).each.sum(), shift_s) for shift_s in near.tolist()
        ]
        shifts = [lacking_s, *(shift_s for _, shift_s in sorted(likely, reverse=True)[:3])]
        found = (shift_s for shift_s in shifts if abs(shift_s) >= _LEAST_SHIFT_S)
        return next((shift_s for shift_s in found if self._is_heard(one, cue, shift_s)), 0.0)

    def _is_heard(self, one: Listened, cue: Cue, shift_s: float) -> bool:
        few = sum(cue.heard) < FEW_MORAE
        comparable = not few or self._takes.agree(cue, one.heard, shift_s)
        return bool(comparable) and self.holds(one, cue, shift_s)

    def _other(self, one: Listened, cue: Cue) -> Cue | None:
        """Return the line that is heard in place of another, if it is one of the release."""
        tried = {cue.said}
        for other in (other for episode in self._episodes for other in episode.cues):
            if other.said not in tried and other.voice == cue.voice and other.kana and other.whole:
                tried.add(other.said)
                if len(other.spans) >= FEW_MORAE and self.holds(one, _placed(other, cue)):
                    return other
        return None


def _not_to_learn(episodes: Sequence[Listened]) -> set[tuple[str, float]]:
    """Return the cues in changed files whose voices are heard enough in files that are as they were built."""
    known = Counter(cue.voice for one in episodes if one.intact for cue in one.cues for _ in cue.kana)
    return {
        (one.episode.id, cue.start_s)
        for one in episodes
        if not one.intact
        for cue in one.cues
        if known[cue.voice] >= _ENOUGH_MORAE
    }


def _placed(other: Cue, cue: Cue) -> Cue:
    """Return a cue where another one begins."""
    by_s = cue.spans[0][0] - other.spans[0][0]
    spans = tuple((start + by_s, vowel + by_s, end + by_s) for start, vowel, end in other.spans)
    return replace(other, spans=spans)


def _moved(later_s: float, more: int = 0) -> _Told:
    much = abs(later_s)
    if more:
        late = told("this line and the {more} after it are heard {much:.1f} s too late", more=more, much=much)
        early = told(
            "this line and the {more} after it are heard {much:.1f} s too early", more=more, much=much
        )
    else:
        late = told("it is heard {much:.1f} s too late", much=much)
        early = told("it is heard {much:.1f} s too early", much=much)
    return _Told(kind=Kind.MOVED, what=late if later_s > 0 else early, later_s=later_s)


def _between(kind: Kind, start_s: float, end_s: float) -> _Told:
    times = {"start": clock_tenths(start_s), "end": clock_tenths(end_s)}
    if kind is Kind.CUT:
        return _Told(kind=kind, what=told("it is cut: from {start} to {end} no voice is heard", **times))
    return _Told(kind=kind, what=told("from {start} to {end} something else is said", **times))


def _longest_gap(voiced: list[bool]) -> tuple[int, int] | None:
    """Return the first and last mora of the longest stretch without a voice, if there is a long one."""
    best, first = (0, 0), 0
    for place, one in enumerate([*voiced, True]):
        if one:
            best = max(best, (place - first, first))
            first = place + 1
    length, start = best
    return (start, start + length - 1) if length > _LONGEST_GAP or 2 * length >= len(voiced) else None


def _together(found: Sequence[tuple[int, _Told]]) -> Iterator[tuple[int, _Told]]:
    """Tell lines one after the other that are moved by the same time as one; each has its place."""
    runs: list[list[tuple[int, _Told]]] = []
    for place, said in found:
        if runs and _goes_on(*runs[-1][-1], place, said):
            runs[-1].append((place, said))
        else:
            runs.append([(place, said)])
    for (place, said), *more in runs:
        yield place, _moved(said.later_s, len(more)) if more else said


def _goes_on(before: int, was: _Told, place: int, said: _Told) -> bool:
    is_moved = was.kind is said.kind is Kind.MOVED
    return is_moved and place == before + 1 and abs(said.later_s - was.later_s) < _LEAST_SHIFT_S


def _fault(one: Listened, cue: Cue, said: _Told) -> Fault:
    return Fault(kind=said.kind, path=str(one.episode.mp3), what=said.what, text=cue.text, at_s=cue.start_s)
