from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.release.names.dates import MINUTE_NS, spaced_out

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
