"""Which note is heard."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lyricaudio.audio.sound import Audio
from lyricaudio.audio.vocoder import FRAME_S, f0_track


def note_errors_cents(
    audio: Audio, spans: list[tuple[float, float]], notes: list[float]
) -> npt.NDArray[np.float64]:
    """Return how far the middle of each note (its median over the middle half) is from its MIDI number.

    `spans` are where each note's vowel sounds, in seconds; NaN where no pitch is heard.
    """
    f0_hz = f0_track(audio)
    times_s = np.arange(len(f0_hz)) * FRAME_S
    errors = []
    for (start_s, stop_s), note in zip(spans, notes, strict=True):
        quarter_s = (stop_s - start_s) / 4
        middle = f0_hz[(times_s >= start_s + quarter_s) & (times_s <= stop_s - quarter_s)]
        voiced = middle[middle > 0]
        heard = 69 + 12 * np.log2(np.median(voiced) / 440) if voiced.size else np.nan
        errors.append(100 * (heard - note))
    return np.array(errors)
