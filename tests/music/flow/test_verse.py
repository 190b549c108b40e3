from __future__ import annotations

import pytest
from tests.music.flow_lines import songs, typical

from lyricaudio.music.flow.verse import common_bars, plan_lines
from lyricaudio.music.theory.metre import METRES

FOUR = METRES["4/4"]
SHORT, FULL = typical("カカカカ/" * 2 + "カカカカ"), typical("カカカカ/" * 4 + "カカカ")
LONG = typical("カカカカ/" * 10 + "カカカ")


def test_most_lines_decide_the_number_of_bars() -> None:
    assert common_bars([LONG, FULL, SHORT], FOUR, 110) == 2
    assert common_bars([LONG, FULL, LONG], FOUR, 110) == 4


def test_of_equally_many_the_fewer_bars_are_taken() -> None:
    assert common_bars([LONG, FULL], FOUR, 110) == 2


def test_a_line_that_does_not_fit_gets_bars_of_its_own() -> None:
    assert [flow.bars for flow in plan_lines([FULL, FULL, SHORT, LONG], FOUR, 110)] == [2, 2, 2, 4]


def test_in_a_section_of_six_bars_the_fullest_line_takes_four() -> None:
    lines = [FULL, (*FULL, *SHORT[:2]), SHORT, FULL, FULL]
    flows = plan_lines(lines, FOUR, 110, sections=[1, 1, 1, 2, 2])
    assert [flow.bars for flow in flows] == [2, 4, 2, 2, 2]


def test_a_section_whose_lines_would_be_too_slow_in_four_bars_stays_as_it_is() -> None:
    assert [flow.bars for flow in plan_lines([SHORT[:4]] * 3, FOUR, 110, sections=[1, 1, 1])] == [2, 2, 2]


@pytest.mark.slow
def test_the_lines_of_a_song_nearly_all_take_the_same_bars() -> None:
    for song in songs():
        lines = [morae for _, morae in song]
        bars = [flow.bars for flow in plan_lines(lines, FOUR, 112)]
        assert bars.count(common_bars(lines, FOUR, 112)) / len(bars) >= 0.8


def test_no_lines_have_no_common_bars() -> None:
    with pytest.raises(ValueError, match="empty"):
        common_bars([], FOUR, 110)
