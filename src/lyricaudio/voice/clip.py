"""What a voice says: speech as an engine returns it, and the clip that is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from lyricaudio.audio.sound import Audio
from lyricaudio.messages import told

FULL_SCALE_LIMIT = 4.6
"""Ordinary lines of the embedded voice peak up to 4.5 times full scale; beyond, its filter has exploded."""


Timing = Literal["engine", "aligned", "spread"]
"""Where a clip's times come from: the engine itself, alignment with the embedded voice, or an even spread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoraTime:
    """When a mora sounds, in seconds from the start of its clip."""

    kana: str
    start_s: float
    vowel_onset_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Speech:
    """What an engine returns: one channel of sound, silence around it included, and its morae.

    `timing` says where the times come from, `sings` whether the voice sings by itself what is set to music.
    """

    audio: Audio
    morae: tuple[MoraTime, ...]
    timing: Timing = "engine"
    sings: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipFacts:
    """All about a clip but its sound.

    `believed` is whether somebody has listened that a voice from outside says its reading, `sings` whether
    the voice sings by itself what is set to music.
    """

    duration_s: float
    loudness_lufs: float
    morae: tuple[MoraTime, ...]
    timing: Timing
    believed: bool = False
    sings: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clip:
    """Speech that begins with its first sound and ends with its last."""

    audio: Audio
    facts: ClipFacts


def fault_of(speech: Speech) -> str | None:
    """Say what is wrong with the sound as such, or None."""
    samples = speech.audio.samples
    if not samples.size or not np.any(samples):
        return told("no sound")
    if not np.isfinite(samples).all():
        return told("a broken sound")
    if np.abs(samples).max() > FULL_SCALE_LIMIT:
        return told("an exploding sound")
    return None
