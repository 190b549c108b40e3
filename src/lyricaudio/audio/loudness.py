"""Loudness and true peak after ITU-R BS.1770-4, block by block, so that an hour needs no more memory.

The power of each hop is that of its spectrum under the K-weighting (Parseval), which takes half the time that
filtering does. That of one hop differs, as nothing rings into it, by some tenths of a dB up or down; of music
and speech the integrated loudness differs by less than 0.01 LU, where EBU Tech 3341 allows 0.1.

Conventions: samples are float32 of shape (frames, channels), full scale 1.0; loudness is in LUFS, peaks
are amplitudes. Two channels are left and right, both of weight 1; a mono file is one channel.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from lyricaudio.audio.filters import Biquad, frequency_response
from lyricaudio.audio.sound import Audio, Samples

SILENCE_LUFS = -70.0
"""The absolute gate of BS.1770-4: what is below counts as silence."""

_HOPS_PER_BLOCK = 4  # gating blocks of 400 ms, overlapping by 75 %: hops of 100 ms
_RELATIVE_GATE_LU = -10.0
_HOPS_AT_ONCE = 32


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
        self._weights = _spectral_weights(sample_rate, self._hop)
        self._rest: Samples = np.zeros((0, channels), dtype=np.float32)
        self._powers: list[npt.NDArray[np.float64]] = []

    def add(self, samples: Samples) -> None:
        """Take the next samples, shape (frames, channels)."""
        waiting = np.concatenate([self._rest, samples])
        whole = len(waiting) // self._hop * self._hop
        hops = waiting[:whole].reshape(-1, self._hop, samples.shape[1])
        self._powers += [
            self._power(hops[first : first + _HOPS_AT_ONCE]) for first in range(0, len(hops), _HOPS_AT_ONCE)
        ]
        self._rest = waiting[whole:]

    def _power(self, hops: Samples) -> npt.NDArray[np.float64]:
        """Return the K-weighted power of hops, shape (hops, frames, channels), summed over channels."""
        power = np.zeros(len(hops))
        for channel in range(hops.shape[2]):
            spectra = np.fft.rfft(hops[:, :, channel], self._hop)
            power += (np.square(spectra.real) + np.square(spectra.imag)) @ self._weights
        return power

    def integrated_lufs(self) -> float:
        """Return the gated loudness of all so far, `SILENCE_LUFS` for silence.

        What is shorter than one block of 400 ms is measured as it is, without gates.
        """
        hops = self.hop_powers()
        if len(hops) < _HOPS_PER_BLOCK:
            frames = len(hops) * self._hop + len(self._rest)
            energy = float(hops.sum() + self._power(self._rest[None]).sum()) * self._hop
            return lufs_from_power(energy / frames) if frames else SILENCE_LUFS
        return gated_lufs(hops)

    def hop_powers(self) -> npt.NDArray[np.float64]:
        """Return the mean K-weighted power, summed over channels, of each whole hop of 100 ms so far."""
        return np.concatenate(self._powers) if self._powers else np.zeros(0)


def gated_lufs(hop_powers: npt.NDArray[np.float64]) -> float:
    """Return the integrated loudness of consecutive hops of 100 ms (BS.1770-4, eq. 4 to 7)."""
    blocks = np.convolve(hop_powers, np.full(_HOPS_PER_BLOCK, 1 / _HOPS_PER_BLOCK), "valid")
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


def k_weighting(sample_rate: int) -> tuple[Biquad, Biquad]:
    """Return the two K-weighting sections.

    The analogue prototypes behind the 48 kHz coefficients of BS.1770-4 (tables 1 and 2), brought to any
    rate by the bilinear transform: a high shelf of +4 dB at 1682 Hz and a high-pass at 38 Hz.
    """
    return _high_shelf(sample_rate), _high_pass(sample_rate)


def _spectral_weights(sample_rate: int, frames: int) -> npt.NDArray[np.float64]:
    """Return by how much the square of each bin of a real transform counts in the mean power.

    Shape (frames // 2 + 1,).
    """
    response = frequency_response(k_weighting(sample_rate), frames)
    weights = np.square(np.abs(response)) * (2 / frames**2)
    weights[0] /= 2  # this bin and the last of an even number stand for themselves, the others for two
    if frames % 2 == 0:
        weights[-1] /= 2
    return weights


def _high_shelf(sample_rate: int) -> Biquad:
    gain_db, q, frequency_hz = 3.999843853973347, 0.7071752369554196, 1681.974450955533
    k = math.tan(math.pi * frequency_hz / sample_rate)
    high = 10 ** (gain_db / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    b0, b2 = (high + band * k / q + k * k) / a0, (high - band * k / q + k * k) / a0
    return b0, 2 * (k * k - high) / a0, b2, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0


def _high_pass(sample_rate: int) -> Biquad:
    q, frequency_hz = 0.5003270373238773, 38.13547087602444
    k = math.tan(math.pi * frequency_hz / sample_rate)
    a0 = 1 + k / q + k * k
    return 1.0, -2.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0


OVERSAMPLING = 4
_TAPS_PER_PHASE = 24


def _interpolators() -> Samples:
    """Return the phases of a Kaiser-windowed sinc for 4 times oversampling (BS.1770-4, annex 2).

    Shape (25, 3): the points at one, two and three quarters of the way from a frame to the next. At the frame
    itself stands its sample.
    """
    t = np.arange(_TAPS_PER_PHASE // 2, -_TAPS_PER_PHASE // 2 - 1, -1)
    shifted = t[:, None] + np.arange(1, OVERSAMPLING) / OVERSAMPLING
    window = np.i0(8.0 * np.sqrt(np.maximum(0, 1 - (shifted / (_TAPS_PER_PHASE // 2 + 1)) ** 2))) / np.i0(8.0)
    return (np.sinc(shifted) * window).astype(np.float32)


_INTERPOLATORS = _interpolators()
_PIECE_FRAMES = 4096  # whose windows stay in the processor's cache


def true_peaks(samples: Samples) -> Samples:
    """Return the true peak at each frame over all channels, shape (frames,), as an amplitude.

    It is the highest absolute value among the four interpolated points of a frame. What lies beyond the
    ends counts as silence.
    """
    if not len(samples):
        return np.zeros(0, dtype=np.float32)
    reach = _TAPS_PER_PHASE // 2
    highest = highest_channel(np.abs(samples))
    for channel in np.pad(samples, ((reach, reach), (0, 0))).T:
        windows = np.lib.stride_tricks.sliding_window_view(channel, _TAPS_PER_PHASE + 1)
        for start in range(0, len(windows), _PIECE_FRAMES):
            piece = slice(start, start + _PIECE_FRAMES)
            points = np.abs(windows[piece] @ _INTERPOLATORS)
            np.maximum(highest[piece], highest_channel(points), out=highest[piece])
    return np.asarray(highest, dtype=np.float32)


def highest_channel(amplitudes: Samples) -> Samples:
    """Return the largest value of each row: column by column, since numpy is slow along short rows."""
    highest = amplitudes[:, 0].copy()
    for column in range(1, amplitudes.shape[1]):
        np.maximum(highest, amplitudes[:, column], out=highest)
    return highest


CONTEXT_FRAMES = 64
"""How many frames on either side decide a true peak."""

HOT = 0.7
"""A true peak at a limit has a sample near it that reaches this share of the limit (3 dB below)."""


HOT_GAP_FRAMES = 1024
"""What lies between two hot runs that are less apart is cheaper to interpolate, too, than to leave out."""


def hot_runs(peaks: Samples, limit: float, gap: int) -> list[tuple[int, int]]:
    """Return the stretches (start, stop) in which sample peaks come near a limit.

    Stretches less than `gap` apart are joined, and each is widened by one at both ends.
    """
    hot = np.flatnonzero(peaks > HOT * limit)
    if not hot.size:
        return []
    breaks = np.flatnonzero(np.diff(hot) > gap)
    firsts = hot[np.concatenate([[0], breaks + 1])]
    lasts = hot[np.concatenate([breaks, [len(hot) - 1]])]
    return [
        (max(0, int(first) - 1), min(len(peaks), int(last) + 2))
        for first, last in zip(firsts, lasts, strict=True)
    ]


def frames_above(samples: Samples, limit: float) -> list[int]:
    """Return the frames whose true peak is above a limit (an amplitude).

    Only what could be is interpolated.
    """
    found: list[int] = []
    for start, stop in hot_runs(highest_channel(np.abs(samples)), limit, HOT_GAP_FRAMES):
        first = max(0, start - CONTEXT_FRAMES)
        peaks = true_peaks(samples[first : stop + CONTEXT_FRAMES])[start - first : stop - first]
        found += (start + np.flatnonzero(peaks > limit)).tolist()
    return found
