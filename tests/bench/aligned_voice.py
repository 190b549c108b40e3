"""How exactly a voice stands on its slots that tells no times, so that they were found by ear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tests.bench.figure import Figure
from tests.bench.lines import measured
from tests.measure.chant import Array
from tests.measure.onsets import onset_lags
from tests.measure.other_voice import other_voice, untimed
from tests.music.flow_lines import other_lines

from lyricaudio.music.flow.line import plan_flow
from lyricaudio.music.flow.natural import flow_morae
from lyricaudio.music.score import LineScore
from lyricaudio.music.theory.metre import METRES
from lyricaudio.voice.hearing.align import aligned
from lyricaudio.voice.hearing.trim import clip_from_speech
from lyricaudio.voice.setting.setter import set_clip

_BPM = 120
_WITHIN_MS = 30
_LINES = 40


def figures(project: Path) -> Iterator[Figure]:
    """Chant lines by a stand-in for such a voice."""
    texts = [reading.written for reading, _ in other_lines()[:_LINES]]
    lags_ms = np.concatenate(measured(_lags_ms, texts))
    unheard = f"{len(lags_ms)} vowels; {np.isnan(lags_ms).mean():.2%} are not heard and count as late"
    middle_ms = float(np.nanmedian(lags_ms))
    near = float(np.mean(lags_ms <= _WITHIN_MS))
    yield Figure(name="aligned voice, onset off its slot, median", value=middle_ms, unit="ms")
    yield Figure(
        name=f"aligned voice, onsets within {_WITHIN_MS} ms",
        value=near,
        limit=0.95,
        bound="at least",
        note=unheard,
    )


def _lags_ms(text: str) -> Array:
    """Return how far each vowel is heard from its slot; it is known when each began in the speech."""
    reading, audio, onsets_s = other_voice(text)
    speech = aligned(untimed(audio, reading), reading)
    clip = clip_from_speech(speech)
    cut_s = speech.morae[-1].vowel_onset_s - clip.facts.morae[-1].vowel_onset_s
    flow = plan_flow(flow_morae(reading, clip.facts.morae), METRES["4/4"], _BPM)
    setting = LineScore(flow=flow, notes=None, chord_step=0).setting(_BPM)
    chant = set_clip(clip, reading, setting)
    zero_s = setting.onsets_s[0] - chant.facts.morae[0].vowel_onset_s
    vowels = [i for i, mora in enumerate(reading.morae) if mora.vowel in "aiueo" and mora.kana != "ー"]
    return 1000 * np.abs(
        onset_lags(
            clip.audio,
            [onsets_s[i] - cut_s for i in vowels],
            chant.audio,
            [setting.onsets_s[i] - zero_s for i in vowels],
        )
    )
