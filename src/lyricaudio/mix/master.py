"""From the mix to the master: one gain to the wanted loudness, then a true-peak limiter.

One gain, since levelling by parts would undo the ducking. The mix is made once, kept in a file beside the
target, measured on the way, and read back to be levelled, so memory does not grow with the episode.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from scipy.ndimage import minimum_filter1d
from scipy.signal import fftconvolve

from lyricaudio import units
from lyricaudio.audio.loudness import LoudnessMeter, true_peaks
from lyricaudio.audio.sound import Samples
from lyricaudio.mix.mixer import BLOCK_FRAMES, SAMPLE_RATE

CEILING_DBTP = -2.0
"""True peak of the master: encoding adds up to 1 dB, and what is heard must stay below -1 dBTP."""

_CELL = 32  # frames (0.7 ms) that share one gain; the block length is a multiple
_WINDOW_CELLS = 35  # 25 ms: how far the limiter looks ahead, and how long it takes to let go
_CONTEXT = 64  # frames on both sides that the interpolation of true peaks needs
_HOT = 0.7  # true peaks are sought where a sample passes this share of the ceiling; 3 dB is ample


@dataclass(frozen=True, slots=True, kw_only=True)
class _Premaster:
    """The mix on disk with what was measured: its loudness and the sample peak of each cell."""

    file: IO[bytes]
    frames: int
    loudness_lufs: float
    cell_peaks: Samples


def master(mix: Iterable[Samples], loudness_lufs: float, scratch: Path) -> Iterator[Samples]:
    """Yield the blocks of the master.

    Parameters
    ----------
    mix
        Blocks of `BLOCK_FRAMES` frames (the last may be shorter), float32, shape (frames, 2).
    loudness_lufs
        The integrated loudness to reach, after ITU-R BS.1770-4.
    scratch
        A folder with room for the mix: 0.35 MB a second. Nothing is left in it.
    """
    with tempfile.TemporaryFile(dir=scratch) as file:
        premaster = _measured(mix, file)
        gain = units.gain_from_db(loudness_lufs - premaster.loudness_lufs)
        curve = limiter_curve(_needed_gains(premaster, gain))
        for start, block in _blocks(premaster):
            cells = curve[start // _CELL : start // _CELL + -(-len(block) // _CELL) + 1]
            yield block * _per_frame(cells * np.float32(gain), len(block))[:, None]


def _measured(mix: Iterable[Samples], file: IO[bytes]) -> _Premaster:
    meter = LoudnessMeter(SAMPLE_RATE, 2)
    peaks = []
    frames = 0
    for block in mix:
        file.write(np.ascontiguousarray(block).data)
        meter.add(block)
        peaks.append(_cell_peaks(np.abs(block).max(axis=1)))
        frames += len(block)
    return _Premaster(
        file=file, frames=frames, loudness_lufs=meter.integrated_lufs(), cell_peaks=np.concatenate(peaks)
    )


def _cell_peaks(peaks: Samples) -> Samples:
    """Reduce peaks per frame to peaks per cell, the last cell padded."""
    padded = np.pad(peaks, (0, -len(peaks) % _CELL))
    highest: Samples = padded.reshape(-1, _CELL).max(axis=1)
    return highest


def _blocks(premaster: _Premaster) -> Iterator[tuple[int, Samples]]:
    """Read the mix back: the first frame of each block, and the block."""
    premaster.file.seek(0)
    for start in range(0, premaster.frames, BLOCK_FRAMES):
        count = min(BLOCK_FRAMES, premaster.frames - start)
        yield start, np.frombuffer(premaster.file.read(count * 8), dtype=np.float32).reshape(-1, 2)


def _needed_gains(premaster: _Premaster, gain: float) -> Samples:
    """Return per cell the gain (0 to 1) that brings its true peak to the ceiling.

    One more cell than there are closes the curve. True peaks are interpolated only around cells whose
    samples come near the ceiling.
    """
    ceiling = units.gain_from_db(CEILING_DBTP)
    peaks = premaster.cell_peaks.copy()
    for first, last in _runs(np.flatnonzero(premaster.cell_peaks * gain > _HOT * ceiling)):
        exact = _cell_peaks(_true_peaks_between(premaster, first * _CELL, last * _CELL))
        peaks[first:last] = np.maximum(peaks[first:last], exact[: len(peaks[first:last])])
    needed = np.ones(len(peaks) + 1, dtype=np.float32)
    np.divide(ceiling, peaks * gain, out=needed[:-1], where=peaks * gain > ceiling)
    return needed


def _runs(cells: np.typing.NDArray[np.intp]) -> list[tuple[int, int]]:
    """Join cell numbers that are near each other into runs (first, last + 1), each widened by one cell."""
    if not cells.size:
        return []
    breaks = np.flatnonzero(np.diff(cells) > 8)
    firsts = cells[np.concatenate([[0], breaks + 1])]
    lasts = cells[np.concatenate([breaks, [len(cells) - 1]])]
    return [(max(0, int(first) - 1), int(last) + 2) for first, last in zip(firsts, lasts, strict=True)]


def _true_peaks_between(premaster: _Premaster, start: int, stop: int) -> Samples:
    """Interpolate the true peaks of some frames, with context from around them."""
    stop = min(stop, premaster.frames)
    first, last = max(0, start - _CONTEXT), min(premaster.frames, stop + _CONTEXT)
    premaster.file.seek(first * 8)
    samples = np.frombuffer(premaster.file.read((last - first) * 8), dtype=np.float32).reshape(-1, 2)
    return true_peaks(samples)[start - first : stop - first]


def limiter_curve(needed: Samples) -> Samples:
    """Smooth needed gains into a curve that is nowhere above them.

    The lowest gain within half a window on either side, averaged over the window with Hann weights: each
    average is over values that are all at most the gain needed there.
    """
    lowest: Samples = minimum_filter1d(needed, 2 * _WINDOW_CELLS + 1, mode="nearest")
    if lowest.min() >= 1:
        return lowest
    weights = np.hanning(2 * _WINDOW_CELLS + 3)[1:-1].astype(np.float32)
    padded = np.pad(lowest, _WINDOW_CELLS, mode="edge")
    smooth = fftconvolve(padded, weights / weights.sum(), mode="valid")
    return np.asarray(np.minimum(smooth, 1), dtype=np.float32)


def _per_frame(cells: Samples, frames: int) -> Samples:
    """Interpolate a gain per cell (at the cell's first frame) to a gain per frame."""
    ramp = (np.arange(_CELL, dtype=np.float32) / _CELL)[None, :]
    steps = (cells[1:] - cells[:-1])[:, None]
    gains: Samples = np.asarray(cells[:-1, None] + steps * ramp, dtype=np.float32).reshape(-1)[:frames]
    return gains
