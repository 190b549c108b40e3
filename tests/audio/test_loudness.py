from __future__ import annotations

import itertools

import hypothesis
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.audio.loudness import (
    SILENCE_LUFS,
    LoudnessMeter,
    frames_above,
    highest_channel,
    hot_runs,
    loudness_lufs,
    true_peaks,
)
from lyricaudio.audio.sound import Audio, Samples, mono

RATES = [24000, 44100, 48000]


def tone(
    seconds: float, level_dbfs: float, *, frequency_hz: float = 1000.0, rate: int = 48000, channels: int = 2
) -> Samples:
    """A sine whose peak is at a level below full scale, alike in all channels."""
    times_s = np.arange(round(seconds * rate)) / rate
    wave = 10 ** (level_dbfs / 20) * np.sin(2 * np.pi * frequency_hz * times_s)
    return np.repeat(wave[:, None], channels, axis=1).astype(np.float32)


def speech_like(seconds: float, *, seed: int = 1, rate: int = 44100, channels: int = 2) -> Samples:
    """Noise in bursts of a tenth of a second, with silence between some: loud and quiet by turns."""
    rng = np.random.default_rng(seed)
    frames = round(seconds * rate)
    levels = rng.choice([0.0, 0.003, 0.1, 0.4], frames // (rate // 10) + 1).repeat(rate // 10)[:frames]
    return np.asarray(rng.standard_normal((frames, channels)) * levels[:, None], dtype=np.float32)


def loudness(samples: Samples, rate: int = 48000) -> float:
    return loudness_lufs(Audio(samples=samples, sample_rate=rate))


@pytest.mark.parametrize("rate", RATES)
def test_a_full_scale_sine_of_997_hz_in_one_channel_has_the_loudness_that_the_standard_says(
    rate: int,
) -> None:
    samples = tone(3, 0.0, frequency_hz=997.0, rate=rate)
    left = np.stack([samples[:, 0], np.zeros(len(samples), dtype=np.float32)], axis=1)
    assert loudness(left, rate) == pytest.approx(-3.01, abs=0.04)
    assert loudness(samples[:, :1].copy(), rate) == pytest.approx(-3.01, abs=0.04)
    assert loudness(samples, rate) == pytest.approx(0.0, abs=0.04)


EBU_TECH_3341 = {
    "1": [(-23.0, 20.0)],
    "3": [(-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0)],
    "4": [(-72.0, 10.0), (-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0), (-72.0, 10.0)],
    "5": [(-26.0, 20.0), (-20.0, 20.1), (-26.0, 20.0)],
}
"""The cases that have -23 LUFS: levels (dBFS) and seconds of a sine of 1 kHz in both channels."""


@pytest.mark.slow
@pytest.mark.parametrize("case", EBU_TECH_3341)
def test_the_cases_of_ebu_tech_3341_are_within_a_tenth(case: str) -> None:
    samples = np.concatenate([tone(seconds, level) for level, seconds in EBU_TECH_3341[case]])
    assert loudness(samples) == pytest.approx(-23.0, abs=0.1)


def test_the_second_case_is_ten_lower() -> None:
    assert loudness(tone(20, -33.0)) == pytest.approx(-33.0, abs=0.1)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("seconds", [0.5, 3.0, 11.7])
def test_it_agrees_with_pyloudnorm(rate: int, channels: int, seconds: float) -> None:
    samples = speech_like(seconds, rate=rate, channels=channels)
    import pyloudnorm  # a second of imports, which only who runs this shall pay

    reference = pyloudnorm.Meter(rate, filter_class="DeMan").integrated_loudness(samples.astype(np.float64))
    assert loudness(samples, rate) == pytest.approx(reference, abs=0.05)


@pytest.mark.slow
@given(
    cuts=st.lists(st.integers(0, 60_000), max_size=12),
    channels=st.sampled_from([1, 2]),
    frames=st.integers(0, 60_000),
)
def test_loudness_does_not_depend_on_how_samples_arrive(cuts: list[int], channels: int, frames: int) -> None:
    samples = speech_like(60_000 / 44100, channels=channels)[:frames]
    meter = LoudnessMeter(44100, channels)
    bounds = [0, *sorted(min(cut, frames) for cut in cuts), frames]
    for start, stop in itertools.pairwise(bounds):
        meter.add(samples[start:stop])
    assert meter.integrated_lufs() == pytest.approx(loudness(samples, 44100), abs=1e-6)
    assert len(meter.hop_powers()) == frames // 4410


@hypothesis.settings(max_examples=20)
@given(gain_db=st.floats(-30, 20))
def test_a_gain_moves_loudness_by_itself(gain_db: float) -> None:
    samples = tone(1.0, -20.0)
    louder = (samples * 10 ** (gain_db / 20)).astype(np.float32)
    assert loudness(louder) == pytest.approx(loudness(samples) + gain_db, abs=1e-3)


@pytest.mark.parametrize("frames", [0, 1, 100, 48000, 480_001])
def test_silence_has_the_loudness_of_silence(frames: int) -> None:
    assert loudness(np.zeros((frames, 2), dtype=np.float32)) == SILENCE_LUFS
    assert loudness(np.full((frames, 2), 1e-6, dtype=np.float32)) == SILENCE_LUFS


def test_what_is_shorter_than_a_gating_block_is_measured_as_it_is() -> None:
    assert loudness(tone(0.3, -20.0)) == pytest.approx(loudness(tone(3, -20.0)), abs=0.3)


def test_pauses_do_not_make_speech_quieter() -> None:
    speech = tone(5, -20.0)
    with_pauses = np.concatenate([speech, np.zeros((480_000, 2), dtype=np.float32), speech])
    assert loudness(with_pauses) == pytest.approx(loudness(speech), abs=0.2)


TRUE_PEAKS = [(4, 0.0, 0.5, -6.0), (4, 45.0, 0.5, -6.0), (6, 60.0, 0.5, -6.0), (8, 67.5, 0.5, -6.0),
              (4, 45.0, 1.41, 3.0)]  # fmt: skip
"""The sines of EBU Tech 3341, cases 15 to 19: one period in frames, phase, amplitude, true peak."""


@pytest.mark.parametrize(("period", "phase_deg", "amplitude", "peak_dbtp"), TRUE_PEAKS)
def test_peaks_between_samples_are_found_as_ebu_tech_3341_says(
    period: int, phase_deg: float, amplitude: float, peak_dbtp: float
) -> None:
    angles = 2 * np.pi * np.arange(4800) / period + np.deg2rad(phase_deg)
    fade = np.minimum(1, np.minimum(np.arange(4800), np.arange(4800)[::-1]) / 480)
    samples = (amplitude * fade * np.sin(angles))[:, None].astype(np.float32)
    found_db = 20 * np.log10(true_peaks(samples).max())
    assert peak_dbtp - 0.4 <= found_db <= peak_dbtp + 0.2
    assert found_db == pytest.approx(20 * np.log10(amplitude), abs=0.1)
    highest = float(true_peaks(samples).max())
    assert frames_above(samples, 0.999 * highest)
    assert not frames_above(samples, 1.001 * highest)


def test_a_sample_is_a_peak_in_its_frame() -> None:
    samples = np.zeros((200, 2), dtype=np.float32)
    samples[120, 1] = -0.8
    peaks = true_peaks(samples)
    assert peaks.argmax() == 120
    assert peaks.max() == pytest.approx(0.8)


@given(frames=st.integers(0, 200), seed=st.integers(0, 9))
def test_each_frame_has_a_true_peak_no_lower_than_its_samples(frames: int, seed: int) -> None:
    samples = np.random.default_rng(seed).uniform(-1, 1, (frames, 2)).astype(np.float32)
    peaks = true_peaks(samples)
    assert peaks.shape == (frames,)
    assert (peaks >= np.abs(samples).max(axis=1, initial=0) - 1e-4).all()


@pytest.mark.slow
@pytest.mark.parametrize("make", ["noise", "speech", "clipped"])
@pytest.mark.parametrize("seed", range(5))
def test_the_frames_above_a_limit_are_those_of_all_that_are(make: str, seed: int) -> None:
    samples = {
        "noise": np.random.default_rng(seed).standard_normal((50_000, 2)).astype(np.float32),
        "speech": speech_like(3, seed=seed),
        "clipped": np.clip(3 * speech_like(3, seed=seed), -1, 1),
    }[make]
    peaks = true_peaks(samples)
    limit = 0.95 * float(np.abs(samples).max())
    assert frames_above(samples, limit) == np.flatnonzero(peaks > limit).tolist()


def test_the_last_of_a_few_frames_is_above_a_limit() -> None:
    last = np.zeros((5, 2), dtype=np.float32)
    last[4] = 0.9
    assert frames_above(last, 0.85) == [4]
    assert frames_above(last, 0.95) == []


def test_nothing_is_above_a_limit_in_silence() -> None:
    assert frames_above(np.zeros((0, 2), dtype=np.float32), 0.1) == []
    assert frames_above(np.zeros((9, 2), dtype=np.float32), 0.1) == []


def test_hot_stretches_that_lie_close_are_one() -> None:
    peaks = np.zeros(100, dtype=np.float32)
    peaks[[0, 20, 22, 60, 99]] = 1.0
    assert hot_runs(peaks, 1.0, 5) == [(0, 2), (19, 24), (59, 62), (98, 100)]
    assert hot_runs(peaks, 2.0, 5) == []


@given(st.lists(st.lists(st.floats(-9, 9, width=32), min_size=2, max_size=2), min_size=1))
def test_the_highest_channel_is_the_largest_of_each_row(rows: list[list[float]]) -> None:
    values = np.array(rows, dtype=np.float32)
    assert highest_channel(values).tolist() == values.max(axis=1).tolist()


def test_a_mono_clip_of_half_the_amplitude_is_six_quieter() -> None:
    full = mono(tone(1, -10.0, channels=1)[:, 0], 48000)
    half = mono(tone(1, -16.02, channels=1)[:, 0], 48000)
    assert loudness_lufs(full) - loudness_lufs(half) == pytest.approx(6.02, abs=0.01)
