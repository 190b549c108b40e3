from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.release.names.dates import FIRST_DATE_S, MINUTE_NS, published, spaced_out

NOON_NS = 1_800_000_000 * 10**9
SECOND_NS = 10**9

times_ns = st.lists(st.integers(0, 2 * NOON_NS), min_size=1, max_size=6)


def test_episodes_that_were_made_in_any_order_get_ascending_times_up_to_the_newest() -> None:
    times = (NOON_NS + 3 * SECOND_NS, NOON_NS, NOON_NS + SECOND_NS)
    newest_ns = NOON_NS + 3 * SECOND_NS
    assert spaced_out(times) == (newest_ns - 2 * MINUTE_NS, newest_ns - MINUTE_NS, newest_ns)


def test_one_made_anew_never_gets_the_time_of_its_forerunner() -> None:
    before = spaced_out((NOON_NS, NOON_NS))
    after = spaced_out((NOON_NS + 5 * SECOND_NS, before[1]))
    assert after[0] not in before
    assert after[1] > before[1]


@given(times_ns)
def test_times_ascend_by_a_minute_and_none_is_later_than_the_newest(times: list[int]) -> None:
    spaced = spaced_out(times)
    assert all(after - before >= MINUTE_NS for before, after in pairwise(spaced))
    assert max(spaced) == max(times)


@given(times_ns)
def test_times_that_are_spaced_out_stay(times: list[int]) -> None:
    spaced = spaced_out(times)
    assert spaced_out(spaced) == spaced


def test_an_album_without_episodes_has_no_times() -> None:
    assert spaced_out(()) == ()


NOW_S = 1_790_000_000


def test_a_first_release_has_dates_of_no_clock_a_minute_apart() -> None:
    dates = published(["a", "b", "c"], {}, now_s=NOW_S)
    assert dates == {"a": FIRST_DATE_S, "b": FIRST_DATE_S + 60, "c": FIRST_DATE_S + 120}


def test_what_comes_between_is_newer_than_all_and_moves_no_other_date() -> None:
    before = published(["a", "d"], {}, now_s=NOW_S)
    after = published(["a", "b", "c", "d"], before, now_s=NOW_S)
    assert after == {"a": before["a"], "b": NOW_S - 1, "c": NOW_S, "d": before["d"]}


def test_whoever_comes_next_is_newer_even_within_the_second_and_by_a_clock_that_was_set_back() -> None:
    dates: dict[str, int] = {}
    for number, now_s in enumerate([NOW_S, NOW_S + 0.4, NOW_S + 0.5, 5.0]):
        dates = published([*dates, str(number)], dates or {"gone": NOW_S + 9}, now_s=now_s)
        assert dates[str(number)] == NOW_S + 10 + number
