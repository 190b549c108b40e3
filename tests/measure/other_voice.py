"""A voice that tells no times and sounds unlike the embedded one, whose times are known all the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.measure.spoken import spoken

from lyricaudio.audio.sound import Audio, mono
from lyricaudio.audio.vocoder import FRAME_S, analysed, resynthesised
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import Speech
from lyricaudio.voice.hearing.trim import evenly_spread

_LATEST_S = 0.06
"""By so much it is late or early; it goes on for as long, else it breaks off in a vowel where it is late."""


def other_voice(text: str) -> tuple[Reading, Audio, list[float]]:
    """Say a text in another voice; return when its vowels begin.

    Its formants are a sixth higher than the embedded voice's, its pitch is an octave lower, it drags and
    hurries by a quarter, and it hisses.
    """
    reading, clip = spoken(text)
    analysis = analysed(clip.audio)
    bins = np.arange(analysis.log_envelope.shape[1])
    shifted = np.array([np.interp(bins / 1.15, bins, frame) for frame in analysis.log_envelope])
    times_s = FRAME_S * np.arange(round((analysis.frames + _LATEST_S / FRAME_S) * 1.1))
    source_s = times_s / 1.1 + _LATEST_S * np.sin(2 * np.pi * times_s / 1.7)
    pitch_hz = np.interp(source_s, FRAME_S * np.arange(analysis.frames), analysis.f0_hz) / 2
    audio = resynthesised(
        replace(analysis, log_envelope=shifted),
        np.maximum.accumulate(source_s),
        np.ones(len(times_s)),
        np.clip(pitch_hz, 80.0, 400.0),
    )
    hiss = 10 ** (-60 / 20) * np.random.default_rng(0).standard_normal(audio.frames)
    onsets_s = [float(np.interp(time.vowel_onset_s, source_s, times_s)) for time in clip.facts.morae]
    return reading, mono(audio.samples[:, 0] + hiss, audio.sample_rate), onsets_s


def untimed(audio: Audio, reading: Reading) -> Speech:
    """Return speech as an engine gives it that tells no times."""
    kana = tuple(mora.kana for mora in reading.morae)
    return Speech(audio=audio, morae=evenly_spread(kana, audio), timing="spread")
