"""Loudness and true peak after ITU-R BS.1770-4, block by block, so that an hour needs no more memory.

Conventions: samples are float32 of shape (frames, channels), full scale 1.0; loudness is in LUFS, peaks
are amplitudes. Two channels are left and right, both of weight 1; a mono file is one channel.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.signal import sosfilt, upfirdn

from lyricaudio.audio.sound import Audio, Samples

SILENCE_LUFS = -70.0
"""The absolute gate of BS.1770-4: what is below counts as silence."""

_HOPS_PER_BLOCK = 4  # gating blocks of 400 ms, overlapping by 75 %: hops of 100 ms
_RELATIVE_GATE_LU = -10.0


class LoudnessMeter:
    """Integrated loudness of samples that arrive in blocks of any length.

    Parameters
    ----------
    sample_rate
        In Hz.
    channels
        1 or 2.
    """

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._hop = round(sample_rate / 10)
        self._filter = k_weighting(sample_rate)
        self._state = np.zeros((len(self._filter), 2, channels))
        self._rest = np.zeros(0)
        self._energies: list[npt.NDArray[np.float64]] = []

    def add(self, samples: Samples) -> None:
        """Take the next samples, shape (frames, channels)."""
        weighted, self._state = sosfilt(self._filter, samples, axis=0, zi=self._state)
        power = np.concatenate([self._rest, np.einsum("fc,fc->f", weighted, weighted)])
        hops = len(power) // self._hop
        whole = power[: hops * self._hop].reshape(hops, self._hop)
        self._energies.append(whole.mean(axis=1))
        self._rest = power[hops * self._hop :]

    def integrated_lufs(self) -> float:
        """Return the gated loudness (BS.1770-4, eq. 4 to 7), `SILENCE_LUFS` for silence.

        What is shorter than one block of 400 ms is measured as it is, without gates.
        """
        hops = np.concatenate(self._energies) if self._energies else np.zeros(0)
        if len(hops) < _HOPS_PER_BLOCK:
            power = np.concatenate([np.repeat(hops, self._hop), self._rest])
            return lufs_from_power(float(power.mean())) if power.size else SILENCE_LUFS
        blocks = np.convolve(hops, np.full(_HOPS_PER_BLOCK, 1 / _HOPS_PER_BLOCK), "valid")
        loud = blocks[blocks > _power_from_lufs(SILENCE_LUFS)]
        if not loud.size:
            return SILENCE_LUFS
        gate = loud.mean() * 10 ** (_RELATIVE_GATE_LU / 10)
        return lufs_from_power(float(loud[loud > gate].mean()))


def loudness_lufs(audio: Audio) -> float:
    """Return the integrated loudness of audio in memory."""
    meter = LoudnessMeter(audio.sample_rate, audio.samples.shape[1])
    meter.add(audio.samples)
    return meter.integrated_lufs()


def lufs_from_power(power: float) -> float:
    """Return ``-0.691 + 10 log10(power)`` (BS.1770-4, eq. 2), `SILENCE_LUFS` at the least."""
    return max(SILENCE_LUFS, -0.691 + 10 * math.log10(power)) if power > 0 else SILENCE_LUFS


def _power_from_lufs(level_lufs: float) -> float:
    return float(10 ** ((level_lufs + 0.691) / 10))


def k_weighting(sample_rate: int) -> npt.NDArray[np.float64]:
    """Return the two K-weighting biquads as second-order sections, shape (2, 6).

    The analogue prototypes behind the 48 kHz coefficients of BS.1770-4 (tables 1 and 2), brought to any
    rate by the bilinear transform: a high shelf of +4 dB at 1682 Hz and a high-pass at 38 Hz.
    """
    return np.array([_high_shelf(sample_rate), _high_pass(sample_rate)])


def _high_shelf(sample_rate: int) -> list[float]:
    gain_db, q, frequency_hz = 3.999843853973347, 0.7071752369554196, 1681.974450955533
    k = math.tan(math.pi * frequency_hz / sample_rate)
    high = 10 ** (gain_db / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    b = [(high + band * k / q + k * k) / a0, 2 * (k * k - high) / a0, (high - band * k / q + k * k) / a0]
    return [*b, 1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]


def _high_pass(sample_rate: int) -> list[float]:
    q, frequency_hz = 0.5003270373238773, 38.13547087602444
    k = math.tan(math.pi * frequency_hz / sample_rate)
    a0 = 1 + k / q + k * k
    return [1.0, -2.0, 1.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]


OVERSAMPLING = 4
_TAPS_PER_PHASE = 24


def _interpolator() -> Samples:
    """Return a Kaiser-windowed sinc for 4 times oversampling (BS.1770-4, annex 2), unit gain per phase."""
    taps = OVERSAMPLING * _TAPS_PER_PHASE + 1
    t = (np.arange(taps) - taps // 2) / OVERSAMPLING
    return (np.sinc(t) * np.kaiser(taps, 8.0)).astype(np.float32)


_INTERPOLATOR = _interpolator()


def true_peaks(samples: Samples, *, margin: int = 0) -> Samples:
    """Return the true peak at each frame, over all channels, shape (frames - 2 margin,).

    The highest absolute value among the four interpolated points of a frame. `margin` frames at both ends
    are context for the interpolation and are left out of the result.
    """
    delay = OVERSAMPLING * _TAPS_PER_PHASE // 2
    dense = np.abs(upfirdn(_INTERPOLATOR, samples, up=OVERSAMPLING, axis=0)).max(axis=1)
    points = dense[delay : delay + OVERSAMPLING * len(samples)]
    points = np.pad(points, (0, OVERSAMPLING * len(samples) - len(points)))
    peaks: Samples = points.reshape(-1, OVERSAMPLING).max(axis=1).astype(np.float32)
    return peaks[margin : len(peaks) - margin]
