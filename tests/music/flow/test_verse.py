from __future__ import annotations

import pytest
from tests.music.flow_lines import songs, typical

from lyricaudio.music.flow.verse import common_bars, plan_lines
from lyricaudio.music.theory.metre import METRES

FOUR = METRES["4/4"]
ONE_BAR, TWO_BARS = typical("カカカカ/" * 2 + "カカカカ"), typical("カカカカ/" * 6 + "カカカ")
LONG = typical("カカカカ/" * 14 + "カカカ")


def test_most_lines_decide_the_number_of_bars() -> None:
    assert common_bars([ONE_BAR, TWO_BARS, TWO_BARS], FOUR, 110) == 2


def test_of_equally_many_the_fewer_bars_are_taken() -> None:
    assert common_bars([TWO_BARS, ONE_BAR], FOUR, 110) == 1


def test_a_line_that_does_not_fit_gets_bars_of_its_own() -> None:
    assert [flow.bars for flow in plan_lines([TWO_BARS, TWO_BARS, ONE_BAR, LONG], FOUR, 110)] == [2, 2, 1, 4]


@pytest.mark.slow
def test_the_lines_of_a_song_nearly_all_take_the_same_bars() -> None:
    for song in songs():
        lines = [morae for _, morae in song]
        bars = [flow.bars for flow in plan_lines(lines, FOUR, 112)]
        assert bars.count(common_bars(lines, FOUR, 112)) / len(bars) >= 0.8


def test_no_lines_have_no_common_bars() -> None:
    with pytest.raises(ValueError, match="empty"):
        common_bars([], FOUR, 110)
