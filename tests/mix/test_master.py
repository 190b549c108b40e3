from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.audio.blocks import BLOCK_FRAMES
from lyricaudio.audio.loudness import LoudnessMeter, true_peaks
from lyricaudio.audio.sound import Samples
from lyricaudio.mix.master import limiter_curve, master, premastered
from lyricaudio.mix.mixer import SAMPLE_RATE

RNG = np.random.default_rng(7)


def blocks_of(samples: Samples) -> Iterator[Samples]:
    for start in range(0, len(samples), BLOCK_FRAMES):
        yield samples[start : start + BLOCK_FRAMES]


def peaky(seconds: float, level: float) -> Samples:
    """Noise under a slow envelope with a click every half second: speech and drums in the crudest form."""
    frames = round(seconds * SAMPLE_RATE)
    noise = RNG.standard_normal((frames, 2)) * np.abs(np.sin(np.arange(frames) / 9000))[:, None]
    noise[:: SAMPLE_RATE // 2] *= 12
    return np.asarray(level * noise, dtype=np.float32)


def mastered(samples: Samples, folder: Path, lufs: float = -16.0, ceiling: float = -2.0) -> Samples:
    with premastered(blocks_of(samples), folder) as premaster:
        return np.concatenate(list(master(premaster, lufs, ceiling)))


@pytest.mark.slow
@pytest.mark.parametrize("level", [0.002, 0.05, 0.8])
def test_the_master_has_its_loudness_and_no_true_peak_above_the_ceiling(level: float, tmp_path: Path) -> None:
    result = mastered(peaky(11.3, level), tmp_path)
    meter = LoudnessMeter(SAMPLE_RATE, 2)
    meter.add(result)
    assert meter.integrated_lufs() == pytest.approx(-16.0, abs=0.15)
    assert true_peaks(result).max() <= 10 ** (-2.0 / 20) * 1.002
    assert not list(tmp_path.iterdir())


def test_a_mix_can_be_mastered_twice_with_another_ceiling(tmp_path: Path) -> None:
    with premastered(blocks_of(peaky(5, 0.1)), tmp_path) as premaster:
        loud, quiet = (np.concatenate(list(master(premaster, -16, ceiling))) for ceiling in (-2.0, -6.0))
    assert np.abs(loud).max() > np.abs(quiet).max()
    assert np.abs(quiet).max() <= 10 ** (-6 / 20) * 1.002


def test_what_needs_no_limit_is_only_scaled(tmp_path: Path) -> None:
    t = np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE
    tone = np.stack([0.1 * np.sin(2 * np.pi * 440 * t)] * 2, axis=1).astype(np.float32)
    result = mastered(tone, tmp_path)
    np.testing.assert_allclose(result, tone * (result[1000, 0] / tone[1000, 0]), atol=1e-5)


def test_silence_stays_silence(tmp_path: Path) -> None:
    assert not mastered(np.zeros((3 * SAMPLE_RATE, 2), dtype=np.float32), tmp_path).any()


@given(st.lists(st.floats(0.05, 1.0), min_size=1, max_size=200))
def test_the_limiter_curve_is_nowhere_above_what_is_needed(needed: list[float]) -> None:
    gains = np.asarray(needed, dtype=np.float32)
    curve = limiter_curve(gains)
    assert curve.shape == gains.shape
    assert (curve <= gains + 1e-5).all()
    assert curve.max() <= 1.0


def test_the_limiter_lets_go_within_fifty_milliseconds() -> None:
    needed = np.ones(1000, dtype=np.float32)
    needed[500] = 0.5
    curve = limiter_curve(needed)
    assert curve[500] == pytest.approx(0.5, abs=1e-4)
    assert curve[500 + 35] > 0.999
    assert np.abs(np.diff(curve)).max() < 0.04
