"""What the strip does to a voice, measured on tones and noise."""

from __future__ import annotations

import numpy as np
import pytest

from lyricaudio.audio.filters import MEMORY_FRAMES
from lyricaudio.audio.sound import Samples
from lyricaudio.mix.strip import SAMPLE_RATE, doubled, in_a_room, treated


def tone(frequency_hz: float, level_db: float, seconds: float = 1.0) -> Samples:
    t = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return np.asarray(np.sqrt(2) * 10 ** (level_db / 20) * np.sin(2 * np.pi * frequency_hz * t), np.float32)


def level_db(samples: Samples) -> float:
    return float(10 * np.log10(np.square(samples, dtype=np.float64).mean()))


def syllables(seconds: float = 3.0) -> Samples:
    """Noise in bursts of 120 ms, as loud as vowels are."""
    frames = round(seconds * SAMPLE_RATE)
    noise = np.random.default_rng(4).standard_normal(frames)
    sounding = np.arange(frames) % round(0.25 * SAMPLE_RATE) < round(0.12 * SAMPLE_RATE)
    return np.asarray(0.1 * noise * sounding, np.float32)


def test_loud_and_soft_come_nearer_and_the_whole_is_as_loud_as_before() -> None:
    loud, soft = tone(500, -14), tone(500, -32)
    done = treated(np.concatenate([loud, soft]), is_set=False)
    edge = SAMPLE_RATE // 10
    apart_db = level_db(done[edge : SAMPLE_RATE - edge]) - level_db(done[SAMPLE_RATE + edge : -edge])
    assert 18 - 6 < apart_db < 18 - 3
    assert level_db(done) == pytest.approx(level_db(np.concatenate([loud, soft])), abs=0.1)


def test_what_is_hard_gives_way_and_what_is_soft_does_not() -> None:
    def heard_db(voice_db: float) -> float:
        """Return how far a tone of 3.3 kHz comes out under one of 400 Hz, which it stood 8 dB under."""
        done = treated(tone(400, voice_db) + tone(3300, voice_db - 8), is_set=False)
        spectrum = np.abs(np.fft.rfft(done))
        return float(20 * np.log10(spectrum[3300] / spectrum[400]))

    assert heard_db(-35) == pytest.approx(-8, abs=0.3)
    assert -8 - 5.2 < heard_db(-10) < -8 - 1


def test_a_voice_that_a_vocoder_made_gets_its_air_back() -> None:
    def air_db(*, is_set: bool) -> float:
        spectrum = np.abs(np.fft.rfft(treated(tone(1000, -40) + tone(12000, -40), is_set=is_set)))
        return float(20 * np.log10(spectrum[12000] / spectrum[1000]))

    assert air_db(is_set=False) == pytest.approx(0, abs=0.2)
    assert 1.5 < air_db(is_set=True) < 3


def test_no_onset_moves() -> None:
    voice = syllables()
    done = treated(voice, is_set=True)
    near = np.arange(-40, 41)
    likeness = [float(np.dot(voice[100:-100], np.roll(done, -lag)[100:-100])) for lag in near]
    assert abs(near[int(np.argmax(likeness))]) <= 1
    assert np.abs(done[: round(0.01 * SAMPLE_RATE)]).max() > 0.02


def test_a_short_room_is_fifteen_decibels_under_the_voice_and_over_within_a_tenth_of_a_second() -> None:
    voice = syllables()
    room = in_a_room(voice)
    assert room.shape == (len(voice) + MEMORY_FRAMES, 2)
    assert -19 < level_db(room[: len(voice)]) - level_db(voice) < -14
    assert np.abs(room[: round(0.006 * SAMPLE_RATE)]).max() < 1e-4
    click = np.zeros(SAMPLE_RATE // 2, np.float32)
    click[0] = 1.0
    rung = in_a_room(click)
    assert level_db(rung[SAMPLE_RATE // 10 :]) < level_db(rung[: SAMPLE_RATE // 10]) - 60


def folded_db(stereo: Samples) -> float:
    """Return what is lost when both sides are heard as one."""
    return level_db(stereo.mean(axis=1)) - level_db(stereo)


@pytest.mark.parametrize("more", [in_a_room, doubled])
def test_room_and_doubles_fold_to_mono_without_loss(more: object) -> None:
    assert callable(more)
    voice = syllables()
    around = more(voice)
    around[: len(voice)] += voice[:, None]
    assert folded_db(around) > -0.4
    assert np.abs(around[:, 0] - around[:, 1]).max() > 0.01


def test_doubles_come_later_from_left_and_right_and_each_by_itself() -> None:
    voice = syllables()
    both = doubled(voice)
    soon = round(0.011 * SAMPLE_RATE)
    assert not both[:soon].any()
    assert -12 < level_db(both[: len(voice)]) - level_db(voice) < -7
    left, right = both[: len(voice)].T
    assert abs(float(np.dot(left, right))) < 0.6 * np.sqrt(np.dot(left, left) * np.dot(right, right))


def test_silence_stays_silence() -> None:
    silent = np.zeros(SAMPLE_RATE, np.float32)
    assert not treated(silent, is_set=True).any()
    assert not in_a_room(silent).any()
    assert not doubled(silent).any()
