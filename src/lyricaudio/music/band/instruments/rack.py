"""Every instrument by one door, its sounds kept: a song plays the same notes again and again."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from lyricaudio.audio.sound import Samples
from lyricaudio.music.band.instruments.drums import HITS, drum
from lyricaudio.music.band.instruments.synths import synth
from lyricaudio.music.theory.generalmidi import DRUM_KEYS

_KEPT = 320  # notes; a style has about two hundred, of up to 1 MB
_LAYERS = (0.5, 0.75, 1.0)
"""How hard a note may be struck: what is softer than one of them sounds as that."""


def play(
    instrument: str,
    pitch: int | None,
    length_s: float,
    sample_rate: int,
    velocity: float = 1.0,
    stroke: int = 0,
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
        0 to 1, a factor on the amplitude; what is softer is duller too.
    stroke
        Which stroke of its instrument it is: drums have some hits that take turns.

    Returns
    -------
    float32, shape (frames, 2), peaks below 1; the ends are silent.

    Raises
    ------
    KeyError
        When there is no such instrument.
    """
    is_drum = instrument in DRUM_KEYS
    kept_s, hit = (0.0, stroke % HITS) if is_drum else (length_s, 0)
    hard = next((layer for layer in _LAYERS if velocity <= layer), _LAYERS[-1])
    return _sound(instrument, pitch, kept_s, sample_rate, hard, hit) * np.float32(velocity)


@lru_cache(maxsize=_KEPT)
def _sound(
    instrument: str, pitch: int | None, length_s: float, sample_rate: int, hard: float, hit: int
) -> Samples:
    if pitch is None:
        return drum(instrument, sample_rate, hard=hard, hit=hit)
    return synth(instrument, pitch, length_s, sample_rate, hard=hard)
