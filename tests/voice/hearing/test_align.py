from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.measure.other_voice import other_voice, untimed
from tests.measure.spoken import spoken

from lyricaudio.audio.codec import decode, write_mp3
from lyricaudio.audio.resample import resample
from lyricaudio.audio.sound import Samples, mono
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import Speech
from lyricaudio.voice.hearing.align import SPAN_S, aligned

pytestmark = pytest.mark.slow

LINES = [
    "損失は坂道 勾配はその傾き",
    "一歩を小さく、谷底へ急がず",
    "ResNetは近道で恒等写像を渡す",
    "すくすく育つ、ちょっと待って",
]


def errors_ms(reading: Reading, speech: Speech, onsets_s: list[float]) -> list[float]:
    """Return how far each vowel is from where it is; devoiced ones, ン, ッ and ー have no clear beginning."""
    return [
        1000 * abs(time.vowel_onset_s - onset_s)
        for mora, time, onset_s in zip(reading.morae, speech.morae, onsets_s, strict=True)
        if mora.vowel in "aiueo" and mora.kana != "ー"
    ]


def test_the_vowels_of_another_voice_are_found() -> None:
    found: list[float] = []
    for line in LINES:
        reading, audio, onsets_s = other_voice(line)
        found += errors_ms(reading, aligned(untimed(audio, reading), reading), onsets_s)
    assert len(found) > 40
    assert np.percentile(found, 50) <= 10
    assert np.percentile(found, 95) <= 30


def test_they_are_found_in_a_narrow_mp3_too(tmp_path: Path) -> None:
    reading, audio, onsets_s = other_voice(LINES[0])
    narrow = resample(resample(audio, 24000), 48000)
    write_mp3(tmp_path / "line.mp3", [np.repeat(0.5 * narrow.samples, 2, axis=1)], sample_rate=48000)
    heard = decode((tmp_path / "line.mp3").read_bytes(), name="line.mp3", kind="mp3")
    speech = untimed(mono(heard.samples.mean(axis=1), heard.sample_rate), reading)
    assert np.percentile(errors_ms(reading, aligned(speech, reading), onsets_s), 95) <= 30


def test_a_pause_that_the_embedded_voice_does_not_make_moves_what_follows() -> None:
    reading, audio, onsets_s = other_voice(LINES[2])
    place = len(reading.phrases[0].morae)
    cut = round(aligned(untimed(audio, reading), reading).morae[place].start_s * audio.sample_rate)
    silence = np.zeros(audio.sample_rate // 2, dtype=np.float32)
    samples = audio.samples[:, 0]
    longer = mono(np.concatenate([samples[:cut], silence, samples[cut:]]), audio.sample_rate)
    later_s = [onset_s + 0.5 * (number >= place) for number, onset_s in enumerate(onsets_s)]
    speech = aligned(untimed(longer, reading), reading)
    assert np.percentile(errors_ms(reading, speech, later_s), 90) <= 30


def test_only_the_times_are_new_and_they_are_in_order_and_inside_the_speech() -> None:
    reading, audio, _ = other_voice(LINES[3])
    before = untimed(audio, reading)
    after = aligned(before, reading)
    assert after.audio is audio
    assert after.timing == "aligned"
    assert after.morae != before.morae
    assert "".join(time.kana for time in after.morae) == reading.kana
    edges_s = [at_s for time in after.morae for at_s in (time.start_s, time.vowel_onset_s, time.end_s)]
    assert all(first <= second for first, second in pairwise((0.0, *edges_s, audio.duration_s)))


def test_the_same_speech_is_given_the_same_times() -> None:
    reading, audio, _ = other_voice(LINES[0])
    speech = untimed(audio, reading)
    assert aligned(speech, reading).morae == aligned(speech, reading).morae


def test_speech_that_says_something_else_keeps_its_times() -> None:
    _, audio, _ = other_voice(LINES[1])
    reading, _ = spoken(LINES[0])
    speech = untimed(audio, reading)
    assert aligned(speech, reading) is speech


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0),
        np.zeros(24000),
        np.ones(1),
        np.eye(1, 24000)[0],
        0.1 * np.random.default_rng(0).standard_normal(72000),
        0.1 * np.sin(np.arange(72000) / 10),
    ],
    ids=["nothing", "silence", "one sample", "a click", "noise", "a tone"],
)
def test_what_is_no_speech_keeps_its_times(samples: Samples) -> None:
    reading, _ = spoken(LINES[0])
    speech = untimed(mono(samples, 24000), reading)
    assert aligned(speech, reading) is speech


def test_speech_with_a_rest_of_minutes_is_heard_all_the_same() -> None:
    reading, audio, onsets_s = other_voice(LINES[0])
    rest = np.zeros(90 * audio.sample_rate, dtype=np.float32)
    speech = untimed(mono(np.append(audio.samples[:, 0], rest), audio.sample_rate), reading)
    assert np.percentile(errors_ms(reading, aligned(speech, reading), onsets_s), 90) <= 60


def test_speech_longer_than_any_text_keeps_its_times() -> None:
    reading, audio, _ = other_voice(LINES[0])
    rest = np.zeros(round(SPAN_S[1] * audio.sample_rate), dtype=np.float32)
    speech = untimed(mono(np.append(audio.samples[:, 0], rest), audio.sample_rate), reading)
    assert aligned(speech, reading) is speech


@pytest.mark.parametrize("text", ["あ", "ん", "っ", "きゃ", "しし"])
def test_a_word_of_one_mora_or_two_has_its_times_inside_the_sound(text: str) -> None:
    reading, clip = spoken(text)
    speech = aligned(untimed(clip.audio, reading), reading)
    assert 0 <= speech.morae[0].start_s <= speech.morae[-1].end_s <= clip.audio.duration_s
