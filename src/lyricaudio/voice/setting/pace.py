"""A clip at another speed, its pitch kept, by WORLD."""

from __future__ import annotations

from dataclasses import replace

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
    facts = paced_facts(clip.facts, rate)
    frames = round(facts.duration_s / FRAME_S)
    source_s = rate * FRAME_S * np.arange(frames, dtype=np.float64)
    audio = resynthesised(analysed(clip.audio), source_s, np.ones(frames))
    return Clip(audio=audio, facts=replace(facts, loudness_lufs=loudness_lufs(audio)))


def paced_facts(natural: ClipFacts, rate: float) -> ClipFacts:
    """Return what is known of a clip at another speed before it is made: all but its loudness, which is 0.

    Raises
    ------
    ValueError
        When the rate is not over 0.
    """
    if not rate > 0.0:
        raise ValueError("a rate is over 0")
    frames = max(1, round(natural.duration_s / rate / FRAME_S))
    return ClipFacts(
        duration_s=frames * FRAME_S,
        loudness_lufs=0.0,
        morae=tuple(_moved(mora, rate) for mora in natural.morae),
        timing=natural.timing,
    )


def _moved(mora: MoraTime, rate: float) -> MoraTime:
    return MoraTime(
        kana=mora.kana,
        start_s=mora.start_s / rate,
        vowel_onset_s=mora.vowel_onset_s / rate,
        end_s=mora.end_s / rate,
    )
