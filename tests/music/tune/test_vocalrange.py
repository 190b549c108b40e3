from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lyricaudio.errors import LyricAudioError
from lyricaudio.music.tune.vocalrange import note_name, voice_range


def hertz(*notes: float) -> NDArray[np.float64]:
    return 440.0 * 2.0 ** ((np.array(notes) - 69) / 12)


def test_a_lively_voice_sings_from_where_it_speaks_to_three_semitones_above() -> None:
    spoken = np.repeat(hertz(*np.linspace(58, 69, 12)), 100)
    assert voice_range([spoken]) == (58, 72)


def test_a_few_frames_far_off_do_not_count_nor_do_unvoiced_ones() -> None:
    spoken = np.repeat(hertz(*np.linspace(41, 52, 12)), 100)
    assert voice_range([np.concatenate([spoken, hertz(90, 20), np.zeros(500)])]) == (41, 55)


def test_a_monotonous_voice_gets_an_octave_around_it() -> None:
    assert voice_range([np.repeat(hertz(60), 50)]) == (56, 68)


@given(st.lists(st.floats(60, 900), min_size=1, max_size=40))
def test_any_voice_gets_an_octave_at_least(f0_hz: list[float]) -> None:
    low, high = voice_range([np.array(f0_hz)])
    assert high - low >= 12


def test_a_voice_that_only_whispers_cannot_sing() -> None:
    with pytest.raises(LyricAudioError, match="no pitch to sing with"):
        voice_range([np.zeros(100)])


def test_notes_have_their_usual_names() -> None:
    assert [note_name(pitch) for pitch in (21, 60, 61, 69, 70)] == ["A0", "C4", "C#4", "A4", "Bb4"]
