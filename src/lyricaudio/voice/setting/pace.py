"""A clip at another speed, its pitch kept, by WORLD."""

from __future__ import annotations

import numpy as np

from lyricaudio.audio.loudness import loudness_lufs
from lyricaudio.audio.vocoder import FRAME_S, analysed, resynthesised
from lyricaudio.voice.clip import Clip, ClipFacts, MoraTime


def paced_clip(clip: Clip, rate: float) -> Clip:
    """Return a clip that is said so many times as fast.

    Parameters
    ----------
    clip
        Of one channel.
    rate
        Over 0; 2 is twice as fast.

    Returns
    -------
    Clip
        As long as the old one over the rate, to 5 ms; its times are moved alike.

    Raises
    ------
    ValueError
        When the rate is not over 0, and as `analysed` and `resynthesised` do.
    """
    if not rate > 0.0:
        raise ValueError("a rate is over 0")
    frames = max(1, round(clip.audio.duration_s / rate / FRAME_S))
    source_s = rate * FRAME_S * np.arange(frames, dtype=np.float64)
    audio = resynthesised(analysed(clip.audio), source_s, np.ones(frames))
    facts = ClipFacts(
        duration_s=audio.duration_s,
        loudness_lufs=loudness_lufs(audio),
        morae=tuple(_moved(mora, rate) for mora in clip.facts.morae),
        timing=clip.facts.timing,
    )
    return Clip(audio=audio, facts=facts)


def _moved(mora: MoraTime, rate: float) -> MoraTime:
    return MoraTime(
        kana=mora.kana,
        start_s=mora.start_s / rate,
        vowel_onset_s=mora.vowel_onset_s / rate,
        end_s=mora.end_s / rate,
    )
