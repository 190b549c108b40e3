from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.audio.blocks import BLOCK_FRAMES, overlaid, sum_blocks
from lyricaudio.audio.sound import Samples


def ones(frames: int) -> Samples:
    return np.ones((frames, 1), dtype=np.float32)


def test_blocks_have_one_length_but_for_the_last() -> None:
    blocks = list(sum_blocks([], ones, 2 * BLOCK_FRAMES + 5, 2))
    assert [block.shape for block in blocks] == [(BLOCK_FRAMES, 2), (BLOCK_FRAMES, 2), (5, 2)]
    assert not any(block.any() for block in blocks)


def test_nothing_to_sum_is_no_block() -> None:
    assert list(sum_blocks([(0, 5)], ones, 0, 1)) == []


@given(
    st.lists(st.tuples(st.integers(0, 3 * BLOCK_FRAMES), st.integers(0, 2 * BLOCK_FRAMES)), max_size=6),
    st.integers(1, 3 * BLOCK_FRAMES),
)
def test_the_blocks_are_the_sum_of_all_sounds_cut_at_the_end(
    events: list[tuple[int, int]], frames: int
) -> None:
    whole = np.zeros((5 * BLOCK_FRAMES, 1), dtype=np.float32)
    for at, length in events:
        whole[at : at + length] += 1
    summed = np.concatenate(list(sum_blocks(sorted(events), ones, frames, 1)))
    assert np.array_equal(summed, whole[:frames])


@given(
    st.lists(
        st.tuples(st.integers(0, 3 * BLOCK_FRAMES), st.lists(st.integers(0, BLOCK_FRAMES + 3), max_size=3)),
        max_size=4,
    ),
    st.integers(1, 3 * BLOCK_FRAMES),
)
def test_streams_are_summed_as_sounds_are_whatever_the_lengths_of_their_blocks(
    streams: list[tuple[int, list[int]]], frames: int
) -> None:
    streams.sort()
    events = [(at, sum(lengths)) for at, lengths in streams]
    expected = list(sum_blocks(events, ones, frames, 1))
    found = list(overlaid([(at, map(ones, lengths)) for at, lengths in streams], frames, 1))
    assert [len(block) for block in found] == [len(block) for block in expected]
    assert np.array_equal(np.concatenate(found), np.concatenate(expected))
