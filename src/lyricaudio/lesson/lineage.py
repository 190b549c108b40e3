"""Which line of today a line of yesterday is: what a listener keeps outlives the editing of a song.

A line's name is made of its text, so it changes when the text is corrected. Therefore whoever keeps something
about a line keeps the line's text with it, and finds the line again when it is read, among those that the
song has now:

1. The line of the same name, wherever it stands.
2. Else a line that the same history was kept under at another time, the next one if there are several.
3. Else, of the lines that no history has, the one whose text is the most similar, if it is similar enough.

Lines inherit from lines and points from points. What finds no line waits: its line may come back.

>>> yesterday = [Known(id="a", text="勾配が消える"), Known(id="b", text="歩幅"), Known(id="c", text="過学習")]
>>> today = {"b": "歩幅", "d": "勾配は消える", "e": "汎化"}
>>> heirs(yesterday, today)
{'b': 'b', 'a': 'd'}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lyricaudio.song.identity import folded, kind_of, number_of

LEAST_SIMILARITY = 0.5
"""From here on a text counts as another one corrected. Two lines of one of our songs have at most 0.45 in
common; a particle that is corrected in a line leaves 0.9, a word 0.6."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A line under which something was kept.

    Attributes
    ----------
    id
        Its name then.
    text
        As it was shown then.
    was
        The name of the line whose history it went on with, when it had another; else empty.
    """

    id: str
    text: str
    was: str = ""


def similarity(one: str, other: str) -> float:
    """Return how much of two texts is the same, from 0 (nothing) to 1 (all but punctuation).

    It is the Dice coefficient of their pairs of neighbouring letters [1]_, the ends of the text among them.

    References
    ----------
    .. [1] L. R. Dice, "Measures of the amount of ecologic association between species", Ecology 26(3), 1945.

    Examples
    --------
    >>> similarity("勾配消失", "勾配、消失"), similarity("勾配消失", "汎化")
    (1.0, 0.0)
    >>> round(similarity("ReLUは負ならゼロ 正ならそのまま", "ReLUは負でゼロ、正ならそのまま"), 2)
    0.86
    """
    return _dice(_pairs(one), _pairs(other))


def heirs(past: Iterable[Known], present: Mapping[str, str]) -> dict[str, str]:
    """Return where the histories of one song belong now.

    Parameters
    ----------
    past
        What was kept, the oldest first; a name may come again.
    present
        The lines of the song by name, as they are shown, in their order.

    Returns
    -------
    dict
        The name of today by the name of then; what has no line now is left out. Two names of then have one
        of today only when `was` says that they are one history.
    """
    histories = _histories(past)
    taken = {name for history in histories for name in history if name in present}
    found = {
        name: _nearest(name, tuple(history), taken)
        for history in histories
        if not taken.isdisjoint(history)
        for name in history
    }
    lost = [history for history in histories if taken.isdisjoint(history)]
    free = {name: text for name, text in present.items() if name not in taken}
    for history, heir in _paired(lost, free):
        found |= dict.fromkeys(history, heir)
    return found


_History = dict[str, str]
"""The names of what is one line's, with the texts that they had, in the order in which each came last."""


def _histories(past: Iterable[Known]) -> list[_History]:
    by_name: dict[str, _History] = {}
    histories: list[_History] = []
    for known in past:
        history = by_name.get(known.id) or by_name.get(known.was)
        if history is None:
            history = {}
            histories.append(history)
        history.pop(known.id, None)
        history[known.id] = known.text
        by_name[known.id] = history
    return histories


def _nearest(name: str, history: Sequence[str], there: Collection[str]) -> str:
    """Return the name itself, or the next one of its history that is there, or else the last before it."""
    at = history.index(name)
    return next(other for other in (*history[at:], *reversed(history[:at])) if other in there)


def _paired(lost: Iterable[_History], free: Mapping[str, str]) -> Iterator[tuple[_History, str]]:
    """Pair histories and lines off, the most similar first; of equals the first with the first."""
    histories = sorted(lost, key=lambda history: number_of(next(reversed(history))))
    traits = [_traits(*next(reversed(history.items()))) for history in histories]
    lines = list(free)
    candidates = sorted(
        (-likeness, number, place)
        for place, line in enumerate(map(_traits, free, free.values()))
        for number, last in enumerate(traits)
        if (likeness := _likeness(last, line)) >= LEAST_SIMILARITY
    )
    settled, given = set[int](), set[int]()
    for _, number, place in candidates:
        if number not in settled and place not in given:
            settled.add(number)
            given.add(place)
            yield histories[number], lines[place]


_Traits = tuple[str, Counter[tuple[str, str]]]
"""What a line is (a line or a point), and the pairs of letters of its text."""


def _traits(name: str, text: str) -> _Traits:
    return kind_of(name), _pairs(text)


def _likeness(one: _Traits, other: _Traits) -> float:
    return _dice(one[1], other[1]) if one[0] == other[0] else 0.0


def _pairs(text: str) -> Counter[tuple[str, str]]:
    return Counter(pairwise(("", *folded(text), "")))


def _dice(one: Counter[tuple[str, str]], other: Counter[tuple[str, str]]) -> float:
    return 2 * (one & other).total() / (one.total() + other.total())
