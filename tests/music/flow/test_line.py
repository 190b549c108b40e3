from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.music.flow_lines import typical

from lyricaudio.music.flow.line import Flow, plan_flow
from lyricaudio.music.theory.metre import METRES, Metre
from lyricaudio.music.theory.motif import motif

FOUR = METRES["4/4"]
SLOT = Fraction(1, 4)

kana = st.sampled_from(["カ", "キ", "ア", "ン", "ッ", "ー", "シュ", "カ/", "キ、/"])
lines = st.lists(kana, max_size=40).map(lambda pieces: "".join([*pieces, "カ"]))
metres = st.sampled_from(list(METRES.values()))
swings = st.sampled_from([Fraction(0), Fraction(1, 5), Fraction(3, 10)])


def beats(flow: Flow) -> list[float]:
    return [float(onset) for onset in flow.onsets_beats]


def test_four_morae_at_a_pleasant_speed_fill_a_beat() -> None:
    flow = plan_flow(typical("カカカカ/" * 5 + "カカカカ"), FOUR, 96, bars=2)
    assert beats(flow)[:9] == [slot / 4 for slot in range(9)]


def test_a_phrase_is_of_two_or_four_bars() -> None:
    full = typical("カカカカ/カカカカ/カカカカ'/カカカカ/カカカカ")
    assert [plan_flow(full, FOUR, bpm).bars for bpm in (72, 116, 200)] == [2, 2, 4]
    assert plan_flow((*full, *full[1:]), FOUR, 116).bars == 4


def test_the_second_of_two_halves_begins_in_the_middle_of_the_phrase() -> None:
    halves = (
        typical("カカカカ/カカカカ'/カカカカ/カカカカカ"),
        typical("カカカカ/" * 3 + "カカカ'/" + "カカカカ/" * 3 + "カ"),
    )
    flows = [plan_flow(line, FOUR, 116, bars=bars) for line, bars in zip(halves, (2, 4), strict=True)]
    assert [flows[0].onsets_beats[8], flows[1].onsets_beats[15]] == [4, 8]


def test_the_ends_of_halves_are_the_longest_notes() -> None:
    flow = plan_flow(typical("カカカカ/カカカカ'/カカカカ/カカカカカ"), FOUR, 116, bars=2)
    held = [after - before for before, after in pairwise((*flow.onsets_beats, flow.end_beats))]
    assert sorted(held, reverse=True)[:2] == sorted((held[7], held[-1]), reverse=True)
    assert min(held[7], held[-1]) >= Fraction(3, 4)


def test_morae_fall_where_the_motif_wants_them() -> None:
    swaying = motif(["X.xxX.xxX.xxX..."])
    flow = plan_flow(typical("カカカ/カカカ/カカカ/カ"), FOUR, 112, bars=1, motif=swaying)
    assert beats(flow) == [0, 0.5, 0.75, 1, 1.5, 1.75, 2, 2.5, 2.75, 3]


def test_a_phrase_of_three_morae_waits_for_the_next_beat() -> None:
    flow = plan_flow(typical("カカカ/カカカカ/カカカ/カカカカ"), FOUR, 120)
    assert [flow.onsets_beats[head].denominator for head in (0, 3, 7, 10)] == [1, 1, 1, 1]


def test_after_a_pause_a_phrase_begins_on_the_bar_or_its_half() -> None:
    flow = plan_flow(typical("カカカカ/カカ、/カカカカ/カカカカ"), FOUR, 120)
    assert flow.onsets_beats[6] % 2 == 0


def test_stops_keep_off_the_beat() -> None:
    flow = plan_flow(typical("カカカカッカ/カカ"), FOUR, 120)
    assert flow.onsets_beats[4].denominator > 1


def test_the_line_ends_with_room_for_the_next_consonant() -> None:
    flow = plan_flow(typical("カカカカ" * 8), FOUR, 110)
    assert flow.rest_beats >= SLOT
    assert flow.end_beats + flow.rest_beats == flow.bars * FOUR.bar_beats


def test_slower_bars_hold_more_of_a_line() -> None:
    line = typical("カカカカ/カカカカ/" * 3 + "カカカカ")
    assert plan_flow(line, FOUR, 80).bars < plan_flow(line, FOUR, 160).bars


def test_singing_is_slower_than_chanting() -> None:
    line = typical("カカカカ/カカカカ/" * 3 + "カカ")
    sung, chanted = (plan_flow(line, FOUR, 112, pace) for pace in ("sing", "chant"))
    assert sung.morae_per_s < chanted.morae_per_s
    assert 3.0 <= sung.morae_per_s <= 6.2


def test_a_number_of_bars_can_be_asked_for() -> None:
    assert plan_flow(typical("カカカカ/カカカカ"), FOUR, 120, bars=2).bars == 2


def test_more_morae_than_slots_take_more_bars_than_asked_for() -> None:
    assert plan_flow(typical("カ" * 16), FOUR, 120, bars=1).bars == 2


def test_a_crowded_bar_squeezes_vowels_and_the_search_would_not() -> None:
    crowd = typical("カ" * 15)
    assert plan_flow(crowd, FOUR, 240, bars=1).squeeze < 0.5
    assert plan_flow(crowd, FOUR, 240).squeeze >= 0.5


def test_a_held_end_is_no_stretch() -> None:
    flow = plan_flow(typical("カカカカ、/カカカカ"), FOUR, 120)
    assert flow.stretch == max(vowel.ratio for vowel in flow.vowels if vowel.mora not in (3, 7))


@pytest.mark.parametrize("metre", METRES.values(), ids=METRES)
@pytest.mark.parametrize("line", ["カ", "ッ", "ン", "ー", "カ" * 120, "カカカカ/" * 29 + "カカカカ"])
def test_any_line_has_a_flow(line: str, metre: Metre) -> None:
    flow = plan_flow(typical(line), metre, 120)
    assert len(flow.onsets_beats) == len(typical(line))
    assert flow.squeeze >= 0.5


@pytest.mark.parametrize("bpm", [1, 40, 240, 1000])
def test_any_tempo_has_a_flow(bpm: float) -> None:
    flow = plan_flow(typical("カカカカ/カンカッカ、/カーカ"), FOUR, bpm)
    assert flow.onsets_beats[0] == 0


def test_without_vowels_nothing_is_squeezed_or_stretched() -> None:
    flow = plan_flow(typical("ッ"), FOUR, 120)
    assert (flow.squeeze, flow.stretch) == (1.0, 1.0)


def test_swing_moves_odd_sixteenths_only() -> None:
    line = typical("カカカカ/カカカカ/カカカカ")
    flow = plan_flow(line, FOUR, 100, swing=Fraction(1, 5))
    assert {onset % Fraction(1, 2) for onset in flow.onsets_beats} == {0, Fraction(3, 10)}


@pytest.mark.parametrize(
    ("line", "bpm", "bars", "swing"),
    [("", 120, None, 0), ("カ", 0, None, 0), ("カ", -1, None, 0), ("カ", 120, 0, 0), ("カ", 120, None, 1)],
)
def test_what_is_no_line_tempo_or_bar_is_refused(line: str, bpm: float, bars: int | None, swing: int) -> None:
    morae = typical(line) if line else ()
    with pytest.raises(ValueError, match="a flow needs"):
        plan_flow(morae, FOUR, bpm, bars=bars, swing=Fraction(swing))


@given(line=lines, metre=metres, bpm=st.integers(60, 180), swing=swings)
def test_onsets_ascend_from_the_bar_line_on_exact_slots(
    line: str, metre: Metre, bpm: int, swing: Fraction
) -> None:
    flow = plan_flow(typical(line), metre, bpm, swing=swing)
    places = [*flow.onsets_beats, flow.end_beats, flow.bars * metre.bar_beats]
    assert places[0] == 0
    assert all(before < after for before, after in pairwise(places))
    assert {onset / SLOT % 2 for onset in flow.onsets_beats} <= {0, 1 + swing}


@pytest.mark.slow
@given(line=lines, metre=metres, bpm=st.integers(60, 180), swing=swings)
def test_the_same_line_has_the_same_flow(line: str, metre: Metre, bpm: int, swing: Fraction) -> None:
    first, second = (plan_flow(typical(line), metre, bpm, swing=swing) for _ in range(2))
    assert first == second


@pytest.mark.slow
@example(line="カカカカカーカカカアアカ", bpm=78, bars=4)  # one length after the other in either
@given(line=lines, bpm=st.integers(60, 180), bars=st.sampled_from((2, 4)))
def test_no_number_of_bars_costs_less_than_the_one_chosen(line: str, bpm: int, bars: int) -> None:
    morae = typical(line)
    chosen = plan_flow(morae, FOUR, bpm)
    asked = plan_flow(morae, FOUR, bpm, bars=bars)
    assert chosen.bars in (2, 4)
    assume(asked.bars == bars)  # more morae than that holds take more
    assert chosen.cost.total <= asked.cost.total + 1e-9
