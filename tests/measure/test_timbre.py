from __future__ import annotations

import numpy as np
import pytest
from tests.measure.timbre import harmonics_to_noise_db, mel_cepstra, mel_cepstral_distances_db

from lyricaudio.audio.sound import Audio, mono
from lyricaudio.audio.vocoder import SpeechCurves

RATE = 24000


def flat(log_envelope: np.typing.NDArray[np.float64]) -> SpeechCurves:
    return SpeechCurves(
        f0_hz=np.zeros(len(log_envelope)),
        log_envelope=log_envelope,
        aperiodicity=np.zeros_like(log_envelope),
        sample_rate=RATE,
    )


def hum(frequency_hz: float, noise: float = 0.0) -> Audio:
    times_s = np.arange(RATE) / RATE
    tone = sum(np.cos(2 * np.pi * k * frequency_hz * times_s) / k for k in range(1, 8))
    return mono(0.2 * tone + noise * np.random.default_rng(1).standard_normal(RATE), RATE)


def test_a_louder_voice_is_at_no_distance() -> None:
    envelope = np.random.default_rng(1).standard_normal((3, 513))
    first, second = mel_cepstra(flat(envelope)), mel_cepstra(flat(envelope + 5))
    np.testing.assert_allclose(mel_cepstral_distances_db(first, second), 0, atol=1e-9)


def test_the_distance_is_the_effective_difference_of_the_spectra_in_decibels() -> None:
    mels = np.log1p(np.linspace(0, RATE / 2, 513) / 700)
    low, high = np.log1p(np.array([60, 8000]) / 700)
    ripple_db = 2 * np.cos(np.pi * 3 * (mels - low) / (high - low))
    first, second = np.zeros((1, 513)), (ripple_db * np.log(10) / 10)[None, :]
    distance_db = mel_cepstral_distances_db(mel_cepstra(flat(first)), mel_cepstra(flat(second)))
    assert distance_db[0] == pytest.approx(2 / np.sqrt(2), rel=0.05)


@pytest.mark.parametrize("frequency_hz", [80.0, 233.0, 590.0])
def test_a_hum_is_clean_and_a_hiss_is_not(frequency_hz: float) -> None:
    assert harmonics_to_noise_db(hum(frequency_hz), 0.4, 0.46) > 20
    assert harmonics_to_noise_db(hum(frequency_hz, noise=1.0), 0.4, 0.46) < 6
