"""Change of sample rate, by soxr: `pydub.set_frame_rate` has no low-pass and folds 15 kHz to 9 kHz."""

from __future__ import annotations

import numpy as np
import soxr

from lyricaudio.audio.sound import Audio


def resample(audio: Audio, sample_rate: int) -> Audio:
    """Return the audio at another rate (Hz), band-limited; the same object when it already has it."""
    if audio.sample_rate == sample_rate:
        return audio
    samples = soxr.resample(audio.samples, audio.sample_rate, sample_rate, quality="HQ")
    return Audio(samples=np.ascontiguousarray(samples, dtype=np.float32), sample_rate=sample_rate)
