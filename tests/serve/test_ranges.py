from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.serve.ranges import MOST_RANGES, ByteRange, parse_ranges


@pytest.mark.parametrize(
    ("header", "spans"),
    [
        ("bytes=0-1", ((0, 2),)),
        ("bytes=90-", ((90, 100),)),
        ("bytes=-10", ((90, 100),)),
        ("bytes=-500", ((0, 100),)),
        ("bytes=95-500", ((95, 100),)),
        ("Bytes=0-0", ((0, 1),)),
        ("bytes=0-1, 50-51,-1", ((0, 2), (50, 52), (99, 100))),
        ("bytes=50-51,,0-1,", ((50, 52), (0, 2))),
        ("bytes=0-1,100-", ((0, 2),)),
    ],
)
def test_a_header_gives_spans_in_its_order_cut_to_the_size(header: str, spans: tuple[ByteRange, ...]) -> None:
    assert parse_ranges(header, 100) == spans


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=200-,300-"])
def test_what_lies_beyond_the_end_cannot_be_had(header: str) -> None:
    assert parse_ranges(header, 100) == ()


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes=",
        "bytes=-",
        "bytes=,",
        "bytes=5-2",
        "bytes=0-1,5-2",
        "bytes=a-b",
        "bytes=0x0-0x1",
        "bytes=+1-2",
        "bytes=１-２",
        "bytes=1_0-20",
        "bytes 0-1",
        "bytes=0-1-2",
        "lines=0-1",
        "bytes=" + "9" * 5000 + "-",
    ],
)
def test_what_makes_no_sense_is_ignored(header: str) -> None:
    assert parse_ranges(header, 100) is None


def test_too_many_ranges_or_more_bytes_than_there_are_mean_the_whole() -> None:
    few = "bytes=" + ",".join(f"{n}-{n}" for n in range(MOST_RANGES))
    assert len(parse_ranges(few, 100) or ()) == MOST_RANGES
    assert parse_ranges(few + ",99-99", 100) is None
    assert parse_ranges("bytes=0-,0-", 100) is None


@given(
    size=st.integers(0, 50),
    ranges=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted), min_size=1, max_size=4),
)
def test_the_spans_are_the_bytes_asked_for_as_far_as_they_are_there(
    size: int, ranges: list[list[int]]
) -> None:
    spans = parse_ranges("bytes=" + ",".join(f"{first}-{last}" for first, last in ranges), size)
    wanted = [byte for first, last in ranges for byte in range(first, last + 1) if byte < size]
    if len(wanted) > size:
        assert spans is None
    else:
        assert spans is not None
        assert [byte for start, stop in spans for byte in range(start, stop)] == wanted
