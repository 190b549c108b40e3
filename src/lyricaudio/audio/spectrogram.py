"""What a sound looks like: its power over time and pitch, on the mel scale."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lyricaudio.audio.sound import Audio

Levels = npt.NDArray[np.float64]

_WINDOW_S = 0.028  # the harmonics of a voice part, and its consonants stay sharp
_FINEST = 4096  # points of each spectrum, of which most are zeros: a row may fall between two bins
_EMPHASIS = 0.97  # lifts what is high, which is weak in speech and strong to the ear
_SILENCE = 1e-12


def mel_levels(
    audio: Audio, *, start_s: float, stop_s: float, columns: int, rows: int, top_hz: float, range_db: float
) -> Levels:
    """Return how strong each pitch is at each moment.

    Parameters
    ----------
    audio
        One channel.
    start_s, stop_s
        Which stretch of it; beyond the sound there is silence.
    columns, rows
        The size of the picture: columns evenly over time, rows evenly over the mel scale.
    top_hz
        The pitch of the first row; the last row is 0 Hz.
    range_db
        How far below the strongest place silence is.

    Returns
    -------
    Levels
        float64, shape (rows, columns): 0 for silence to 1 for the strongest place.
    """
    power = _spectra(audio, start_s + (np.arange(columns) + 0.5) * (stop_s - start_s) / columns)
    bins = np.clip(_rows_hz(rows, top_hz) * _FINEST / audio.sample_rate, 0, power.shape[1] - 2)
    below = bins.astype(np.int64)
    level_db = 10 * np.log10(np.maximum(power, _SILENCE))
    picture = level_db[:, below] + (bins - below) * (level_db[:, below + 1] - level_db[:, below])
    loudest_db = max(float(picture.max()), 10 * np.log10(_SILENCE) + range_db)
    return np.asarray(np.clip(1 + (picture.T - loudest_db) / range_db, 0, 1))


def mel_place(pitch_hz: float, top_hz: float) -> float:
    """Return how far up a picture a pitch is: 0 at its bottom, 1 at `top_hz`."""
    return float(mel_from_hz(pitch_hz) / mel_from_hz(top_hz))


def mel_from_hz(pitch_hz: npt.ArrayLike) -> Levels:
    """Return pitches on the mel scale (O'Shaughnessy 1987), here in units of 1127 mel."""
    return np.asarray(np.log1p(np.asarray(pitch_hz) / 700))


def hz_from_mel(mels: npt.ArrayLike) -> Levels:
    """Return the pitches of places on that scale."""
    return np.asarray(700 * np.expm1(mels))


def power_spectra(
    samples: Levels, starts: npt.NDArray[np.int64], *, window_frames: int, points: int
) -> Levels:
    """Return the power spectra of pieces of a sound under Hann windows, shape (pieces, points // 2 + 1).

    Parameters
    ----------
    samples
        Shape (frames,); every piece lies within.
    starts
        The first frame of each piece.
    window_frames, points
        How long a piece is, and the transform: what it is longer by is zeros.
    """
    pieces = np.lib.stride_tricks.sliding_window_view(samples, window_frames)[starts]
    return np.asarray(np.square(np.abs(np.fft.rfft(pieces * np.hanning(window_frames), points))))


def _spectra(audio: Audio, times_s: Levels) -> Levels:
    """Return the power spectra around some moments, shape (moments, bins)."""
    rate = audio.sample_rate
    window = round(_WINDOW_S * rate)
    samples = np.pad(audio.samples[:, 0].astype(np.float64), window)
    emphasised = samples - _EMPHASIS * np.roll(samples, 1)
    starts = np.round(times_s * rate).astype(np.int64) - window // 2 + window
    places = np.clip(starts, 0, len(emphasised) - window)  # both ends are a window of silence
    return power_spectra(emphasised, places, window_frames=window, points=_FINEST)


def _rows_hz(rows: int, top_hz: float) -> Levels:
    """Return the pitch of each row, the highest first."""
    return hz_from_mel(mel_from_hz(top_hz) * (rows - 1 - np.arange(rows)) / max(rows - 1, 1))
