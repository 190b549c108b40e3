from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.audio.loudness import loudness_lufs
from lyricaudio.audio.sound import Samples, mono
from lyricaudio.voice.clip import Clip, MoraTime, Speech
from lyricaudio.voice.hearing.trim import clip_from_speech, evenly_spread

RATE = 24000


def burst(start_s: float, stop_s: float, length_s: float, *, noise: float = 0.0) -> Samples:
    """A tone that starts and stops abruptly, in silence or faint noise."""
    times_s = np.arange(round(length_s * RATE)) / RATE
    tone = np.where((times_s >= start_s) & (times_s < stop_s), 0.5 * np.cos(2 * np.pi * 800 * times_s), 0.0)
    faint = noise * np.random.default_rng(2).standard_normal(len(times_s))
    return np.asarray(tone + faint, dtype=np.float32)


def mora(start_s: float, end_s: float) -> MoraTime:
    return MoraTime(kana="ア", start_s=start_s, vowel_onset_s=start_s, end_s=end_s)


def clip_of(samples: Samples, *morae: MoraTime) -> Clip:
    return clip_from_speech(Speech(audio=mono(samples, RATE), morae=morae))


def onset_s(samples: Samples) -> float:
    """When the sound first reaches a tenth of its peak."""
    return int(np.flatnonzero(np.abs(samples) > 0.1 * np.abs(samples).max())[0]) / RATE


@pytest.mark.slow
@pytest.mark.parametrize("noise", [0.0, 0.0005])
@given(start_s=st.floats(0.02, 0.5), length_s=st.floats(0.05, 0.5))
def test_a_clip_starts_just_before_its_sound_and_knows_when_it_is(
    noise: float, start_s: float, length_s: float
) -> None:
    stop_s = start_s + length_s
    clip = clip_of(burst(start_s, stop_s, 1.2, noise=noise), mora(start_s, stop_s))
    found_s = onset_s(clip.audio.samples[:, 0])
    assert 0.004 <= found_s <= 0.011
    assert clip.facts.morae[0].vowel_onset_s == pytest.approx(found_s, abs=0.001)
    assert clip.facts.morae[0].end_s == pytest.approx(found_s + length_s, abs=0.001)
    assert clip.audio.duration_s == pytest.approx(found_s + length_s + 0.0425, abs=0.003)


def test_the_sound_itself_is_not_changed_and_the_cuts_fade() -> None:
    speech = burst(0.3, 0.6, 1.0, noise=0.0005)
    samples = clip_of(speech).audio.samples[:, 0]
    onset = round(onset_s(samples) * RATE)
    sounding = slice(onset, onset + round(0.3 * RATE))
    np.testing.assert_array_equal(samples[sounding], speech[round(0.3 * RATE) : round(0.6 * RATE)])
    assert samples[0] == samples[-1] == 0.0


def test_a_sound_that_fills_the_speech_is_all_kept_between_fades() -> None:
    samples = clip_of(burst(0, 1, 1.0)).audio.samples[:, 0]
    assert len(samples) == RATE
    fade = round(0.004 * RATE)
    envelope = np.abs(samples) / np.maximum(1e-9, np.abs(burst(0, 1, 1.0)))
    assert envelope[0] == envelope[-1] == 0.0
    assert (envelope[fade:-fade][envelope[fade:-fade] > 0.1] == 1.0).all()


def test_morae_outside_the_sound_are_held_at_its_bounds() -> None:
    clip = clip_of(burst(0.3, 0.6, 1.0), mora(0.0, 0.3), mora(0.3, 0.6), mora(0.6, 1.0))
    first, _, last = clip.facts.morae
    assert first.start_s == 0.0
    assert 0.004 < first.end_s < 0.011
    assert last.end_s == clip.facts.duration_s == clip.audio.duration_s


def test_a_clip_tells_its_loudness_without_the_silence() -> None:
    clip = clip_of(burst(0.3, 1.3, 9.0))
    assert clip.facts.loudness_lufs == loudness_lufs(clip.audio)
    assert clip.facts.loudness_lufs == pytest.approx(-9.4, abs=0.3)


@pytest.mark.parametrize("frames", [1, 50, 119, 120, 121])
def test_speech_shorter_than_a_window_is_kept(frames: int) -> None:
    assert clip_of(np.full(frames, 0.5, dtype=np.float32)).audio.frames == frames


def test_silence_is_kept_as_it_is() -> None:
    assert clip_of(np.zeros(1000, dtype=np.float32)).audio.frames == 1000


@given(start_s=st.floats(0, 0.4), morae=st.integers(1, 30))
def test_morae_without_times_are_spread_evenly_over_the_sound(start_s: float, morae: int) -> None:
    times = evenly_spread(("ラ",) * morae, mono(burst(start_s, start_s + 0.5, 1.2), RATE))
    assert len(times) == morae
    assert times[0].start_s == pytest.approx(start_s, abs=0.011)
    assert times[-1].end_s == pytest.approx(start_s + 0.54, abs=0.006)
    lengths_s = [time.end_s - time.start_s for time in times]
    assert lengths_s == pytest.approx([lengths_s[0]] * morae)
    assert all(time.vowel_onset_s == time.start_s for time in times)


def test_no_morae_have_no_times() -> None:
    assert evenly_spread((), mono(burst(0, 1, 1), RATE)) == ()
