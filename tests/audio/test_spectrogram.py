import numpy as np
import pytest

from lyricaudio.audio.sound import mono
from lyricaudio.audio.spectrogram import Levels, mel_levels, mel_place

RATE = 48000


def levels(samples: Levels, *, start_s: float = 0.0, stop_s: float = 1.0) -> Levels:
    return mel_levels(
        mono(samples, RATE),
        start_s=start_s,
        stop_s=stop_s,
        columns=50,
        rows=200,
        top_hz=8000.0,
        range_db=60.0,
    )


def tone(pitch_hz: float) -> Levels:
    return np.sin(2 * np.pi * pitch_hz * np.arange(RATE) / RATE)


@pytest.mark.parametrize("pitch_hz", [220.0, 1000.0, 5000.0])
def test_a_tone_is_a_line_at_its_pitch(pitch_hz: float) -> None:
    rows = levels(tone(pitch_hz))[:, 5:-5].argmax(axis=0)
    assert rows == pytest.approx(199 * (1 - mel_place(pitch_hz, 8000.0)), abs=1)


def test_a_sound_begins_in_the_column_of_its_moment() -> None:
    samples = tone(1000.0) * (np.arange(RATE) >= 0.4 * RATE)
    loud = levels(samples).max(axis=0) > 0.8
    assert int(loud.argmax()) in (19, 20)


def test_before_and_after_the_sound_there_is_silence() -> None:
    picture = levels(tone(1000.0), start_s=-1.0, stop_s=3.0)
    assert picture[:, :12].max() == 0.0
    assert picture[:, 26:].max() == 0.0
    assert picture.max() == 1.0


@pytest.mark.parametrize("frames", [0, 1, 400])
def test_silence_of_any_length_is_silence(frames: int) -> None:
    assert levels(np.zeros(frames)).max() == 0.0
