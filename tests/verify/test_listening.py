"""What is measured of a sound, held against the slow and exact ways."""

from __future__ import annotations

import numpy as np
import pytest

from lyricaudio import units
from lyricaudio.audio.loudness import loudness_lufs, true_peaks
from lyricaudio.audio.sound import Audio, Samples
from lyricaudio.mix.mixer import SAMPLE_RATE
from lyricaudio.verify.listening import BLOCK_FRAMES, FRAME_RATE, Heard, measured


def music(seconds: float) -> Samples:
    """Return noise that is weaker the higher it is, as music is, not the same left and right."""
    frames = round(seconds * SAMPLE_RATE)
    tilt = 1 / np.maximum(1, np.arange(frames // 2 + 1) / (200 * seconds))
    left, right = np.random.default_rng(3).normal(size=(2, frames))
    both = [
        np.fft.irfft(np.fft.rfft(part) * tilt, frames) for part in (left + 0.2 * right, left - 0.2 * right)
    ]
    sound = np.stack(both, axis=1)
    return np.asarray(0.5 * sound / np.abs(sound).max(), np.float32)


def heard(sound: Samples) -> Heard:
    return measured(np.split(sound, range(BLOCK_FRAMES, len(sound), BLOCK_FRAMES)))


def test_loudness_and_length_are_those_of_the_exact_way() -> None:
    sound = music(12.0)
    found = heard(sound)
    assert found.loudness_lufs == pytest.approx(
        loudness_lufs(Audio(samples=sound, sample_rate=SAMPLE_RATE)), abs=0.3
    )
    assert found.frames == len(sound)
    assert found.spectra == pytest.approx(12.0 * FRAME_RATE, abs=3)


def test_the_highest_peak_is_found_between_samples() -> None:
    sound = music(8.0)
    at = np.arange(64)
    sound[200_000:200_064] += (0.6 * np.sin(np.pi / 2 * at + np.pi / 4) * np.hanning(64))[:, None]
    exact = units.db_from_gain(float(true_peaks(sound).max()))
    assert exact > units.db_from_gain(float(np.abs(sound).max())) + 0.5
    assert heard(sound).peak_dbtp == pytest.approx(exact, abs=1e-3)


def test_silences_are_found_with_their_times() -> None:
    sound = music(10.0)
    sound[4 * SAMPLE_RATE : 8 * SAMPLE_RATE] = 0
    found = heard(sound)
    ((start_s, end_s),) = found.silences(3.0)
    assert start_s == pytest.approx(4.0, abs=0.11)
    assert end_s == pytest.approx(8.0, abs=0.11)
    assert found.silences(5.0) == []
    assert found.silent([1.0, 5.0, 7.9], [1.2, 5.2, 8.4]).tolist() == [False, True, False]


def test_a_spectrum_stands_at_its_time() -> None:
    sound = np.zeros((3 * SAMPLE_RATE, 2), np.float32)
    sound[SAMPLE_RATE : SAMPLE_RATE + 4410] = 0.1 * music(0.1)
    levels = heard(sound).mean_spectra(np.array([0.9, 1.02, 1.2]), np.array([0.95, 1.08, 1.3])).mean(axis=1)
    assert levels[1] > levels[[0, 2]].max() + 3
