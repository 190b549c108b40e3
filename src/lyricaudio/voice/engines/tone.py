"""The fake engine: one short tone per mora, no dependencies, the same on every machine."""

from __future__ import annotations

import numpy as np

from lyricaudio.audio.sound import mono
from lyricaudio.messages import message
from lyricaudio.reading.model import Mora, Reading
from lyricaudio.voice.clip import MoraTime, Speech

_SAMPLE_RATE = 24000
_MORA_S = 0.12
_CONSONANT_S = 0.03
_PAUSE_S = 0.20
_VOWELS_HZ = {"a": 330.0, "i": 440.0, "u": 294.0, "e": 392.0, "o": 262.0, "N": 220.0}


class Tone:
    """A tone per mora: the vowel gives the pitch, a high accent lifts it, ッ is silent."""

    name = "tone"
    summary = message("one short tone per mora, for trying things out")
    version = "1"
    voices = ("sine",)
    credit = ""
    online = False
    parallel = 64
    certain = True

    def unavailable(self) -> str | None:
        """Return None: it runs everywhere."""
        return None

    def heard(self, reading: Reading) -> str:
        """Return morae, accents and pauses."""
        return repr(reading.phrases)

    def speak(self, reading: Reading, voice: str) -> Speech:
        """Play the morae one after the other, 0.12 s each, with 0.2 s for a pause."""
        sounds, times, at_s = [np.zeros(0)], [], 0.0
        for phrase in reading.phrases:
            for mora in phrase.morae:
                onset_s = at_s + (_CONSONANT_S if mora.consonant else 0.0)
                times.append(
                    MoraTime(kana=mora.kana, start_s=at_s, vowel_onset_s=onset_s, end_s=at_s + _MORA_S)
                )
                sounds.append(_tone(mora))
                at_s += _MORA_S
            if phrase.pause_after:
                sounds.append(np.zeros(round(_PAUSE_S * _SAMPLE_RATE)))
                at_s += _PAUSE_S
        return Speech(audio=mono(np.concatenate(sounds), _SAMPLE_RATE), morae=tuple(times))


def _tone(mora: Mora) -> np.typing.NDArray[np.float64]:
    frames = round(_MORA_S * _SAMPLE_RATE)
    if mora.vowel == "cl":
        return np.zeros(frames)
    frequency_hz = _VOWELS_HZ[mora.vowel if mora.vowel == "N" else mora.vowel.lower()]
    t = np.arange(frames) / _SAMPLE_RATE
    envelope = np.minimum(1.0, np.minimum(t, _MORA_S - t) / 0.005)
    if mora.consonant:
        envelope *= np.where(t < _CONSONANT_S, 0.3, 1.0)
    return 0.3 * envelope * np.sin(2 * np.pi * frequency_hz * (1.12 if mora.high else 1.0) * t)
