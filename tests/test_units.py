from fractions import Fraction

import pytest

from lyricaudio import units


def test_at_120_bpm_two_beats_are_one_second() -> None:
    assert units.seconds_from_beats(Fraction(2), 120) == 1.0
    assert units.beats_from_seconds(1.0, 120) == 2.0


@pytest.mark.parametrize(("level_db", "gain"), [(0, 1.0), (20, 10.0), (-6.0206, 0.5)])
def test_decibels_are_a_factor_on_amplitude(level_db: float, gain: float) -> None:
    assert units.gain_from_db(level_db) == pytest.approx(gain, rel=1e-4)


def test_seconds_become_the_nearest_frame() -> None:
    assert units.frames_from_seconds(1.0, 44100) == 44100
    assert units.frames_from_seconds(0.00002, 44100) == 1
    assert units.milliseconds(1.2345) == 1234


@pytest.mark.parametrize(
    ("seconds", "written"), [(0, "0:00"), (59.6, "1:00"), (187, "3:07"), (3600, "60:00")]
)
def test_lengths_are_written_in_minutes_and_seconds(seconds: float, written: str) -> None:
    assert units.clock_time(seconds) == written


def test_times_within_an_episode_are_written_to_the_tenth() -> None:
    assert [units.clock_tenths(time_s) for time_s in (0.04, 59.96, 187.44)] == ["0:00.0", "1:00.0", "3:07.4"]
