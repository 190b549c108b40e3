from __future__ import annotations

import pytest
from tests.music.flow_lines import songs, typical

from lyricaudio.music.flow.line import plan_flow
from lyricaudio.music.flow.tempo import best_tempo
from lyricaudio.music.theory.metre import METRES

FOUR = METRES["4/4"]
LINES = [typical("カカカカ/カカカカ/カカカカ"), typical("カカカ/カカカカカ、/カンカカ")]


def cost(bpm: float) -> float:
    return sum(plan_flow(line, FOUR, bpm).cost.total for line in LINES)


@pytest.mark.parametrize("usual", [90, 112, 120, 150])
def test_the_tempo_costs_hardly_more_than_the_least_and_none_nearer_to_the_usual_one_does(usual: int) -> None:
    chosen = best_tempo(LINES, FOUR, (90, 150), usual=usual)
    tried = {90, 150, *(bpm for bpm in range(90, 151) if (bpm - usual) % 4 == 0)}
    most = 1.15 * min(map(cost, tried))
    assert chosen in tried
    assert cost(chosen) <= most
    assert all(cost(bpm) > most for bpm in tried if abs(bpm - usual) < abs(chosen - usual))


@pytest.mark.slow
def test_a_line_less_hardly_ever_moves_a_song_to_another_tempo() -> None:
    kept = []
    for song in songs():
        lines = [morae for _, morae in song]
        tempo = best_tempo(lines, FOUR, (100, 128), usual=116)
        fewer = ([*lines[:place], *lines[place + 1 :]] for place in range(0, len(lines), 4))
        kept += [best_tempo(some, FOUR, (100, 128), usual=116) == tempo for some in fewer]
    assert sum(kept) >= 0.9 * len(kept)


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


def test_a_long_song_has_the_tempo_of_lines_from_all_over_it() -> None:
    first, second = LINES
    assert best_tempo([first] * 300 + [second] * 300, FOUR, (90, 150)) == best_tempo(
        [first] * 16 + [second] * 16, FOUR, (90, 150)
    )
