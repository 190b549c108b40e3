"""Where lines begin in a recording, by how its spectrum grows near their stamps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lyricaudio.audio.sound import Samples
from lyricaudio.audio.spectrogram import hz_from_mel, mel_from_hz, power_spectra

HEARING_RATE = 16000
"""The rate at which recordings are listened to (Hz): no more of a voice tells where it begins."""

FRAME_S = 0.02
_HOP, _WINDOW = 320, 512
_BANDS, _BAND_HZ = 32, (100.0, 7000.0)
_VOICE = slice(4, 26)  # 270 Hz to 4.4 kHz
_DEPTH = 10.0  # below the loudest, in nepers of power
_TINY = 1e-9
_SEARCH, _STAMPED_S = 27, 0.5  # frames around a stamp, which is off by so much at most
_GROWTH_FRAMES = (20, 10)  # after and before
_CHANGE_FRAMES = (35, 20)
_FIRST_PENALTY, _PENALTY = 0.3, 0.2  # for being as far off as a stamp may be, of all that there is to score
_GROWTH_SHARE = 0.3
_ROUNDS = 4
_UNSURE, _SURE = (25, 25), (5, 2)  # frames after a line's beginning, and before it, that may be either
_LINE, _GAP, _BEFORE = 90, 50, 18  # frames: what is taken of a line, what is left before the next, of a gap
_FEWEST = 50
_REACH = 4
_RIDGE = 0.3
_MOST = 3.0

Curve = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Levels:
    """How loud a recording is: per frame of 20 ms in each band, and in all of it per bin of the spectrum.

    Attributes
    ----------
    rows
        In nepers of power, shape (frames, bands).
    spectrum
        The mean power, shape (bins,).
    """

    rows: Curve
    spectrum: Curve

    def above_db(self, pitch_hz: float) -> float:
        """Return how much of the power is above a pitch, in dB of all of it."""
        first = round(pitch_hz * _WINDOW / HEARING_RATE)
        whole = float(self.spectrum.sum())
        return float(10 * np.log10((self.spectrum[first:].sum() + _TINY**2) / (whole + _TINY)))


def level_rows(blocks: Iterable[Samples]) -> Levels:
    """Measure a recording that comes in blocks of one channel at `HEARING_RATE`, shape (frames,)."""
    bands, rows = _bands(), []
    spectrum, count = np.zeros(_WINDOW // 2 + 1), 0
    rest: Samples = np.zeros(_WINDOW // 2, dtype=np.float32)
    for block in (*_chained(blocks), np.zeros(_WINDOW // 2, dtype=np.float32)):
        samples = np.concatenate([rest, block]).astype(np.float64)
        starts = np.arange(0, len(samples) - _WINDOW + 1, _HOP)
        rest = samples[len(starts) * _HOP :].astype(np.float32)
        if len(starts):
            power = power_spectra(samples, starts, window_frames=_WINDOW, points=_WINDOW)
            spectrum, count = spectrum + power.sum(axis=0), count + len(starts)
            rows.append(np.log(power @ bands + _TINY))
    levels = np.concatenate(rows) if rows else np.zeros((1, _BANDS))
    levels = np.maximum(levels, np.percentile(levels, 99) - _DEPTH)
    return Levels(rows=np.asarray(levels), spectrum=spectrum / max(1, count))


def _chained(blocks: Iterable[Samples]) -> Iterable[Samples]:
    yield from blocks


def _bands() -> Curve:
    """Return triangular mel bands, shape (bins, bands)."""
    low, high = mel_from_hz(_BAND_HZ)
    corners = hz_from_mel(np.linspace(low, high, _BANDS + 2))
    bins = np.arange(_WINDOW // 2 + 1)[:, None] * (HEARING_RATE / _WINDOW)
    widths = np.diff(corners)
    shapes = np.minimum((bins - corners[:-2]) / widths[:-1], (corners[2:] - bins) / widths[1:])
    return np.asarray(np.maximum(0.0, shapes), dtype=np.float64)


def voice_level(levels: Levels) -> Curve:
    """Return how loud it is where voices are and consonants too, in dB, smoothed over 60 ms, by frame."""
    level_db = 10 / np.log(10) * levels.rows[:, _VOICE.start :].mean(axis=1)
    return np.asarray(np.convolve(np.pad(level_db, 1, mode="edge"), np.full(3, 1 / 3), "valid"))


def onsets(levels: Levels, stamps_s: Sequence[float]) -> list[float]:
    """Return where lines begin, in seconds, each near its stamp.

    At first where it grows louder at once. What is behind these places and what is before them then tells how
    this voice differs from this band, by Fisher's discriminant [1]_, and lines begin where the one gives way
    to the other; which tells more exactly which stretches are which, and so on a few times over.

    References
    ----------
    .. [1] R. A. Fisher, "The use of multiple measurements in taxonomic problems", Annals of Eugenics 7, 1936.
    """
    growth = _growth(levels)
    found = [_nearest(growth, stamp_s, _FIRST_PENALTY) for stamp_s in stamps_s]
    features = _features(levels)
    starts, unsure = [round(stamp_s / FRAME_S) for stamp_s in stamps_s], _UNSURE
    for _ in range(_ROUNDS):
        alone = _alone(len(features), starts, unsure[1], found[0])
        sung = _sung(len(features), starts, unsure[0], found) & ~alone
        if min(sung.sum(), alone.sum()) < _FEWEST:
            break
        change = _change(_discriminant(features, sung, alone))
        score = change / max(np.ptp(change), _TINY) + _GROWTH_SHARE * growth / max(np.ptp(growth), _TINY)
        found = [_nearest(score, stamp_s, _PENALTY) for stamp_s in stamps_s]
        starts, unsure = found, _SURE
    return [at * FRAME_S for at in found]


def _growth(levels: Levels) -> Curve:
    """Return for each frame by how much the bands are louder after it than before."""
    later, sooner = _around(levels.rows[:, _VOICE], *_GROWTH_FRAMES)
    return np.asarray(np.maximum(later - sooner, 0.0).mean(axis=1))


def _change(sung: Curve) -> Curve:
    """Return for each frame how much more is sung after it than before."""
    later, sooner = _around(sung[:, None], *_CHANGE_FRAMES)
    after, before = _CHANGE_FRAMES
    return np.asarray((after * later - before * sooner)[:, 0])


def _around(rows: Curve, after: int, before: int) -> tuple[Curve, Curve]:
    """Return the means of so many frames after each, and before it."""
    sums = np.concatenate([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0)])
    at = np.arange(len(rows))
    stop, start = np.minimum(at + after, len(rows)), np.maximum(at - before, 0)
    later = (sums[stop] - sums[at]) / np.maximum(stop - at, 1)[:, None]
    sooner = (sums[at] - sums[start]) / np.maximum(at - start, 1)[:, None]
    return later, sooner


def _nearest(score: Curve, stamp_s: float, penalty: float) -> int:
    """Return the frame near a stamp that scores best, the farther the less."""
    middle = min(len(score) - 1, round(stamp_s / FRAME_S))
    first, last = max(0, middle - _SEARCH), min(len(score), middle + _SEARCH + 1)
    near = score[first:last]
    off = (np.arange(first, last) - middle) * FRAME_S / _STAMPED_S
    return first + int(np.argmax((near - near.min()) / (np.ptp(near) + _TINY) - penalty * np.square(off)))


def _features(levels: Levels) -> Curve:
    """Return what a frame sounds like: bands in pairs, and their means and deviations over 180 ms."""
    pairs = levels.rows.reshape(len(levels.rows), -1, 2).mean(axis=2)
    padded = np.pad(pairs, ((_REACH, _REACH), (0, 0)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _REACH + 1, axis=0)
    features = np.hstack([pairs, windows.mean(axis=-1), windows.std(axis=-1)])
    return np.asarray((features - features.mean(axis=0)) / (features.std(axis=0) + _TINY))


def _discriminant(features: Curve, sung: Mask, alone: Mask) -> Curve:
    """Return how much each frame is like those that are sung (above 0), or like the band alone (below)."""
    means = features[sung].mean(axis=0), features[alone].mean(axis=0)
    within = (np.cov(features[sung].T) + np.cov(features[alone].T)) / 2
    mean_spread = np.trace(within) / len(within)
    within = (1 - _RIDGE) * within + _RIDGE * mean_spread * np.eye(len(within))
    weights = np.linalg.solve(within, means[0] - means[1])
    return np.asarray(np.clip((features - (means[0] + means[1]) / 2) @ weights, -_MOST, _MOST))


def _sung(frames: int, starts: Sequence[int], unsure: int, found: Sequence[int]) -> Mask:
    """Return the frames in which a line is sung, if lines begin so."""
    mask = np.zeros(frames, dtype=np.bool_)
    following = [*found[1:], frames + _GAP]
    for start, at, after in zip(starts, found, following, strict=True):
        mask[start + unsure : max(0, min(at + _LINE, after - _GAP))] = True
    return mask


def _alone(frames: int, starts: Sequence[int], unsure: int, first: int) -> Mask:
    """Return the frames just before lines, and all before the first."""
    mask = np.zeros(frames, dtype=np.bool_)
    mask[: max(0, first - _SURE[0])] = True
    for start in starts:
        mask[max(0, start - unsure - _BEFORE) : max(0, start - unsure)] = True
    return mask
