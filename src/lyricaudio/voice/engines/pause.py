"""How long the pauses of a reading are, and how speech is given pauses of such lengths."""

from __future__ import annotations

import numpy as np

from lyricaudio.audio.sound import Samples
from lyricaudio.reading.model import Pause, Reading

_PAUSE_S: dict[Pause, float] = {"breath": 0.18, "comma": 0.30, "stop": 0.55}
"""Engines make all their pauses alike, 0.3 to 0.4 s; a listener needs to hear where a sentence ends."""


def pauses_s(reading: Reading) -> tuple[float, ...]:
    """Return the length in seconds of each pause of a reading, in order."""
    return tuple(_PAUSE_S[phrase.pause] for phrase in reading.phrases if phrase.pause_after)


def resized(pause: Samples, length: int, *, fade: int) -> Samples:
    """Cut a pause's middle out, or let silence into it; what fades into it and out of it stays.

    Parameters
    ----------
    pause
        Of one channel, shape (samples,).
    length
        How many samples it is to have.
    fade
        Over how many samples a cut is softened.
    """
    half = min(len(pause), length) // 2
    ramp = np.minimum(1.0, np.arange(half, 0, -1, dtype=np.float32) / np.float32(fade))
    resized = np.zeros(length, dtype=np.float32)
    resized[:half] = pause[:half] * ramp
    resized[length - half :] = pause[len(pause) - half :] * ramp[::-1]
    return resized
