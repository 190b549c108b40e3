from __future__ import annotations

import hypothesis
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.audio.filters import (
    MEMORY_FRAMES,
    Biquad,
    filtered,
    frequency_response,
    high_pass,
    low_pass,
)
from lyricaudio.audio.loudness import k_weighting

RNG = np.random.default_rng(5)
SECTIONS = {
    "K-weighting": k_weighting(44100),
    "high-pass": (high_pass(80.0, 44100),),
    "low-pass": (low_pass(1000.0, 44100),),
    "both": (high_pass(200.0, 44100), low_pass(4000.0, 44100)),
}


def recursive(signal: list[float], sections: tuple[Biquad, ...]) -> list[float]:
    """Filter by the recursion that the sections stand for."""
    for b0, b1, b2, a1, a2 in sections:
        x1 = x2 = y1 = y2 = 0.0
        passed = []
        for x in signal:
            y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
            x1, x2, y1, y2 = x, x1, y, y1
            passed.append(y)
        signal = passed
    return signal


@pytest.mark.parametrize("name", SECTIONS)
@pytest.mark.parametrize("frames", [1, 100, MEMORY_FRAMES, 140_000])
def test_it_is_the_recursion(name: str, frames: int) -> None:
    signal = RNG.uniform(-1, 1, frames)
    expected = recursive(signal.tolist(), SECTIONS[name])
    np.testing.assert_allclose(filtered(signal, SECTIONS[name]), expected, atol=1e-7)


def test_channels_do_not_mix() -> None:
    left, right = RNG.uniform(-1, 1, (2, 10_000))
    both = filtered(np.stack([left, right], axis=1), SECTIONS["both"])
    np.testing.assert_allclose(both[:, 0], filtered(left, SECTIONS["both"]), atol=1e-12)
    np.testing.assert_allclose(both[:, 1], filtered(right, SECTIONS["both"]), atol=1e-12)


@hypothesis.settings(max_examples=25)
@given(cut=st.integers(0, 20_000))
def test_what_was_before_rings_on(cut: int) -> None:
    signal = RNG.uniform(-1, 1, (20_000, 2))
    sections = SECTIONS["K-weighting"]
    before = np.concatenate([np.zeros((MEMORY_FRAMES, 2)), signal[:cut]])[-MEMORY_FRAMES:]
    np.testing.assert_allclose(
        filtered(signal[cut:], sections, before), filtered(signal, sections)[cut:], atol=1e-7
    )


def test_nothing_stays_nothing() -> None:
    assert filtered(np.zeros((0, 2)), SECTIONS["both"]).shape == (0, 2)


@pytest.mark.parametrize("rate", [24000, 44100, 48000])
def test_a_pass_filter_halves_the_power_at_its_frequency(rate: int) -> None:
    # One bin a hertz.
    high = 20 * np.log10(abs(frequency_response([high_pass(1000.0, rate)], rate))[1:])
    low = 20 * np.log10(abs(frequency_response([low_pass(1000.0, rate)], rate))[1:-1])
    assert (high[999], low[999]) == pytest.approx((-3.01, -3.01), abs=0.01)
    assert (high[7999], low[99]) == pytest.approx((0.0, 0.0), abs=0.1)
    assert max(high[99], low[7999]) < -34  # 12 dB an octave


@pytest.mark.parametrize("rate", [24000, 44100, 48000, 96000])
def test_k_weighting_has_the_gains_that_the_standard_has(rate: int) -> None:
    response_db = 20 * np.log10(abs(frequency_response(k_weighting(rate), rate))[1:])
    assert response_db[997 - 1] == pytest.approx(0.69, abs=0.03)
    assert response_db[8000 - 1] == pytest.approx(4.0, abs=0.1)
    assert response_db[38 - 1] == pytest.approx(-6.0, abs=0.2)


def test_k_weighting_at_48_khz_is_the_table_of_the_standard() -> None:
    shelf, high = k_weighting(48000)
    np.testing.assert_allclose(
        shelf, [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585]
    )
    np.testing.assert_allclose(high, [1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621])
