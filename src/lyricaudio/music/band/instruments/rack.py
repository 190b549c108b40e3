"""Every instrument by one door, its sounds kept: a song plays the same notes again and again."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from lyricaudio.audio.sound import Samples
from lyricaudio.music.band.instruments.drums import drum
from lyricaudio.music.band.instruments.synths import synth
from lyricaudio.music.theory.generalmidi import DRUM_KEYS

_KEPT = 256  # notes; a style has about a hundred, of up to 1 MB


def play(
    instrument: str, pitch: int | None, length_s: float, sample_rate: int, velocity: float = 1.0
) -> Samples:
    """Return the sound of one note.

    Parameters
    ----------
    instrument
        One of `names.DRUM_KEYS` or `names.PROGRAMS`.
    pitch
        As a MIDI note number; None for a drum.
    length_s
        Until the key is let go; a drum takes its own time.
    velocity
        0 to 1, a factor on the amplitude.

    Returns
    -------
    float32, shape (frames, 2), peaks below 1; the ends are silent.

    Raises
    ------
    KeyError
        When there is no such instrument.
    """
    kept_s = 0.0 if instrument in DRUM_KEYS else length_s
    return _sound(instrument, pitch, kept_s, sample_rate) * np.float32(velocity)


@lru_cache(maxsize=_KEPT)
def _sound(instrument: str, pitch: int | None, length_s: float, sample_rate: int) -> Samples:
    return drum(instrument, sample_rate) if pitch is None else synth(instrument, pitch, length_s, sample_rate)
