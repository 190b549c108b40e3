"""How far two voices' spectra are apart, and how clean a vowel is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lyricaudio.audio.sound import Audio
from lyricaudio.audio.vocoder import SpeechCurves

Array = npt.NDArray[np.float64]

_BANDS = 40
_BAND_HZ = (60.0, 8000.0)
_CEPSTRA = 24
_PERIODS_S = (1 / 600, 1 / 70)
_DB = 10 / np.log(10)


def mel_cepstra(analysis: SpeechCurves) -> Array:
    """Return cepstra 1 to 24 of 40 mel bands, 60 Hz to 8 kHz, shape (frames, 24); loudness is left out.

    ``c_k = 2/40 sum_b 1/2 ln E_b cos(pi k (b + 1/2) / 40)``, E_b the mean power in a triangular band: then
    ``1/2 ln E_b = c_0 / 2 + sum_k c_k cos(...)``, as for the cepstra that distances are usually told in.
    """
    bands = np.exp(analysis.log_envelope) @ _triangles(analysis.log_envelope.shape[1], analysis.sample_rate).T
    k = np.arange(1, _CEPSTRA + 1)[:, None]
    cosines = 2 / _BANDS * np.cos(np.pi * k * (np.arange(_BANDS) + 0.5) / _BANDS)
    return np.asarray(0.5 * np.log(bands) @ cosines.T, dtype=np.float64)


def mel_cepstral_distances_db(first: Array, second: Array) -> Array:
    """Return ``10/ln 10 sqrt(2 sum_k (c_k - c'_k)^2)`` (Kubichek 1993) for each row of cepstra."""
    return np.asarray(_DB * np.sqrt(2 * np.square(first - second).sum(axis=1)), dtype=np.float64)


def _triangles(bins: int, sample_rate: int) -> Array:
    """Return the weight of each bin in each band, shape (bands, bins), rows of sum 1."""
    lowest, highest = np.log1p(np.array(_BAND_HZ) / 700)
    corners_hz = 700 * np.expm1(np.linspace(lowest, highest, _BANDS + 2))
    bins_hz = np.linspace(0, sample_rate / 2, bins)
    rise = (bins_hz - corners_hz[:-2, None]) / (corners_hz[1:-1] - corners_hz[:-2])[:, None]
    fall = (corners_hz[2:, None] - bins_hz) / (corners_hz[2:] - corners_hz[1:-1])[:, None]
    weights = np.maximum(0, np.minimum(rise, fall))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def harmonics_to_noise_db(audio: Audio, start_s: float, stop_s: float) -> float:
    """Return how far the tone of a stretch stands above its noise (Boersma 1993).

    The highest peak r of the windowed autocorrelation, divided by the window's own, at periods of 70 to
    600 Hz gives ``10 log10(r / (1 - r))``. The stretch has to hold two periods of the lowest pitch in it.
    """
    rate = audio.sample_rate
    samples = audio.samples[round(start_s * rate) : round(stop_s * rate), 0].astype(np.float64)
    window = np.hanning(len(samples))
    correlation = _autocorrelation((samples - samples.mean()) * window) / _autocorrelation(window)
    shortest, longest = (round(period_s * rate) for period_s in _PERIODS_S)
    peak = float(correlation[shortest : min(longest, len(samples) // 2)].max())
    held = min(max(peak, 1e-6), 1 - 1e-6)
    return float(10 * np.log10(held / (1 - held)))


def _autocorrelation(values: Array) -> Array:
    spectrum = np.fft.rfft(values, 2 * len(values))
    whole = np.fft.irfft(np.square(np.abs(spectrum)))[: len(values)]
    return np.asarray(whole / whole[0] if whole[0] > 0 else whole)
