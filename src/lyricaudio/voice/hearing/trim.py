"""From an engine's speech to a clip: trimmed to what can be heard, and measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lyricaudio.audio.loudness import loudness_lufs
from lyricaudio.audio.sound import Audio, Samples
from lyricaudio.voice.clip import Clip, ClipFacts, MoraTime, Speech

_WINDOW_S = 0.005
_THRESHOLD_DB = -45.0  # below the loudest 5 ms: under the weakest fricative, over the engine's noise
_LEAD_S = 0.005  # what is kept before the first sound
_TAIL_S = 0.040  # and after the last: a final devoiced vowel fades below the threshold
_FADE_S = 0.004


def clip_from_speech(speech: Speech) -> Clip:
    """Trim speech to what can be heard, soften the cuts and measure it.

    The first 5 ms window within 45 dB of the loudest starts the clip (less 5 ms), the last one ends it
    (plus 40 ms). Mora times move along and are held inside the clip.
    """
    audio = speech.audio
    start, stop = _sounding(audio.samples[:, 0], audio.sample_rate)
    samples = audio.samples[start:stop].copy()
    fade = np.linspace(0.0, 1.0, min(round(_FADE_S * audio.sample_rate), len(samples)), dtype=np.float32)
    samples[: len(fade)] *= fade[:, None]
    samples[len(samples) - len(fade) :] *= fade[::-1, None]
    trimmed = Audio(samples=samples, sample_rate=audio.sample_rate)
    facts = ClipFacts(
        duration_s=trimmed.duration_s,
        loudness_lufs=loudness_lufs(trimmed),
        morae=_moved(speech.morae, -start / audio.sample_rate, trimmed.duration_s),
        timing=speech.timing,
        sings=speech.sings,
    )
    return Clip(audio=trimmed, facts=facts)


def _moved(morae: tuple[MoraTime, ...], by_s: float, end_s: float) -> tuple[MoraTime, ...]:
    def held(time_s: float) -> float:
        return min(max(time_s + by_s, 0.0), end_s)

    return tuple(
        replace(
            mora,
            start_s=held(mora.start_s),
            vowel_onset_s=held(mora.vowel_onset_s),
            end_s=held(mora.end_s),
        )
        for mora in morae
    )


def evenly_spread(kana: tuple[str, ...], audio: Audio) -> tuple[MoraTime, ...]:
    """Spread morae evenly over the sounding part, for engines that tell no times."""
    start, stop = _sounding(audio.samples[:, 0], audio.sample_rate)
    step_s = (stop - start) / audio.sample_rate / max(1, len(kana))
    first_s = start / audio.sample_rate
    return tuple(
        MoraTime(
            kana=mora,
            start_s=first_s + i * step_s,
            vowel_onset_s=first_s + i * step_s,
            end_s=first_s + (i + 1) * step_s,
        )
        for i, mora in enumerate(kana)
    )


def _sounding(samples: Samples, sample_rate: int) -> tuple[int, int]:
    """Return the frames (start, stop) between which there is sound; everything for silence."""
    window = max(1, round(_WINDOW_S * sample_rate))
    whole = samples[: len(samples) // window * window].reshape(-1, window)
    power = np.square(whole, dtype=np.float64).mean(axis=1)
    if not power.size or power.max() == 0:
        return 0, len(samples)
    loud = np.flatnonzero(power > power.max() * 10 ** (_THRESHOLD_DB / 10))
    start = int(loud[0]) * window - round(_LEAD_S * sample_rate)
    stop = (int(loud[-1]) + 1) * window + round(_TAIL_S * sample_rate)
    return max(0, start), min(len(samples), stop)
