"""The sound of an episode, decoded once: its level, its peaks, its silences, and the spectra of the voice.

All that costs is done on one channel at a quarter of the rate, in which a voice has its vowels. Loudness is
K-weighted from the same spectra; what lies above them, and what differs between left and right, is added in
sum, by the filter's gain there, so that the whole is within 0.2 LU of BS.1770-4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lyricaudio import units
from lyricaudio.audio.filters import frequency_response
from lyricaudio.audio.loudness import CONTEXT_FRAMES, gated_lufs, k_weighting, true_peaks
from lyricaudio.audio.mpeg import mp3_blocks
from lyricaudio.audio.resample import resampled_blocks
from lyricaudio.audio.sound import Samples
from lyricaudio.audio.spectrogram import hz_from_mel, mel_from_hz
from lyricaudio.mix.mixer import SAMPLE_RATE

Matrix = npt.NDArray[np.float64]

BANDS = 20
"""Bands of a spectrum, evenly over the mel scale."""

_SLOWER = 4
_RATE = SAMPLE_RATE // _SLOWER
_STEP = 225  # frames of the slower rate
FRAME_RATE = _RATE / _STEP
"""Spectra a second."""

_WINDOW = 256
_BAND_HZ = (150.0, 5000.0)
_SPECTRA_PER_HOP = 5
_HOP = _STEP * _SLOWER * _SPECTRA_PER_HOP  # 102 ms
BLOCK_FRAMES = 32 * _HOP
"""About three seconds."""

_SIDE_GAIN, _HIGH_GAIN = 1.5, 2.51  # of the K-weighting's power: in the middle of its range, and above 5 kHz
_PEAKS = 16  # parts of three seconds
_TINY = 1e-7
SILENT_POWER = 1e-6
"""Below -60 dBFS nothing is heard."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Heard:
    """What was measured.

    Attributes
    ----------
    frames
        The length at 44.1 kHz.
    loudness_lufs, peak_dbtp
        Of the whole; the peak is interpolated around the highest samples of the highest parts.
    hop_powers
        Mean power of both channels together every `hop_s`, shape (hops,).
    sums
        Of the logarithms of the power in each band, taken `FRAME_RATE` times a second: of all before each,
        shape (spectra + 1, BANDS).
    """

    frames: int
    loudness_lufs: float
    peak_dbtp: float
    hop_powers: Matrix
    sums: Matrix

    @property
    def spectra(self) -> int:
        """How many there are."""
        return len(self.sums) - 1

    def mean_spectra(self, first_s: Matrix, last_s: Matrix) -> Matrix:
        """Return the mean spectra between times, shape (times, BANDS); beyond the ends those at the ends."""
        starts = np.clip(np.round(first_s * FRAME_RATE).astype(int), 0, self.spectra - 1)
        stops = np.clip(np.round(last_s * FRAME_RATE).astype(int), starts + 1, self.spectra)
        return np.asarray((self.sums[stops] - self.sums[starts]) / (stops - starts)[:, None])

    @property
    def seconds(self) -> float:
        """The length in seconds."""
        return self.frames / SAMPLE_RATE

    def silences(self, shortest_s: float) -> list[tuple[float, float]]:
        """Return where nothing is heard for at least so long, in seconds from the start."""
        quiet = np.concatenate([[False], self.hop_powers < SILENT_POWER, [False]])
        edges = np.flatnonzero(np.diff(quiet.astype(int))).reshape(-1, 2) * (_HOP / SAMPLE_RATE)
        return [(float(start), float(end)) for start, end in edges if end - start >= shortest_s]

    def silent(self, first_s: npt.ArrayLike, last_s: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Tell between which times nothing is heard, shape (times,)."""
        loud = np.append(0, np.cumsum(self.hop_powers >= SILENT_POWER))
        first, last = ((np.asarray(at) * SAMPLE_RATE / _HOP).astype(int) for at in (first_s, last_s))
        starts = np.clip(first + 1, 0, len(loud) - 1)  # whole hops only
        stops = np.clip(np.maximum(last, first + 2), 0, len(loud) - 1)
        return np.asarray(loud[stops] == loud[starts])


def listened(path: Path) -> Heard:
    """Decode an MP3 and measure it.

    Raises
    ------
    CodecError
        When it does not decode, or not as what a build makes.
    """
    return measured(mp3_blocks(path, sample_rate=SAMPLE_RATE, frames=BLOCK_FRAMES))


def measured(blocks: Iterable[Samples]) -> Heard:
    """Measure a sound at 44.1 kHz.

    Parameters
    ----------
    blocks
        float32, shape (frames, 2), of `BLOCK_FRAMES` but for the last.
    """
    meter = _Meter()
    pieces = list(_spectra(resampled_blocks(meter.middles(blocks), SAMPLE_RATE, _RATE)))
    spectra = np.concatenate([np.zeros((0, BANDS + 2), np.float32), *pieces])
    return Heard(
        frames=meter.frames,
        loudness_lufs=_loudness(spectra[:, :2], np.array(meter.powers).reshape(-1, 2)),
        peak_dbtp=units.db_from_gain(meter.true_peak),
        hop_powers=np.array([both for both, _ in meter.powers]),
        sums=_sums(np.log(spectra[:, 2:] + np.float32(_TINY))),
    )


def _sums(bands: Samples) -> Matrix:
    return np.concatenate([np.zeros((1, BANDS)), np.cumsum(bands, axis=0, dtype=np.float64)])


class _Meter:
    """Measures blocks as they pass, and leaves their middle: half of left and right together."""

    def __init__(self) -> None:
        self.frames = 0
        self.peaks: list[tuple[float, Samples]] = []  # of each block
        self.powers: list[tuple[float, float]] = []  # of both channels together, and of their middle

    def middles(self, blocks: Iterable[Samples]) -> Iterator[Samples]:
        for block in blocks:
            middle = (block[:, 0] + block[:, 1]) * np.float32(0.5)
            self.frames += len(block)
            self.peaks.append(_highest(block))
            for start in range(0, len(block) - _HOP + 1, _HOP):
                both, alone = block[start : start + _HOP].reshape(-1), middle[start : start + _HOP]
                self.powers.append((float(both @ both) / _HOP, float(alone @ alone) / _HOP))
            yield middle

    @property
    def true_peak(self) -> float:
        """The true peak around the highest of all samples, as an amplitude."""
        highest = nlargest(_PEAKS, self.peaks, key=lambda peak: peak[0])
        return max((float(true_peaks(around).max()) for _, around in highest), default=0.0)


def _highest(block: Samples) -> tuple[float, Samples]:
    """Return the highest sample of a block, and a copy of what is around it."""
    samples = block.reshape(-1)
    at = max((int(samples.argmax()), int(samples.argmin())), key=lambda place: abs(samples[place]))
    frame = at // block.shape[1]
    around = block[max(0, frame - 2 * CONTEXT_FRAMES) : frame + 2 * CONTEXT_FRAMES]
    return abs(float(samples[at])), around.copy()


def _spectra(blocks: Iterator[Samples]) -> Iterator[Samples]:
    """Yield of each spectrum the power, K-weighted and not, and that of its bands; its middle is its time."""
    window = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
    weights = _weights(float(np.square(window).sum()))
    waiting = np.zeros(_WINDOW // 2, np.float32)
    for block in blocks:
        waiting = np.concatenate([waiting, block])
        count = (len(waiting) - _WINDOW) // _STEP + 1
        if count > 0:
            pieces = np.lib.stride_tricks.sliding_window_view(waiting, _WINDOW)[::_STEP][:count]
            spectrum = np.fft.rfft(pieces * window)
            yield (np.square(spectrum.real) + np.square(spectrum.imag)) @ weights
            waiting = waiting[count * _STEP :]


def _weights(window_power: float) -> Samples:
    """Return what each bin of a power spectrum is worth, shape (bins, 2 + BANDS)."""
    bins = _WINDOW // 2 + 1
    k_gain = np.abs(frequency_response(k_weighting(SAMPLE_RATE), _WINDOW * _SLOWER)[:bins]) ** 2
    levels = np.stack([k_gain, np.ones(bins)], axis=1) * 2 / (_WINDOW * window_power)
    return np.concatenate([levels, _triangles(bins)], axis=1).astype(np.float32)


def _triangles(bins: int) -> Matrix:
    """Return the share of each bin in each band, shape (bins, BANDS)."""
    low, high = mel_from_hz(_BAND_HZ[0]), mel_from_hz(_BAND_HZ[1])
    edges = hz_from_mel(np.linspace(low, high, BANDS + 2))
    at = (np.arange(bins) * _RATE / _WINDOW)[:, None]
    rising = (at - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - at) / (edges[2:] - edges[1:-1])
    return np.asarray(np.maximum(0.0, np.minimum(rising, falling)))


def _loudness(powers: Samples, hops: Matrix) -> float:
    """Return the integrated loudness of the middle's spectra and of what they lack (LUFS)."""
    count = min(len(powers) // _SPECTRA_PER_HOP, len(hops))
    middle = powers[: count * _SPECTRA_PER_HOP].reshape(count, _SPECTRA_PER_HOP, 2).mean(axis=1)
    weighted, plain = middle.T
    both, alone = hops[:count].T
    above = 2 * _HIGH_GAIN * (alone.sum() - plain.sum()) + _SIDE_GAIN * (both.sum() - 2 * alone.sum())
    share = max(0.0, float(above)) / max(2 * float(weighted.sum()), _TINY)
    return gated_lufs(2 * weighted.astype(np.float64) * (1 + share))
