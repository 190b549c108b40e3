from __future__ import annotations

import numpy as np
import pytest

from lyricaudio.audio.sound import Samples
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.engines.tone import Tone

RATE = 24000


def pitch_hz(samples: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(samples, RATE))
    return float(spectrum.argmax())


def test_morae_follow_each_other_by_a_fixed_step_with_a_pause_between_phrases(reader: Reader) -> None:
    speech = Tone().speak(reader.read("坂、谷"), "sine")
    assert [time.start_s for time in speech.morae] == pytest.approx([0.0, 0.12, 0.44, 0.56])
    assert [time.end_s for time in speech.morae] == pytest.approx([0.12, 0.24, 0.56, 0.68])
    assert speech.audio.duration_s == pytest.approx(0.68)


def test_a_vowel_has_its_pitch_and_the_accent_lifts_it(reader: Reader) -> None:
    reading = reader.read("雨")  # ア is high, メ is low
    speech = Tone().speak(reading, "sine")
    first, second = (
        speech.audio.samples[round(time.vowel_onset_s * RATE) : round(time.end_s * RATE), 0]
        for time in speech.morae
    )
    assert [mora.high for mora in reading.morae] == [True, False]
    assert pitch_hz(first) == pytest.approx(1.12 * 330, abs=8)
    assert pitch_hz(second) == pytest.approx(392, abs=8)


def test_a_closure_is_silent(reader: Reader) -> None:
    speech = Tone().speak(reader.read("坂って"), "sine")
    closure = next(time for time in speech.morae if time.kana == "ッ")
    span = slice(round(closure.start_s * RATE), round(closure.end_s * RATE))
    assert not speech.audio.samples[span].any()
