from __future__ import annotations

import subprocess
import sys
import warnings
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from lyricaudio.audio.sound import Samples
from lyricaudio.audio.vocoder import FRAME_S, f0_track
from lyricaudio.errors import EngineError
from lyricaudio.reading.japanese.voicedvowels import voiced
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.clip import Speech, fault_of
from lyricaudio.voice.engines.openjtalk import OpenJTalk
from lyricaudio.voice.store import checked_clip

LINES = [
    "損失は坂道 勾配はその傾き",
    "一歩を小さく、谷底へ急がず。なぜでしょう？",
    "ResNetは近道で恒等写像を渡す",
    "すくすく育つ、ちょっと待って、んん、っと",
]


@pytest.fixture(scope="module")
def engine() -> OpenJTalk:
    return OpenJTalk()


def speak(reader: Reader, engine: OpenJTalk, text: str) -> Speech:
    return engine.speak(reader.read(text), engine.voices[0])


def level_db(samples: Samples) -> float:
    return float(10 * np.log10(np.square(samples, dtype=np.float64).mean() + 1e-20))


@pytest.mark.slow
@pytest.mark.parametrize("line", LINES)
def test_the_second_voice_says_the_same_at_the_same_times_half_an_octave_lower(
    reader: Reader, engine: OpenJTalk, line: str
) -> None:
    reading = reader.read(line)
    first, second = (checked_clip(engine, reading, voice) for voice in engine.voices)
    pitches_hz = [np.median(hz[hz > 0]) for hz in (f0_track(first.audio), f0_track(second.audio))]
    assert 12 * np.log2(pitches_hz[0] / pitches_hz[1]) == pytest.approx(6, abs=0.7)
    assert engine.times(reading, "mei_low") == engine.times(reading, "mei_normal")
    assert engine.note_range("mei_low")[0] == engine.note_range("mei_normal")[0] - 6


@pytest.mark.slow
@pytest.mark.parametrize("line", LINES)
def test_each_mora_has_its_time_one_after_the_other_within_the_speech(
    reader: Reader, engine: OpenJTalk, line: str
) -> None:
    speech = speak(reader, engine, line)
    assert [time.kana for time in speech.morae] == [mora.kana for mora in reader.read(line).morae]
    assert speech.timing == "engine"
    assert speech.morae[0].start_s > 0
    assert speech.morae[-1].end_s < speech.audio.duration_s
    assert all(time.start_s <= time.vowel_onset_s < time.end_s for time in speech.morae)
    assert all(first.end_s <= second.start_s for first, second in pairwise(speech.morae))


@pytest.mark.parametrize("line", LINES)
def test_morae_of_a_clip_stay_in_order_and_inside_it(reader: Reader, engine: OpenJTalk, line: str) -> None:
    clip = checked_clip(engine, reader.read(line), engine.voices[0])
    times_s = [at for time in clip.facts.morae for at in (time.start_s, time.vowel_onset_s, time.end_s)]
    assert times_s == sorted(times_s)
    assert 0 <= times_s[0] < 0.02
    assert times_s[-1] <= clip.facts.duration_s == clip.audio.duration_s


def test_only_a_mora_with_a_consonant_has_its_vowel_later(reader: Reader, engine: OpenJTalk) -> None:
    later = [time.vowel_onset_s > time.start_s for time in speak(reader, engine, "かあさんっこ").morae]
    assert later == [True, False, True, False, False, True]


def test_vowels_sound_and_closures_do_not_where_their_times_say(reader: Reader, engine: OpenJTalk) -> None:
    speech = speak(reader, engine, "かかったったかった")

    def level_between_db(start_s: float, stop_s: float) -> float:
        rate = speech.audio.sample_rate
        return level_db(speech.audio.samples[round(start_s * rate) : round(stop_s * rate)])

    assert [time.kana for time in speech.morae] == list("カカッタッタカッタ")
    for time in speech.morae:
        length_s = time.end_s - time.vowel_onset_s
        middle_db = level_between_db(time.vowel_onset_s + 0.4 * length_s, time.vowel_onset_s + 0.8 * length_s)
        if time.kana == "ッ":
            assert middle_db < -50
        else:
            assert middle_db > -25
            assert level_between_db(time.start_s, time.vowel_onset_s) < -30


def test_pauses_are_as_long_as_their_weight(reader: Reader, engine: OpenJTalk) -> None:
    def gap_s(text: str) -> float:
        first, second = speak(reader, engine, text).morae[1:3]
        return second.start_s - first.end_s

    assert gap_s("坂 谷") == pytest.approx(0.18, abs=0.0001)
    assert gap_s("坂、谷") == pytest.approx(0.30, abs=0.0001)
    assert gap_s("坂。谷") == pytest.approx(0.55, abs=0.0001)
    assert gap_s("坂谷") == 0


@pytest.mark.parametrize("line", ["I love you", "ありがとう", "ん"])
def test_speech_beyond_full_scale_is_neither_clipped_nor_wrapped(
    reader: Reader, engine: OpenJTalk, line: str
) -> None:
    samples = speak(reader, engine, line).audio.samples
    assert np.abs(samples).max() > 1.5
    assert np.abs(np.diff(samples, axis=0)).max() < 0.9  # where it wraps, it jumps by nearly 2


LONG = {
    "a long mark after a vowel": "あ" + "ー" * 19,
    "a long mark after a consonant": "ラ" + "ー" * 10,
    "a vowel": "え" * 60,
    "two vowels": "うー" * 30,
    "a nasal": "ん" * 40,
    "a closure": "あ" + "っ" * 40 + "か",
    "in a line": "べーーーー！ と言って、キャーーーーーーーーーーー。",
}


@pytest.mark.slow
@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_long_sounds_are_finite_and_have_all_their_morae(
    reader: Reader, engine: OpenJTalk, text: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        speech = speak(reader, engine, text)
    assert fault_of(speech) is None
    assert len(speech.morae) == len(reader.read(text).morae) > 8
    assert all(0.02 < time.end_s - time.start_s < 0.7 for time in speech.morae)


@pytest.mark.parametrize("text", ["あ" + "ー" * 19, "え" * 60, "ん" * 40])
def test_a_lengthened_sound_sounds_to_its_end_without_a_jump(
    reader: Reader, engine: OpenJTalk, text: str
) -> None:
    speech = speak(reader, engine, text)
    rate = speech.audio.sample_rate
    sung = speech.audio.samples[
        round(speech.morae[1].start_s * rate) : round(speech.morae[-2].end_s * rate), 0
    ]
    tenths = [sung[start : start + rate // 10] for start in range(0, len(sung) - rate // 10, rate // 10)]
    assert min(level_db(tenth) for tenth in tenths) > level_db(sung) - 12
    jumps = np.abs(np.diff(sung))
    assert jumps.max() < 0.5 * np.abs(sung).max()


SPEAK = """
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.engine import load_engine
load_engine("openjtalk").speak(Reader().read("え" * 60), "mei_normal")
"""


@pytest.mark.parametrize("text", ["ー", "、", "ーー"])
def test_what_says_nothing_is_refused(reader: Reader, engine: OpenJTalk, text: str) -> None:
    with pytest.raises(EngineError, match="nothing to say"):
        speak(reader, engine, text)


@pytest.mark.slow
def test_speaking_says_nothing_on_the_standard_streams() -> None:
    said = subprocess.run([sys.executable, "-c", SPEAK], capture_output=True, text=True, check=True)
    assert (said.stdout, said.stderr) == ("", "")


def test_a_voice_file_that_is_missing_is_told_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lyricaudio.voice.engines.mei.voice_file", lambda: Path("absent.htsvoice"))
    reason = OpenJTalk().unavailable()
    assert reason is not None
    assert "pip install" in reason


@pytest.mark.parametrize("text", ["順伝播して損失出して", "しきい値とクスリと学習率", "ひたすら聞く力"])
def test_a_vowel_that_speech_whispers_is_heard_with_a_pitch_when_it_is_sung(
    reader: Reader, engine: OpenJTalk, text: str
) -> None:
    said = reader.read(text)
    speech = engine.speak(voiced(said), "mei_normal")
    pitch_hz = f0_track(speech.audio)
    whispered = [mora.vowel in "AIUEO" for mora in said.morae]
    assert any(whispered)
    for time in (time for time, was in zip(speech.morae, whispered, strict=True) if was):
        sounding = slice(round(time.vowel_onset_s * 48000), round(time.end_s * 48000))
        frames = slice(round(time.vowel_onset_s / FRAME_S), round(time.end_s / FRAME_S))
        assert np.sqrt(np.mean(speech.audio.samples[sounding] ** 2)) > 10 ** (-25 / 20)
        assert np.mean(pitch_hz[frames] > 0) > 0.6


@pytest.mark.slow
@pytest.mark.parametrize("text", ["ル" * 10, "は" * 14, "ラララル" * 6, "ドゥビ" * 12])
def test_syllables_that_explode_together_are_said_in_pieces_with_all_their_morae(
    reader: Reader, text: str
) -> None:
    engine = OpenJTalk()
    reading = reader.read(text)
    speech = engine.speak(reading, engine.voices[0])
    assert fault_of(speech) is None
    assert [mora.kana for mora in speech.morae] == [mora.kana for mora in reading.morae]
    for mora in speech.morae:
        start, end = (round(at_s * speech.audio.sample_rate) for at_s in (mora.vowel_onset_s, mora.end_s))
        assert np.abs(speech.audio.samples[start:end]).max() > 0.01
