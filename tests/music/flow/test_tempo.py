from __future__ import annotations

import pytest
from tests.music.flow_lines import typical

from lyricaudio.music.flow.line import plan_flow
from lyricaudio.music.flow.tempo import best_tempo
from lyricaudio.music.theory.metre import METRES

FOUR = METRES["4/4"]
LINES = [typical("カカカカ/カカカカ/カカカカ"), typical("カカカ/カカカカカ、/カンカカ")]


def test_the_tempo_costs_least_of_its_neighbours() -> None:
    def cost(bpm: float) -> float:
        return sum(plan_flow(line, FOUR, bpm).cost.total for line in LINES)

    chosen = best_tempo(LINES, FOUR, (90, 150))
    assert cost(chosen) == min(cost(bpm) for bpm in range(90, 151) if abs(bpm - chosen) < 4)


def test_the_tempo_stays_in_its_range() -> None:
    assert 130.2 <= best_tempo(LINES, FOUR, (130.2, 133.9)) <= 133.9


def test_a_range_of_one_tempo_leaves_no_choice() -> None:
    assert best_tempo(LINES, FOUR, (97, 97)) == 97.0


@pytest.mark.parametrize(
    ("lines", "bpm_range"), [([], (90, 150)), (LINES, (100.2, 100.8)), (LINES, (150, 90))]
)
def test_no_lines_or_an_empty_range_are_refused(lines: list[object], bpm_range: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="a tempo needs"):
        best_tempo(lines, FOUR, bpm_range)  # type: ignore[arg-type]
