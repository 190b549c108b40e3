from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from lyricaudio.study.log import Event, What
from lyricaudio.study.memory import NEW, Memory, memories

TODAY = date(2026, 11, 29)


def event(days_ago: int, what: What = "asked", hour: int = 8) -> Event:
    day = TODAY - timedelta(days=days_ago)
    return Event(at=datetime(day.year, day.month, day.day, hour, tzinfo=UTC), song="a", line="1", what=what)


def memory(*events: Event, exam: date | None = None, today: date = TODAY) -> Memory:
    return memories(events, today=today, exam=exam).get(("a", "1"), NEW)


def test_what_nobody_was_asked_is_new() -> None:
    assert memory() == NEW


def test_what_was_asked_comes_back_after_two_days_then_eleven() -> None:
    assert memory(event(1)).state == "known"
    assert memory(event(2)).state == "due"
    assert memory(event(2)).due == TODAY
    again = memory(event(4), event(2))
    assert (again.state, again.due, again.reviews) == ("known", TODAY + timedelta(days=9), 2)


def test_what_was_not_known_comes_back_sooner_and_is_shaky() -> None:
    lapsed = memory(event(3), event(1, "again"))
    assert lapsed.lapses == 1
    assert lapsed.due is not None
    assert lapsed.due <= TODAY


def test_a_day_is_one_review_and_again_counts() -> None:
    assert memory(event(2, hour=8), event(2, hour=9), event(2, "good", hour=10)) == memory(event(2))
    assert memory(event(2), event(2, "again", hour=9)).lapses == 1


def test_what_happened_today_or_in_the_future_does_not_change_todays_ride() -> None:
    assert memory(event(2), event(0), event(-300)) == memory(event(2))


def test_before_an_exam_nothing_stays_away_for_longer_than_a_third_of_the_time() -> None:
    long_known = [event(90), event(85), event(70), event(30)]
    far = memory(*long_known).due
    near = memory(*long_known, exam=TODAY + timedelta(days=12)).due
    assert far is not None
    assert near is not None
    assert near - (TODAY - timedelta(days=30)) <= timedelta(days=4) < far - (TODAY - timedelta(days=30))


def test_what_was_only_heard_is_still_to_be_asked() -> None:
    assert memory(event(2, "heard")) == NEW


def test_hearing_a_line_moves_nothing_that_was_asked() -> None:
    asked = (event(4), event(2, "again"))
    assert memory(*asked, event(3, "heard"), event(2, "heard", hour=9), event(1, "heard")) == memory(*asked)


def test_missed_days_are_forgiven() -> None:
    assert memory(event(40)).state == "due"
    assert memory(event(40)).lapses == 0
