from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from tests.measure.other_voice import untimed
from tests.measure.spoken import spoken

from lyricaudio.audio.sound import mono
from lyricaudio.voice.hearing.align import aligned
from lyricaudio.voice.hearing.believed import believed
from lyricaudio.voice.hearing.phones import LONGEST_S, phones_heard

pytestmark = pytest.mark.slow

LINE = "重みは入力に掛けて、足し合わせます。"
SWAPPED = "重みは言葉に掛けて、足し合わせます。"


def test_the_vowels_are_found_to_a_frame_or_two() -> None:
    reading, clip = spoken(LINE)
    heard = phones_heard(clip.audio, reading)
    assert heard is not None
    assert heard.is_known
    assert not heard.doubted
    late_ms = [
        1000 * abs(found.vowel_onset_s - known.vowel_onset_s)
        for mora, found, known in zip(reading.morae, heard.morae, clip.facts.morae, strict=True)
        if mora.consonant and mora.vowel in "aiueo"
    ]
    assert np.median(late_ms) <= 8
    assert np.percentile(late_ms, 95) <= 25
    edges_s = [at_s for one in heard.morae for at_s in (one.start_s, one.vowel_onset_s, one.end_s)]
    assert all(first <= second for first, second in pairwise([0.0, *edges_s, clip.audio.duration_s]))


def test_a_short_word_in_place_of_another_is_not_believed_any_more() -> None:
    reading, clip = spoken(LINE)
    swapped, other = spoken(SWAPPED)
    assert believed(untimed(clip.audio, reading), reading) is not None
    assert aligned(untimed(other.audio, reading), reading).timing == "aligned"
    assert believed(untimed(other.audio, reading), reading) is None
    assert believed(untimed(other.audio, swapped), swapped) is not None


@pytest.mark.parametrize("length_s", [0.1, LONGEST_S + 1])
def test_what_is_too_short_or_too_long_is_left_to_others(length_s: float) -> None:
    reading, _ = spoken(LINE)
    assert phones_heard(mono(np.ones(round(length_s * 16000)), 16000), reading) is None


def test_a_rest_between_phrases_is_no_part_of_a_mora() -> None:
    reading, clip = spoken(LINE)
    heard = phones_heard(clip.audio, reading)
    assert heard is not None
    gaps_s = [after.start_s - before.end_s for before, after in pairwise(heard.morae)]
    assert sum(gap_s > 0.1 for gap_s in gaps_s) == 1
