from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.music.flow.phrase import phrase_lengths


def test_a_phrase_has_two_four_or_eight_bars() -> None:
    assert phrase_lengths(1, 1) == (2,)
    assert phrase_lengths(1, 3) == (2, 4)
    assert phrase_lengths(3, 4) == (4,)
    assert phrase_lengths(2, 8) == (2, 4, 8)
    assert phrase_lengths(9, 17) == (16, 24)


@given(least=st.integers(1, 60), more=st.integers(0, 60))
def test_the_lengths_span_what_is_asked_for(least: int, more: int) -> None:
    lengths = phrase_lengths(least, least + more)
    assert lengths[0] >= least
    assert lengths[-1] >= least + more
    assert all(bars < least + more for bars in lengths[:-1])
