"""One clip by itself, as loud as a voice is in a mix, for who wants to hear a voice."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from lyricaudio import files, units
from lyricaudio.audio.wavefile import write_wavs
from lyricaudio.mix.mixer import VOICE_LUFS
from lyricaudio.voice.clip import Clip

_HIGHEST = 0.9  # of full scale: no limiter is worth its while here


def write_clip(target: Path, clip: Clip) -> None:
    """Write a clip as a WAV file of one channel, at its own sample rate.

    Raises
    ------
    ReleaseError
        When it cannot be written.
    """
    samples = clip.audio.samples
    gain = units.gain_from_db(VOICE_LUFS - clip.facts.loudness_lufs)
    gain = min(gain, _HIGHEST / max(float(np.abs(samples).max(initial=0.0)), 1e-9))
    with files.replacing(target) as path:
        write_wavs((path,), [(np.asarray(samples * gain, dtype=np.float32),)], clip.audio.sample_rate)
