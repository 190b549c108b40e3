from __future__ import annotations

import numpy as np
import pytest

from lyricaudio.audio.resample import resample, resampled_blocks
from lyricaudio.audio.sound import Audio, Samples


def sine(frequency_hz: float, rate: int, *, seconds: float = 1.0, channels: int = 1) -> Audio:
    wave = 0.5 * np.sin(2 * np.pi * frequency_hz * np.arange(round(seconds * rate)) / rate)
    return Audio(samples=np.repeat(wave[:, None], channels, axis=1).astype(np.float32), sample_rate=rate)


def middle_level_db(samples: Samples) -> float:
    inner = samples[len(samples) // 10 : -len(samples) // 10].astype(np.float64)
    return float(10 * np.log10(np.mean(inner**2) / 0.125))


def test_what_the_new_rate_cannot_hold_is_left_out_and_not_folded_down() -> None:
    assert middle_level_db(resample(sine(15000, 48000), 24000).samples) < -80


@pytest.mark.parametrize("target", [24000, 32000, 44100, 48000])
@pytest.mark.parametrize("source", [8000, 22050, 24000, 44100, 48000])
def test_a_tone_keeps_its_pitch_level_and_place(source: int, target: int) -> None:
    changed = resample(sine(997, source, channels=2), target)
    assert (changed.sample_rate, changed.samples.shape) == (target, (target, 2))
    inner = slice(target // 10, -target // 10)
    expected = sine(997, target, channels=2).samples
    np.testing.assert_allclose(changed.samples[inner], expected[inner], atol=2e-4)


def test_the_rate_it_has_needs_no_work() -> None:
    audio = sine(440, 44100)
    assert resample(audio, 44100) is audio


def test_a_short_piece_becomes_a_short_piece() -> None:
    assert resample(sine(440, 48000, seconds=0.001), 44100).frames == 44


def test_nothing_stays_nothing() -> None:
    assert resample(sine(440, 48000, seconds=0), 44100).samples.shape == (0, 1)


def test_blocks_of_any_lengths_are_as_one_sound() -> None:
    source = sine(997, 44100).samples[:, 0]
    pieces = np.split(source, [100, 5_000, 30_001])
    found = np.concatenate(list(resampled_blocks(pieces, 44100, 11025)))
    assert len(found) == 11025
    np.testing.assert_allclose(found[1000:-1000], sine(997, 11025).samples[1000:-1000, 0], atol=1e-3)
