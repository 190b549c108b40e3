"""What of the lines is new, due or known on a day, by FSRS over the log.

A ride is one review: no steps within a day. Nothing is drawn by lot, so that the same log gives the same
plan. A line that was asked in a ride and that nobody graded counts as known: silence is never "again".

A line that a podcast app has played is exposure, no review: what was only heard is still new and still asked,
and hearing moves no day on which a line is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby
from types import MappingProxyType
from typing import Literal

from fsrs import Card, Rating, Scheduler

from lyricaudio.study.log import Event

State = Literal["new", "due", "known"]
Line = tuple[str, str]
"""A song and a line of it, by their identities."""

RETENTION = 0.9
_LONGEST_DAYS = 365
_SHARE_OF_EXAM = 3  # what is known comes back at least so often before the exam


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is known of a line.

    Attributes
    ----------
    state
        On the day that was asked about.
    due
        When it should be asked next; None for a new line.
    chance
        How likely it is remembered on that day, from 0 to 1.
    reviews, lapses
        On how many days it was asked, and on how many of these it was not known.
    """

    state: State = "new"
    due: date | None = None
    chance: float = 0.0
    reviews: int = 0
    lapses: int = 0


NEW = Memory()


def memories(events: Iterable[Event], *, today: date, exam: date | None = None) -> Mapping[Line, Memory]:
    """Return what is known of each line that was asked before a day.

    What happened on that day or later is left out: a ride that is made once more is the same ride.
    """
    scheduler = Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=_longest_days(today, exam),
        enable_fuzzing=False,
    )
    reviews = (event for event in events if event.is_review)
    earlier = sorted((event for event in reviews if event.at.astimezone().date() < today), key=_order)
    lines = groupby(earlier, key=lambda event: (event.song, event.line))
    return MappingProxyType({line: _memory(scheduler, list(its), today) for line, its in lines})


def _order(event: Event) -> tuple[str, str, datetime]:
    return event.song, event.line, event.at


def _memory(scheduler: Scheduler, events: list[Event], today: date) -> Memory:
    card, lapses, days = Card(card_id=1, due=_noon(today)), 0, 0
    for day, its in groupby(events, key=lambda event: event.at.astimezone().date()):
        again = any(event.what == "again" for event in its)
        card, _ = scheduler.review_card(card, Rating.Again if again else Rating.Good, _noon(day))
        lapses, days = lapses + again, days + 1
    due = card.due.astimezone(UTC).date()
    return Memory(
        state="due" if due <= today else "known",
        due=due,
        chance=scheduler.get_card_retrievability(card, _noon(today)),
        reviews=days,
        lapses=lapses,
    )


def _longest_days(today: date, exam: date | None) -> int:
    if exam is None:
        return _LONGEST_DAYS
    return min(_LONGEST_DAYS, max(1, (exam - today).days // _SHARE_OF_EXAM))


def _noon(day: date) -> datetime:
    """Return a time of a day: a review is of a day, whenever the ride was."""
    return datetime.combine(day, time(12), tzinfo=UTC)
