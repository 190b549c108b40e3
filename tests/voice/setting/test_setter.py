from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from tests.measure.chant import distances_db, errors_cents, set_lags_ms
from tests.measure.spoken import on_grid, reading_of, spoken
from tests.measure.timbre import harmonics_to_noise_db
from tests.sampling import some_of

from lyricaudio.audio.loudness import loudness_lufs
from lyricaudio.audio.sound import Audio, mono
from lyricaudio.audio.vocoder import FRAME_S, analysed, resynthesised
from lyricaudio.reading.model import Mora, Reading
from lyricaudio.voice.clip import Clip, MoraTime
from lyricaudio.voice.engines.tone import Tone
from lyricaudio.voice.hearing.trim import clip_from_speech
from lyricaudio.voice.setting.schedule import Setting
from lyricaudio.voice.setting.setter import set_clip
from lyricaudio.voice.setting.warp import is_tone

pytestmark = pytest.mark.slow

LINES = (
    "入力側から一層ずつ よい初期値を決めてゆく",
    "ゼロしか出さなくなる現象",
)
SCALE = (58, 60, 62, 63, 65, 67, 69, 70)


@cache
def chanted(line: str, bpm: float) -> tuple[Reading, Clip, Setting, Clip]:
    reading, clip = spoken(line)
    setting = on_grid(clip, bpm)
    return reading, clip, setting, set_clip(clip, reading, setting)


def tune(count: int) -> tuple[float, ...]:
    """A walk over the scale."""
    steps = np.random.default_rng(4).integers(-3, 4, count).cumsum() % (2 * len(SCALE))
    return tuple(float(SCALE[min(step, 2 * len(SCALE) - 1 - step)]) for step in steps)


def vowels(reading: Reading, clip: Clip, longer_than_s: float = 0.0) -> list[tuple[Mora, MoraTime]]:
    pairs = zip(reading.morae, clip.facts.morae, strict=True)
    return [(mora, it) for mora, it in pairs if is_tone(mora) and it.end_s - it.vowel_onset_s > longer_than_s]


def hum_of(*phrases: str) -> tuple[Reading, Clip]:
    """The tone engine's clip: cheap, at 24 kHz."""
    reading = reading_of(*phrases)
    return reading, clip_from_speech(Tone().speak(reading, "sine"))


@pytest.mark.parametrize("bpm", some_of([96, 112, 128, 144], 2))
def test_vowel_onsets_are_heard_on_their_slots(bpm: float) -> None:
    found_ms = np.concatenate([set_lags_ms(*chanted(line, bpm)) for line in LINES])
    assert np.isnan(found_ms).mean() <= 0.02
    assert np.nanmedian(found_ms) <= 3
    assert np.nanpercentile(found_ms, 95) <= 12


def test_a_chant_has_the_timbre_of_the_voice() -> None:
    found_db = np.concatenate([distances_db(*chanted(line, 112)) for line in LINES])
    assert len(found_db) > 400
    assert found_db.mean() <= 1.5


def clean_db(reading: Reading, clip: Clip) -> list[float]:
    """How far the tone stands above the noise in the middle 40 ms of each vowel that is so long."""
    middles_s = [(it.vowel_onset_s + it.end_s) / 2 for _, it in vowels(reading, clip, 0.04)]
    return [harmonics_to_noise_db(clip.audio, at_s - 0.02, at_s + 0.02) for at_s in middles_s]


def loudest_db(audio: Audio) -> float:
    """The level of the loudest 20 ms."""
    window = audio.sample_rate // 50
    windows = audio.samples[: audio.frames // window * window, 0].reshape(-1, window)
    return float(10 * np.log10(np.square(windows, dtype=np.float64).mean(axis=1).max()))


def test_no_vowel_is_a_burst_of_noise_and_none_is_louder_than_it_was() -> None:
    for line in LINES:
        reading, clip, _, chant = chanted(line, 128)
        assert min(clean_db(reading, chant)) > 4
        assert loudest_db(chant.audio) < loudest_db(clip.audio) + 2
        assert chant.facts.loudness_lufs == pytest.approx(clip.facts.loudness_lufs, abs=2)


def test_the_same_voice_bursts_when_nobody_tells_where_it_is_voiced() -> None:
    reading, clip = spoken(LINES[0])
    blind = analysed(clip.audio)
    again = resynthesised(blind, FRAME_S * np.arange(blind.frames, dtype=np.float64), np.ones(blind.frames))
    assert min(clean_db(reading, replace(clip, audio=again))) < 0


def test_the_middles_of_sung_notes_are_in_tune() -> None:
    found_cents: list[float] = []
    for line in LINES:
        reading, clip = spoken(line)
        notes = tune(len(reading.morae))
        song = set_clip(clip, reading, on_grid(clip, 120, slower=1.7, notes=notes))
        found_cents += errors_cents(reading, song, notes).tolist()
    assert not np.isnan(found_cents).any()
    assert np.mean(np.abs(found_cents) <= 20) >= 0.95


def test_a_clip_tells_what_became_of_it() -> None:
    reading, clip, setting, chant = chanted(LINES[0], 112)
    facts = chant.facts
    assert facts.duration_s == chant.audio.duration_s
    assert facts.loudness_lufs == loudness_lufs(chant.audio)
    assert facts.timing == "engine"
    assert [it.kana for it in facts.morae] == [it.kana for it in clip.facts.morae]
    placed_s = [it.vowel_onset_s - facts.morae[0].vowel_onset_s for it in facts.morae]
    assert placed_s == pytest.approx(setting.onsets_s, abs=1e-9)
    assert 0 <= facts.morae[0].start_s < 0.011
    assert facts.morae[-1].end_s < facts.duration_s < facts.morae[-1].end_s + 0.06
    assert all(before.end_s <= after.start_s + 1e-9 for before, after in pairwise(facts.morae))
    assert len(reading.morae) == len(facts.morae)


def test_it_starts_and_ends_in_silence_and_is_the_same_every_time() -> None:
    reading, clip, setting, chant = chanted(LINES[0], 112)
    assert chant.audio.sample_rate == clip.audio.sample_rate == 48000
    assert abs(chant.audio.samples[0, 0]) < 1e-6
    assert abs(chant.audio.samples[-1, 0]) < 1e-6
    np.testing.assert_array_equal(set_clip(clip, reading, setting).audio.samples, chant.audio.samples)


def test_rests_are_silent() -> None:
    reading, clip = hum_of("ka ta", "na")
    chant = set_clip(clip, reading, Setting(onsets_s=(0.0, 1.0, 3.0), end_s=3.5))
    zero_s = chant.facts.morae[0].vowel_onset_s
    for start_s, stop_s in ((0.35, 0.9), (2.0, 2.9)):
        rest = chant.audio.samples[round((zero_s + start_s) * 24000) : round((zero_s + stop_s) * 24000)]
        assert not rest.any()


@pytest.mark.parametrize("notes", [None, (64.0,)])
def test_a_line_of_one_mora_is_held(notes: tuple[float, ...] | None) -> None:
    reading, clip = hum_of("ka")
    chant = set_clip(clip, reading, Setting(onsets_s=(0.25,), end_s=0.85, notes=notes))
    (only,) = chant.facts.morae
    assert only.end_s - only.vowel_onset_s == pytest.approx(0.52)


def test_a_line_of_120_morae_is_set_whole() -> None:
    reading, clip = hum_of(*["ka na N ta i shi"] * 20)
    onsets_s = tuple(0.125 * place for place in range(120))
    chant = set_clip(clip, reading, Setting(onsets_s=onsets_s, end_s=15.5, notes=tune(120)))
    assert len(chant.facts.morae) == 120
    assert chant.facts.duration_s == pytest.approx(15.4, abs=0.2)


def test_a_closure_alone_is_silence() -> None:
    facts = hum_of("ka")[1].facts
    clip = Clip(
        audio=mono(np.zeros(1200), 24000),
        facts=replace(facts, morae=(MoraTime(kana="ッ", start_s=0.0, vowel_onset_s=0.0, end_s=0.05),)),
    )
    for notes in (None, (60.0,)):
        chant = set_clip(clip, reading_of("cl"), Setting(onsets_s=(0.0,), end_s=1.0, notes=notes))
        assert np.abs(chant.audio.samples).max() < 1e-6


def test_a_whispered_vowel_stays_a_whisper_when_sung() -> None:
    reading, clip = spoken("ネットワークです")
    assert reading.morae[-1].vowel == "U"
    song = set_clip(clip, reading, on_grid(clip, 112, slower=1.7, notes=tune(len(reading.morae))))
    last = song.facts.morae[-1]
    assert harmonics_to_noise_db(song.audio, last.vowel_onset_s + 0.01, last.vowel_onset_s + 0.05) < 6


def test_onsets_of_another_number_than_the_morae_are_refused() -> None:
    reading, clip = hum_of("ka ta")
    with pytest.raises(ValueError, match="one number"):
        set_clip(clip, reading, Setting(onsets_s=(0.0,), end_s=1.0))
