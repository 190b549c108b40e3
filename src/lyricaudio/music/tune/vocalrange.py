"""The range in which a voice sings well: about where it speaks."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import told
from lyricaudio.music.theory.harmony import NOTES

_ABOVE_SPEECH = 3  # semitones that singing reaches over speech
_OCTAVE = 12


def voice_range(f0_hz: Sequence[NDArray[np.floating]]) -> tuple[int, int]:
    """Return the lowest and the highest note for a voice, from how it speaks.

    That is from the 5th percentile of the pitch of its speech to three semitones over the 95th. If this is
    less than an octave it is widened to one, above and below alike.

    Parameters
    ----------
    f0_hz
        The fundamental frequency of each of some lines of speech in Hz, one value a frame, 0 where unvoiced.

    Returns
    -------
    tuple[int, int]
        MIDI note numbers, both included, at least an octave apart.

    Raises
    ------
    LyricAudioError
        When nothing is voiced.
    """
    values = np.concatenate([np.zeros(0), *f0_hz])
    voiced = values[values > 0]
    if not len(voiced):
        raise LyricAudioError(
            told("the voice has no pitch to sing with; choose another voice, or do not let it sing")
        )
    lowest, highest = np.percentile(69 + 12 * np.log2(voiced / 440), [5, 95])
    low, high = round(lowest), round(highest + _ABOVE_SPEECH)
    missing = max(0, _OCTAVE - (high - low))
    return low - missing // 2, high + math.ceil(missing / 2)


def note_name(pitch: int) -> str:
    """Name a MIDI note number: 60 is `C4`."""
    return f"{NOTES[pitch % 12]}{pitch // 12 - 1}"
