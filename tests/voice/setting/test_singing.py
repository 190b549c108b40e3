from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lyricaudio.audio.sound import Curve
from lyricaudio.voice.setting.singing import sung_f0_hz

TIMES_S = np.arange(0, 4, 0.005)


def sung(onsets_s: list[float], notes: list[float], *, rests: list[float] | None = None) -> Curve:
    """Return semitones over 4 s; the voice sounds from 0.1 s on but for 0.2 s before each rest's end."""
    bounds = [0.1]
    for rest_s in rests or []:
        bounds += [rest_s - 0.2, rest_s]
    bounds.append(4.0)
    sounding = list(zip(bounds[::2], bounds[1::2], strict=True))
    f0_hz = sung_f0_hz(TIMES_S, onsets_s=onsets_s, end_s=4.0, notes=notes, sounding=sounding)
    return np.asarray(69 + 12 * np.log2(f0_hz / 440))


def at(semitones: Curve, time_s: float) -> float:
    return float(semitones[round(time_s / 0.005)])


def test_a_note_is_reached_just_after_its_vowel_began_by_a_glide_that_began_before() -> None:
    semitones = sung([0.2, 0.5, 0.8], [60, 64, 60])
    assert at(semitones, 0.46) == pytest.approx(60, abs=0.2)
    assert at(semitones, 0.51) == pytest.approx(62, abs=0.2)
    assert at(semitones, 0.56) == pytest.approx(64, abs=0.2)


def test_a_phrase_comes_from_below() -> None:
    semitones = sung([0.2, 0.5, 1.5], [60, 60, 67], rests=[1.45])
    assert at(semitones, 0.12) == pytest.approx(58.8, abs=0.2)
    assert at(semitones, 0.16) == pytest.approx(58.8, abs=0.2)
    assert at(semitones, 0.27) == pytest.approx(60, abs=0.2)
    assert at(semitones, 0.7) == pytest.approx(60, abs=0.2)
    assert at(semitones, 1.46) == pytest.approx(65.8, abs=0.2)
    assert at(semitones, 1.57) == pytest.approx(67, abs=0.2)


def test_a_long_note_swings_after_a_while_and_a_short_one_does_not() -> None:
    semitones = sung([0.2, 0.5, 2.0], [60, 62, 60])
    assert np.abs(semitones[56:93] - 60).max() < 0.2
    swinging = semitones[round(0.95 / 0.005) : round(1.7 / 0.005)] - 62
    assert 0.25 < swinging.max() < 0.55
    assert -0.55 < swinging.min() < -0.25
    crossings = np.flatnonzero(np.diff(np.sign(np.convolve(swinging, np.ones(9) / 9, "valid"))))
    assert len(crossings) == pytest.approx(2 * 5.6 * 0.7, abs=1)


def test_a_held_pitch_wavers_a_little_and_the_same_every_time() -> None:
    first, again = (sung([0.2], [60]) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert 0.005 < np.std(first[60:84]) < 0.1


def test_one_moment_has_a_pitch_too() -> None:
    f0_hz = sung_f0_hz(np.array([1.0]), onsets_s=[0.0], end_s=0.3, notes=[69], sounding=[(0.0, 0.3)])
    assert f0_hz == pytest.approx(440, rel=0.02)


@settings(max_examples=40)
@given(
    rooms_s=st.lists(st.floats(0.1, 0.3), min_size=12, max_size=12),
    notes=st.lists(st.integers(58, 70), min_size=12, max_size=12),
)
def test_the_middle_of_every_short_note_is_the_note(rooms_s: list[float], notes: list[int]) -> None:
    onsets_s = [0.2, *(0.2 + np.cumsum(rooms_s[:-1])).tolist()]
    semitones = sung(onsets_s, [float(note) for note in notes])
    for onset_s, room_s, note in zip(onsets_s[:-1], rooms_s, notes, strict=False):
        middle = semitones[round((onset_s + 0.35 * room_s) / 0.005) : round((onset_s + 0.6 * room_s) / 0.005)]
        assert np.median(middle) == pytest.approx(note, abs=0.2)
