from __future__ import annotations

from tests.music.flow_lines import reading_of, songs

from lyricaudio.music.flow.density import too_dense
from lyricaudio.music.flow.line import plan_flow
from lyricaudio.music.flow.natural import flow_morae
from lyricaudio.music.theory.metre import METRES

FOUR = METRES["4/4"]


def test_a_line_with_its_own_bars_is_not_too_dense() -> None:
    reading = reading_of("カカカカ/カカカカ/カカカカ")
    assert too_dense(reading, plan_flow(flow_morae(reading), FOUR, 120)) is None


def test_a_crowded_line_is_broken_at_the_phrase_nearest_its_middle() -> None:
    reading = reading_of("カカカ/キキキキキ/クククク/ケケケ")
    dense = too_dense(reading, plan_flow(flow_morae(reading), FOUR, 240, bars=1))
    assert dense is not None
    assert dense.reasons == (
        "a vowel in 0.41 of its length, less than 0.5",
        "a vowel of 33 ms, less than 35",
        "16.0 morae a second, more than 7.5",
    )
    assert (dense.break_at, dense.before, dense.after) == (8, "カカカキキキキキ", "ククククケケケ")


def test_one_crowded_phrase_can_be_broken_nowhere() -> None:
    reading = reading_of("カ" * 15)
    dense = too_dense(reading, plan_flow(flow_morae(reading), FOUR, 240, bars=1))
    assert dense is not None
    assert (dense.break_at, dense.before, dense.after) == (None, "カ" * 15, "")


def test_too_many_morae_without_a_pause_are_broken_in_their_own_middle() -> None:
    reading = reading_of("カカカカ、/" + "キキキキキキキキキキ/" * 6 + "ククククク")
    dense = too_dense(reading, plan_flow(flow_morae(reading), FOUR, 120))
    assert dense is not None
    assert dense.reasons[-1] == "65 morae without a pause, more than 64"
    assert dense.break_at == 34


def test_a_line_that_takes_more_than_a_phrase_of_four_bars_is_broken_in_its_middle() -> None:
    line = "カカカカ/" * 7 + "カカカカ、/" + "キキキキ/" * 6 + "キキキ"
    assert too_dense(reading_of(line), plan_flow(flow_morae(reading_of(line)), FOUR, 84)) is None
    dense = too_dense(reading_of(line), plan_flow(flow_morae(reading_of(line)), FOUR, 120))
    assert dense is not None
    assert dense.reasons == ("8 bars, more than a phrase has, 4",)
    assert dense.break_at == 32
    half = reading_of("カカカカ/" * 7 + "カカカカ")
    assert too_dense(half, plan_flow(flow_morae(half), FOUR, 120)) is None


def test_one_mora_is_never_too_dense() -> None:
    for kana in ("カ", "ッ", "ン"):
        reading = reading_of(kana)
        assert too_dense(reading, plan_flow(flow_morae(reading), FOUR, 240)) is None


def test_no_line_of_the_songs_is_too_dense() -> None:
    for song in songs():
        for reading, morae in song:
            assert too_dense(reading, plan_flow(morae, FOUR, 144)) is None
