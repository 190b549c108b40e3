"""From the mix to the master: one gain to the wanted loudness, then a true-peak limiter.

One gain, since levelling by parts would undo the ducking. The mix is made once, kept in a file beside the
target, measured on the way, and read back to be levelled, so memory does not grow with the episode.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from lyricaudio import units
from lyricaudio.audio.blocks import BLOCK_FRAMES
from lyricaudio.audio.curves import ramped, scaled
from lyricaudio.audio.loudness import (
    CONTEXT_FRAMES,
    HOT_GAP_FRAMES,
    LoudnessMeter,
    gated_lufs,
    highest_channel,
    hot_runs,
    true_peaks,
)
from lyricaudio.audio.sound import Samples
from lyricaudio.mix.mixer import SAMPLE_RATE

_CELL = 64  # frames (1.5 ms) from one gain to the next; the block length is a multiple
_WINDOW_CELLS = 17  # 25 ms: how far the limiter looks ahead, and how long it takes to let go
_ROUNDS = 3  # the limiter takes a little loudness away; the gain gives it back, which limits a little more
_NEAR_ENOUGH_LU = 0.05
_FRAME_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Premaster:
    """The mix on disk, with what was measured.

    `hop_powers` are K-weighted, per 100 ms; `cell_peaks` are sample peaks per cell of 64 frames.
    """

    file: IO[bytes]
    frames: int
    hop_powers: npt.NDArray[np.float64]
    cell_peaks: Samples


@contextmanager
def premastered(mix: Iterable[Samples], scratch: Path) -> Iterator[Premaster]:
    """Keep the mix in a file while the block lasts.

    Parameters
    ----------
    mix
        Blocks of `BLOCK_FRAMES` frames (the last may be shorter), float32, shape (frames, 2).
    scratch
        A folder with room for the mix: 0.35 MB a second. Nothing is left in it.
    """
    with tempfile.TemporaryFile(dir=scratch) as file:
        meter = LoudnessMeter(SAMPLE_RATE, 2)
        peaks = []
        frames = 0
        for block in mix:
            file.write(np.ascontiguousarray(block).data)
            meter.add(block)
            peaks.append(_cell_peaks(highest_channel(np.abs(block))))
            frames += len(block)
        yield Premaster(
            file=file, frames=frames, hop_powers=meter.hop_powers(), cell_peaks=np.concatenate(peaks)
        )


def master(premaster: Premaster, loudness_lufs: float, ceiling_dbtp: float) -> Iterator[Samples]:
    """Yield the blocks of the master.

    Parameters
    ----------
    premaster
        The mix; it may be mastered more than once.
    loudness_lufs
        The integrated loudness to reach, after ITU-R BS.1770-4.
    ceiling_dbtp
        The true peak not to pass (dBTP).
    """
    premaster_blocks = ((block,) for block in _blocks(premaster))
    return (block for (block,) in mastered(premaster_blocks, premaster, loudness_lufs, ceiling_dbtp))


def mastered(
    parts: Iterable[tuple[Samples, ...]], premaster: Premaster, loudness_lufs: float, ceiling_dbtp: float
) -> Iterator[tuple[Samples, ...]]:
    """Put the parts of a mix under the gain of its master, so that their sum is the master.

    `parts` gives one block of each part a step, `BLOCK_FRAMES` frames long (the last shorter); the rest is
    as for `master`.
    """
    curve = _gain_curve(premaster, loudness_lufs, units.gain_from_db(ceiling_dbtp))
    first = 0
    for blocks in parts:
        frames = len(blocks[0])
        gains = ramped(curve[first : first + -(-frames // _CELL) + 1], _CELL)[:frames]
        yield tuple(scaled(block, gains) for block in blocks)
        first += frames // _CELL


def _blocks(premaster: Premaster) -> Iterator[Samples]:
    for start in range(0, premaster.frames, BLOCK_FRAMES):
        premaster.file.seek(start * _FRAME_BYTES)
        yield _read(premaster, min(BLOCK_FRAMES, premaster.frames - start))


def waveform(premaster: Premaster, step_s: float) -> tuple[int, ...]:
    """Return the highest sample of every so many seconds, 0 to 255, of which 255 is the highest of all."""
    cells = premaster.cell_peaks
    bounds = (np.arange(0.0, premaster.frames, step_s * SAMPLE_RATE) / _CELL).astype(int)
    peaks = np.maximum.reduceat(cells, bounds)
    highest = max(float(cells.max(initial=0.0)), np.finfo(np.float32).tiny)
    return tuple(np.rint(255 * peaks / highest).astype(int).tolist())


def _read(premaster: Premaster, frames: int) -> Samples:
    return np.frombuffer(premaster.file.read(frames * _FRAME_BYTES), dtype=np.float32).reshape(-1, 2)


def _cell_peaks(peaks: Samples) -> Samples:
    """Reduce peaks per frame to peaks per cell, the last cell padded."""
    padded = np.pad(peaks, (0, -len(peaks) % _CELL))
    highest: Samples = padded.reshape(-1, _CELL).max(axis=1)
    return highest


def _gain_curve(premaster: Premaster, loudness_lufs: float, ceiling: float) -> Samples:
    """Return the gain at the first frame of each cell, one more to close the curve: level and limiter."""
    gain = units.gain_from_db(loudness_lufs - _loudness(premaster, np.ones(1, dtype=np.float32)))
    for _ in range(_ROUNDS):
        curve = np.float32(gain) * limiter_curve(_needed_gains(premaster, gain, ceiling))
        lacking_lu = loudness_lufs - _loudness(premaster, curve)
        if abs(lacking_lu) < _NEAR_ENOUGH_LU:
            break
        gain *= units.gain_from_db(lacking_lu)
    return curve


def _loudness(premaster: Premaster, curve: Samples) -> float:
    """Estimate the loudness under a gain curve: the power of each hop by the curve's mean square there."""
    hops = len(premaster.hop_powers)
    edges = np.linspace(0, len(curve), hops + 1).astype(int)[:-1] if len(curve) > 1 else np.zeros(1, int)
    square = np.square(curve, dtype=np.float64)
    means = np.add.reduceat(square, edges) / np.diff([*edges, len(curve)])
    return gated_lufs(premaster.hop_powers * means)


def _needed_gains(premaster: Premaster, gain: float, ceiling: float) -> Samples:
    """Return per cell the gain (0 to 1) that brings its true peak to the ceiling.

    One more cell than there are closes the curve. True peaks are interpolated only around cells whose
    samples come near the ceiling.
    """
    peaks = premaster.cell_peaks.copy()
    for first, last in hot_runs(premaster.cell_peaks, ceiling / gain, gap=HOT_GAP_FRAMES // _CELL):
        exact = _cell_peaks(_true_peaks_between(premaster, first * _CELL, last * _CELL))
        peaks[first:last] = np.maximum(peaks[first:last], exact)
    needed = np.ones(len(peaks) + 1, dtype=np.float32)
    np.divide(ceiling, peaks * gain, out=needed[:-1], where=peaks * gain > ceiling)
    return needed


def _true_peaks_between(premaster: Premaster, start: int, stop: int) -> Samples:
    """Interpolate the true peaks of some frames, with context from around them."""
    stop = min(stop, premaster.frames)
    first, last = max(0, start - CONTEXT_FRAMES), min(premaster.frames, stop + CONTEXT_FRAMES)
    premaster.file.seek(first * _FRAME_BYTES)
    return true_peaks(_read(premaster, last - first))[start - first : stop - first]


def limiter_curve(needed: Samples) -> Samples:
    """Smooth needed gains into a curve that is nowhere above them.

    The lowest gain within half a window on either side, averaged over the window with Hann weights: each
    average is over values that are all at most the gain needed there.
    """
    padded = np.pad(needed, 2 * _WINDOW_CELLS, mode="edge")
    lowest = sliding_window_view(padded, 2 * _WINDOW_CELLS + 1).min(axis=1)
    weights = np.hanning(2 * _WINDOW_CELLS + 3)[1:-1].astype(np.float32)
    smooth = np.convolve(lowest, weights / weights.sum(), mode="valid")
    return np.asarray(np.minimum(smooth, 1), dtype=np.float32)
