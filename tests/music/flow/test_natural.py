from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.music.flow_lines import reading_of, typical

from lyricaudio.music.flow.natural import VowelRoom, flow_morae, mora_kind, room_for_vowel_s, vowel_runs
from lyricaudio.reading.model import AccentPhrase, Mora, Reading
from lyricaudio.voice.clip import MoraTime
from lyricaudio.voice.setting.warp import SUNG_RATIO, VOWEL_RATIOS, shared

lengths_s = st.floats(0.02, 0.3)


def test_morae_know_their_place_in_the_line() -> None:
    ka, ki, ku, ke, ko = typical("カキ、/クケ/コ")
    assert [mora.opens_phrase for mora in (ka, ki, ku, ke, ko)] == [True, False, True, False, True]
    assert [mora.ends_phrase for mora in (ka, ki, ku, ke, ko)] == [False, True, False, True, True]
    assert [mora.ends_breath for mora in (ka, ki, ku, ke, ko)] == [False, True, False, False, True]
    assert [mora.pause for mora in (ka, ki, ku, ke, ko)] == ["none", "comma", "none", "none", "none"]


def test_the_nucleus_is_the_mora_after_which_the_pitch_falls() -> None:
    phrase = AccentPhrase(morae=reading_of("ココロ").morae, accent=2)
    reading = Reading(written="心", spoken="心", phrases=(phrase, phrase), labels=())
    assert [mora.nucleus for mora in flow_morae(reading)] == [False, True, False, False, True, False]


def test_equal_phrases_are_told_apart() -> None:
    phrase = AccentPhrase(morae=reading_of("ココ").morae, accent=0)
    reading = Reading(written="ここここ", spoken="", phrases=(phrase, phrase), labels=())
    assert [mora.ends_breath for mora in flow_morae(reading)] == [False, False, False, True]


@pytest.mark.parametrize(
    ("kana", "vowel", "kind"),
    [
        ("カ", "a", "vowel"),
        ("ー", "a", "long"),
        ("ン", "N", "nasal"),
        ("ッ", "cl", "stop"),
        ("シ", "I", "devoiced"),
        ("ー", "N", "nasal"),
    ],
)
def test_what_carries_a_mora_is_seen_from_its_vowel(kana: str, vowel: str, kind: str) -> None:
    assert mora_kind(Mora(kana=kana, consonant=None, vowel=vowel)) == kind


def test_measured_times_win_over_typical_ones() -> None:
    times = (
        MoraTime(kana="カ", start_s=0.0, vowel_onset_s=0.05, end_s=0.15),
        MoraTime(kana="キ", start_s=0.15, vowel_onset_s=0.22, end_s=0.30),
    )
    first, second = flow_morae(reading_of("カキ"), times)
    assert (first.consonant_s, first.vowel_s) == pytest.approx((0.05, 0.10))
    assert first.inter_onset_s == pytest.approx(0.17)
    assert second.inter_onset_s > second.vowel_s


def test_a_long_vowel_is_shared_evenly_by_its_morae() -> None:
    times = (
        MoraTime(kana="コ", start_s=0.0, vowel_onset_s=0.05, end_s=0.11),
        MoraTime(kana="ー", start_s=0.11, vowel_onset_s=0.11, end_s=0.21),
    )
    assert [mora.vowel_s for mora in flow_morae(reading_of("カー"), times)] == pytest.approx([0.08, 0.08])


def test_times_must_be_one_per_mora() -> None:
    times = (MoraTime(kana="カ", start_s=0.0, vowel_onset_s=0.05, end_s=0.15),)
    with pytest.raises(ValueError, match="1 times for 2 morae"):
        flow_morae(reading_of("カキ"), times)


def test_a_vowel_and_its_long_mora_are_one_run() -> None:
    assert vowel_runs(["vowel", "long", "long", "nasal", "vowel"]) == [range(3), range(3, 4), range(4, 5)]


def test_a_ratio_is_told_of_natural_length() -> None:
    assert VowelRoom(mora=0, natural_s=0.08, room_s=0.2, at_rest=False).ratio == pytest.approx(2.5)


@given(
    span_s=st.floats(0.03, 1.0),
    vowel_s=lengths_s,
    consonant_s=st.just(0.0) | lengths_s,
    ratio=st.sampled_from((VOWEL_RATIOS[1], SUNG_RATIO)),
)
def test_the_room_is_what_the_warp_gives_and_the_rest_after_it(
    span_s: float, vowel_s: float, consonant_s: float, ratio: float
) -> None:
    longest_s = ratio * vowel_s
    sounding_s, next_s = shared(span_s, vowel_s, consonant_s, longest_s)
    room_s = float(
        room_for_vowel_s(np.array(span_s), np.array(vowel_s), np.array(consonant_s), np.array(longest_s))
    )
    assert min(room_s, longest_s) == pytest.approx(sounding_s)
    assert room_s == pytest.approx(span_s - next_s)
