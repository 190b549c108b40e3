"""The strip of the desk that a voice goes through on its way to the mix.

What a vocoder gives is loud in its vowels, hard around 3 kHz, dull above 8 kHz, and in no room. So it is
cleared of rumble, compressed, softened where it is hard, and, when it stands on the grid, stands in a short
room; the hook is doubled from left and right. All of it is slow against a pitch period and symmetrical in
time, so that no onset moves, and keeps the loudness of each clip: levels are decided elsewhere.

Conventions: a voice is float32, shape (frames,), at `SAMPLE_RATE`, at about -18 LUFS.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from lyricaudio.audio.curves import ramped
from lyricaudio.audio.filters import (
    MEMORY_FRAMES,
    Response,
    band_pass,
    filtered,
    high_pass,
    high_shelf,
    low_pass,
    response_of,
    response_to,
    split,
)
from lyricaudio.audio.sound import Samples

SAMPLE_RATE = 44100

_RUMBLE_HZ = 90.0  # under every voice; what is there belongs to the kick and the bass
_AIR = (8000.0, 2.5)  # Hz and dB: what the vocoder takes from the top
_HARSH = (3300.0, 1.1)  # Hz and Q: 2.1 to 5.2 kHz

_CELL = 210  # frames (4.8 ms) from one gain to the next
_LEVEL_CELLS = 9  # 43 ms: a few periods of the lowest voice
_QUIETEST_DB = -90.0

_THRESHOLD_DB, _RATIO, _KNEE_DB = -23.0, 2.2, 6.0  # RMS; a vowel of a voice at -18 LUFS has about -16
_HARSH_DB, _HARSH_RATIO, _SOFTEST_DB = -28.0, 2.0, -5.0

ROOM_DB = -15.0
"""The room against the voice in it."""

_PREDELAY_S, _DECAY_S, _EARS = 0.007, 0.018, 0.3  # the last: how alike both ears hear it
_ROOM_HZ = (350.0, 6500.0)
_SEED = 16

DOUBLE_DB = -9.0
"""Each of two doubles against the voice: it stays in the middle, and what is said in front."""

_DOUBLES = ((0, 0.0135, 0.71, 0.0), (1, 0.0215, 0.93, 2.0))  # side; delay (s); wobble: rate (Hz) and phase
_WOBBLE_S = 0.0011  # 8 hundredths of a semitone
_ACROSS = 0.25  # of a double is heard on the other side


def treated(voice: Samples, *, is_set: bool) -> Samples:
    """Return a voice cleared, compressed and softened, with the power that it had when it was cleared.

    Parameters
    ----------
    is_set
        Whether a vocoder has put it on the grid, and taken its air.
    """
    clear, harsh = split(voice, _clearing(is_set))
    clear_db, harsh_db = _levels_db(clear), _levels_db(harsh)
    squeezed_db = -_bent(clear_db - _THRESHOLD_DB, _KNEE_DB) * (1 - 1 / _RATIO)
    over_db = _bent(harsh_db + squeezed_db - _HARSH_DB, _KNEE_DB)
    softened_db = np.maximum(-over_db * (1 - 1 / _HARSH_RATIO), _SOFTEST_DB)
    softer = (1 - _gains(softened_db))[: len(voice)]
    done = (clear - softer * harsh) * _gains(squeezed_db)[: len(voice)]
    before, after = (float(np.dot(one, one)) for one in (clear, done))
    return done * np.float32(np.sqrt(before / after) if after > 0.0 else 1.0)


def in_a_room(voice: Samples) -> Samples:
    """Return what a short room adds to a voice, shape (frames + `MEMORY_FRAMES`, 2)."""
    padded = np.pad(voice, (0, MEMORY_FRAMES))
    return np.stack(split(padded, _room()), axis=1)


def doubled(voice: Samples) -> Samples:
    """Return what two more of the same singer add from left and right, shape (frames + `MEMORY_FRAMES`, 2).

    Each comes so much later, and its pitch wavers by itself, as tape did it (artificial double tracking).
    """
    padded = np.pad(voice, (MEMORY_FRAMES, MEMORY_FRAMES))
    place = np.arange(len(voice) + MEMORY_FRAMES, dtype=np.int64)
    result = np.empty((len(place), 2), np.float32)
    gain = 10 ** (DOUBLE_DB / 20)
    singers: list[Samples] = []
    for _, delay_s, wobble_hz, phase in _DOUBLES:
        swing = np.sin((2 * np.pi * wobble_hz / SAMPLE_RATE) * place + phase)
        late = np.asarray(SAMPLE_RATE * (delay_s + _WOBBLE_S * swing), np.float32)
        whole = late.astype(np.int64)
        at = place + MEMORY_FRAMES - whole
        now, before = padded[at], padded[at - 1]
        singers.append(now + (late - whole) * (before - now))
    for side, other in ((0, 1), (1, 0)):
        np.multiply(
            singers[side] + np.float32(_ACROSS) * singers[other], np.float32(gain), out=result[:, side]
        )
    return result


@cache
def _clearing(is_set: bool) -> tuple[Response, Response]:
    """Return the responses that clear a voice, and that leave of it what may be hard."""
    sections = [high_pass(_RUMBLE_HZ, SAMPLE_RATE)]
    if is_set:
        sections.append(high_shelf(*_AIR, SAMPLE_RATE))
    return response_of(*sections), response_of(*sections, band_pass(_HARSH[0], SAMPLE_RATE, _HARSH[1]))


@cache
def _room() -> tuple[Response, Response]:
    """Return the room as two ears hear it: noise that dies away, of the power of `ROOM_DB`."""
    time_s = np.arange(MEMORY_FRAMES) / SAMPLE_RATE - _PREDELAY_S
    noise = np.random.default_rng(_SEED).standard_normal((3, MEMORY_FRAMES))
    common, ears = noise[0], noise[1:]
    shape = np.where(time_s >= 0, np.exp(-time_s / _DECAY_S), 0.0)
    low_hz, high_hz = _ROOM_HZ
    band = (high_pass(low_hz, SAMPLE_RATE), low_pass(high_hz, SAMPLE_RATE))
    heard = [
        filtered(shape * (np.sqrt(_EARS) * common + np.sqrt(1 - _EARS) * ear), band)[:MEMORY_FRAMES]
        for ear in ears
    ]
    gain = 10 ** (ROOM_DB / 20)
    left, right = (np.asarray(gain * one / np.sqrt(np.dot(one, one)), np.float32) for one in heard)
    return response_to(left), response_to(right)


def _levels_db(voice: Samples) -> Samples:
    """Return the level around each cell (dB, RMS), one more than there are."""
    squares = np.square(np.pad(voice, (0, -len(voice) % _CELL))).reshape(-1, _CELL).mean(axis=1)
    window = np.hanning(_LEVEL_CELLS + 2)[1:-1]
    smooth = np.convolve(np.pad(squares, (0, 1), mode="edge"), window / window.sum(), "same")
    return np.asarray(10 * np.log10(np.maximum(smooth, 10 ** (_QUIETEST_DB / 10))), np.float32)


def _bent(over_db: npt.NDArray[np.floating], knee_db: float) -> Samples:
    """Return by how much a level passes a threshold, gently at first (soft knee)."""
    into = np.maximum(over_db + knee_db / 2, 0)
    bent = np.where(into < knee_db, np.square(into) / (2 * knee_db), into - knee_db / 2)
    return np.asarray(bent, np.float32)


def _gains(points_db: Samples) -> Samples:
    return ramped(np.asarray(10 ** (points_db / 20), np.float32), _CELL)
