"""When a sound that is known from elsewhere begins, measured from the samples alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lyricaudio.audio.sound import Audio

Array = npt.NDArray[np.float64]

_HOP_S = 0.001
_WINDOW_S = 0.010
_REACH = 40  # hops on either side of an onset that are compared
_FARTHEST = 50  # hops of lag that are tried
_LIKE = 0.5  # the least correlation that counts as the same sound
_BANDS = 20
_BAND_HZ = (150.0, 8000.0)
_FLOOR = 1e-6  # of the loudest band: what is fainter counts as silence


def onset_lags(
    source: Audio, source_onsets_s: Sequence[float], output: Audio, output_onsets_s: Sequence[float]
) -> Array:
    """Return how much later than expected each onset of the source stands in the output, in seconds.

    The log energies of 20 bands, 150 Hz to 8 kHz, within 40 ms of the onset in the source are laid over the
    output at up to 50 ms from where it is expected; where they correlate best is the onset. Edges of the
    window count less (Hann), and the mean of each band counts nothing. NaN where nothing similar is found.
    """
    known, heard = _log_bands(source), _log_bands(output)
    pairs = zip(source_onsets_s, output_onsets_s, strict=True)
    return np.array([_lag(known, source_s, heard, output_s) for source_s, output_s in pairs])


def _log_bands(audio: Audio) -> Array:
    """Return log band energies, one row per millisecond; the first rows are silence before the start."""
    rate = audio.sample_rate
    window = round(_WINDOW_S * rate)
    margin = (_REACH + _FARTHEST + 1) * _HOP_S
    around = round(margin * rate) + window // 2
    samples = np.pad(audio.samples[:, 0].astype(np.float64), around)
    rows = int(audio.duration_s / _HOP_S + 2 * margin / _HOP_S)
    starts = np.round(np.arange(rows) * _HOP_S * rate).astype(int)
    frames = np.lib.stride_tricks.sliding_window_view(samples, window)[
        starts[starts + window <= len(samples)]
    ]
    size = 1 << (2 * window - 1).bit_length()
    power = np.square(np.abs(np.fft.rfft(frames * np.hanning(window), size)))
    edges = np.geomspace(*_BAND_HZ, _BANDS + 1) * size / rate
    bounds = np.round(edges).astype(int)
    bands = np.stack(
        [power[:, low : max(low + 1, high)].mean(axis=1) for low, high in pairwise(bounds)],
        axis=1,
    )
    return np.asarray(np.log(bands + _FLOOR * bands.max(initial=1e-30)), dtype=np.float64)


def _lag(known: Array, source_s: float, heard: Array, output_s: float) -> float:
    pattern = _centred(_cut(known, source_s, 0))
    likeness = np.array(
        [_likeness(pattern, _cut(heard, output_s, lag)) for lag in range(-_FARTHEST, _FARTHEST + 1)]
    )
    best = int(likeness.argmax())
    if likeness[best] <= _LIKE:
        return float("nan")
    return (best - _FARTHEST + _between(likeness, best)) * _HOP_S + _rounding(output_s) - _rounding(source_s)


def _cut(bands: Array, at_s: float, lag: int) -> Array:
    """Return the rows within reach of a time and a lag; silence beyond the ends."""
    first = round(at_s / _HOP_S) + _FARTHEST + 1 + lag
    rows = np.clip(np.arange(first, first + 2 * _REACH + 1), 0, len(bands) - 1)
    return bands[rows]


def _rounding(at_s: float) -> float:
    """Return how much later the row of a time stands than the time."""
    return round(at_s / _HOP_S) * _HOP_S - at_s


_WEIGHTS = np.hanning(2 * _REACH + 3)[1:-1, None]


def _centred(rows: Array) -> Array:
    return np.asarray(rows - (rows * _WEIGHTS).sum(axis=0) / _WEIGHTS.sum(), dtype=np.float64)


def _likeness(pattern: Array, rows: Array) -> float:
    centred = _centred(rows)
    scale = np.sqrt((np.square(pattern) * _WEIGHTS).sum() * (np.square(centred) * _WEIGHTS).sum())
    return float((pattern * centred * _WEIGHTS).sum() / scale) if scale > 0 else 0.0


def _between(values: Array, best: int) -> float:
    """Return where between the neighbours of the highest value a parabola through the three peaks."""
    if not 0 < best < len(values) - 1:
        return 0.0
    left, middle, right = values[best - 1 : best + 2]
    bend = left - 2 * middle + right
    return float(0.5 * (left - right) / bend) if bend < 0 else 0.0
