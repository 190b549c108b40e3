"""The embedded voice as a singer of VOICEVOX's: it sings what was planned, for ears that listen to words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt
from tests.stand_ins.voicevox import is_vowel

from lyricaudio.reading.japanese.voicedvowels import voiced
from lyricaudio.reading.model import Reading
from lyricaudio.voice.engines.openjtalk import OpenJTalk
from lyricaudio.voice.hearing.trim import clip_from_speech
from lyricaudio.voice.setting.schedule import Setting
from lyricaudio.voice.setting.setter import set_clip

FRAME_S = 256 / 24000


Song = Callable[[Any, Any], npt.NDArray[np.float64]]


def mei_singing(reading: Reading) -> Song:
    """Return who sings a planned song whose words are a reading's."""
    return partial(_sung, voiced(reading))


def _sung(reading: Reading, score: Any, query: Any) -> npt.NDArray[np.float64]:
    """Sing: the notes say how high, the phonemes when; 24 kHz."""
    notes = [note for note in score["notes"] if note["key"] is not None]
    ends = list(accumulate(one["frame_length"] for one in query["phonemes"]))
    vowels = [
        (end - one["frame_length"], end)
        for one, end in zip(query["phonemes"], ends, strict=True)
        if is_vowel(one)
    ]
    setting = Setting(
        onsets_s=tuple(start * FRAME_S for start, _ in vowels),
        end_s=vowels[-1][1] * FRAME_S,
        notes=tuple(float(note["key"]) for note in notes),
    )
    clip = set_clip(clip_from_speech(OpenJTalk().speak(reading, "mei_normal")), reading, setting)
    assert clip.audio.sample_rate == 48000
    sound = clip.audio.samples[::2, 0].astype(np.float64)
    start = round((setting.onsets_s[0] - clip.facts.morae[0].vowel_onset_s) * 24000)
    whole = np.zeros(ends[-1] * 256)
    end = min(len(whole), start + len(sound))
    whole[start:end] = sound[: end - start]
    return np.clip(whole, -1.0, 1.0)
