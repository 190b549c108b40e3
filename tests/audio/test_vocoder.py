from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import pyworld
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.audio.sound import Audio, Curve, Samples, mono
from lyricaudio.audio.vocoder import FRAME_S, SpeechCurves, analysed, f0_track, repaired, resynthesised

RATE = 16000
PITCH_HZ = 150.0


def hum(length_s: float = 0.5, pitch_hz: float = PITCH_HZ) -> Audio:
    """A buzz with two formants: near enough to a vowel."""
    times_s = np.arange(round(length_s * RATE)) / RATE
    tone = np.zeros(len(times_s))
    for k in range(1, int(7000 / pitch_hz)):
        near = 1 / (1 + ((k * pitch_hz - 700) / 150) ** 2) + 0.5 / (1 + ((k * pitch_hz - 1300) / 200) ** 2)
        tone += near * np.cos(2 * np.pi * k * pitch_hz * times_s + k * k)
    return mono(0.1 * tone, RATE)


@pytest.fixture(scope="module")
def analysis() -> SpeechCurves:
    return analysed(hum())


def straight(analysis: SpeechCurves) -> Curve:
    return np.arange(analysis.frames, dtype=np.float64) * FRAME_S


def level(samples: Samples) -> float:
    return float(np.sqrt(np.square(samples, dtype=np.float64).mean()))


def test_a_hum_is_taken_apart_into_its_pitch_a_smooth_spectrum_and_hardly_any_noise(
    analysis: SpeechCurves,
) -> None:
    inner = slice(20, -20)
    assert analysis.f0_hz[inner] == pytest.approx(PITCH_HZ, rel=0.002)
    formant = analysis.log_envelope[50].argmax() * RATE / 2 / (analysis.log_envelope.shape[1] - 1)
    assert formant == pytest.approx(700, abs=60)
    assert analysis.aperiodicity[inner, :200].mean() < 0.1
    assert analysis.log_envelope.shape == analysis.aperiodicity.shape == (analysis.frames, 513)


def test_put_together_unchanged_it_has_its_length_level_and_pitch(analysis: SpeechCurves) -> None:
    audio = resynthesised(analysis, straight(analysis), np.ones(analysis.frames))
    assert audio.frames == round(analysis.frames * FRAME_S * RATE)
    assert audio.samples.dtype == np.float32
    assert level(audio.samples[2000:-2000]) == pytest.approx(level(hum().samples[2000:-2000]), rel=0.15)
    assert f0_track(audio)[20:-20] == pytest.approx(PITCH_HZ, rel=0.002)


def test_its_breath_is_what_d4c_hears_of_every_frame_to_a_tenth() -> None:
    rng = np.random.default_rng(1)
    rough, (stop, rest) = hum(1.0), (9600, 12000)
    samples = rough.samples[:, 0] * np.linspace(0.2, 1, RATE) + rng.normal(0, 0.002, RATE)
    samples[stop:rest] = rng.normal(0, 0.01, rest - stop)
    analysis = analysed(mono(samples, RATE), unvoiced=[(stop / RATE, rest / RATE)])
    times_s = straight(analysis)
    whole = pyworld.d4c(
        mono(samples, RATE).samples[:, 0].astype(float), analysis.f0_hz, times_s, RATE, fft_size=1024
    )
    silent = analysis.f0_hz == 0.0
    assert 20 < silent.sum() < 60
    assert (analysis.aperiodicity[silent] == 1.0).all()
    assert np.abs(analysis.aperiodicity - whole)[~silent].mean() < 0.1 * whole[~silent].mean()


@pytest.mark.parametrize("speed", [0.4, 1.0, 1.7])
def test_another_speed_keeps_the_pitch_and_another_pitch_keeps_the_speed(
    analysis: SpeechCurves, speed: float
) -> None:
    source_s = np.arange(0, 0.5, FRAME_S * speed)
    same, higher = (
        resynthesised(analysis, source_s, np.ones(len(source_s)), f0_hz)
        for f0_hz in (None, np.full(len(source_s), 220.0))
    )
    assert same.duration_s == higher.duration_s == pytest.approx(0.5 / speed, abs=0.01)
    assert f0_track(same)[20:-20] == pytest.approx(PITCH_HZ, rel=0.003)
    assert f0_track(higher)[20:-20] == pytest.approx(220, rel=0.003)


def test_the_gain_silences_exactly_and_is_linear_between_frames(analysis: SpeechCurves) -> None:
    gain = np.ones(analysis.frames)
    gain[30:50] = 0.0
    whole = resynthesised(analysis, straight(analysis), np.ones(analysis.frames)).samples[:, 0]
    part = resynthesised(analysis, straight(analysis), gain).samples[:, 0]
    step = round(FRAME_S * RATE)
    assert not part[30 * step : 49 * step].any()
    np.testing.assert_array_equal(part[: 29 * step], whole[: 29 * step])
    assert part[29 * step + 40] == pytest.approx(whole[29 * step + 40] / 2, abs=1e-6)


def test_the_same_speech_sounds_the_same_twice() -> None:
    first, second = (analysed(hum()) for _ in range(2))
    moments_s = straight(first) * 0.7
    one, other = (resynthesised(it, moments_s, np.ones(len(moments_s))) for it in (first, second))
    np.testing.assert_array_equal(one.samples, other.samples)


def test_a_voiced_span_without_pitch_gets_the_one_between_its_neighbours_and_an_unvoiced_one_loses_it() -> (
    None
):
    f0_hz = np.array([0.0, 100, 0, 0, 0, 1600, 0, 200, 200])
    fixed = repaired(f0_hz, voiced=[(0.0, 0.03)], unvoiced=[(0.035, 0.04)])
    np.testing.assert_allclose(fixed, [100, 100, 200, 400, 800, 1600, 0, 0, 200])
    np.testing.assert_array_equal(f0_hz[:3], [0, 100, 0])


def test_speech_without_any_pitch_is_not_given_one() -> None:
    np.testing.assert_array_equal(repaired(np.zeros(9), voiced=[(0, 1)]), np.zeros(9))


@given(
    f0_hz=st.lists(st.one_of(st.just(0.0), st.floats(71, 600)), max_size=40),
    spans=st.lists(st.tuples(st.floats(-0.1, 0.3), st.floats(-0.1, 0.3)), max_size=5),
)
def test_a_repair_invents_no_pitch_beyond_those_that_were_found(
    f0_hz: list[float], spans: list[tuple[float, float]]
) -> None:
    fixed = repaired(np.array(f0_hz, dtype=np.float64), voiced=spans)
    found = [pitch_hz for pitch_hz in f0_hz if pitch_hz]
    low_hz, high_hz = min(found, default=0.0), max(found, default=0.0)
    repaired_hz = fixed[fixed > 0]
    assert ((repaired_hz >= low_hz * 0.999999) & (repaired_hz <= high_hz * 1.000001)).all()
    assert list(fixed[np.array(f0_hz, dtype=bool)]) == found


@pytest.mark.parametrize("samples", [0, 1, 79, 80, 1000, 1023])
def test_speech_shorter_than_a_window_and_silence_come_back_silent(samples: int) -> None:
    found = analysed(mono(np.zeros(samples), RATE), voiced=[(0, 1)])
    assert not found.f0_hz.any()
    audio = resynthesised(found, straight(found), np.ones(found.frames))
    assert np.abs(audio.samples).max() < 1e-6


def test_one_frame_is_put_together_too(analysis: SpeechCurves) -> None:
    audio = resynthesised(analysis, np.array([0.2]), np.ones(1))
    assert audio.frames == round(FRAME_S * RATE)
    assert np.isfinite(audio.samples).all()


def test_moments_beyond_the_speech_are_its_ends(analysis: SpeechCurves) -> None:
    beyond, ends = (np.linspace(low, high, 50) for low, high in ((-9.0, -5.0), (0.0, 0.0)))
    far, near = (resynthesised(analysis, moments_s, np.ones(50)) for moments_s in (beyond, ends))
    np.testing.assert_array_equal(far.samples, near.samples)


def test_samples_that_are_not_contiguous_are_taken() -> None:
    strided = Audio(samples=np.repeat(hum().samples, 2, axis=1)[:, :1], sample_rate=RATE)
    np.testing.assert_array_equal(f0_track(strided), f0_track(hum()))


def test_two_channels_and_samples_that_are_not_finite_are_refused() -> None:
    with pytest.raises(ValueError, match="one channel"):
        analysed(Audio(samples=np.zeros((2000, 2), dtype=np.float32), sample_rate=RATE))
    with pytest.raises(ValueError, match="finite"):
        analysed(mono(np.full(2000, np.nan), RATE))


@pytest.mark.parametrize("pitch_hz", [RATE, RATE / 2, 2001, 39, -1, np.nan, np.inf])
def test_a_pitch_that_world_crashes_on_is_refused(analysis: SpeechCurves, pitch_hz: float) -> None:
    voiced = replace(analysis, f0_hz=np.full(analysis.frames, 100.0))
    with pytest.raises(ValueError, match="F0"):
        resynthesised(voiced, straight(voiced), np.ones(voiced.frames), np.full(voiced.frames, pitch_hz))


def test_curves_of_different_lengths_or_none_are_refused(analysis: SpeechCurves) -> None:
    moments_s = straight(analysis)
    for source_s, gain in ((moments_s, np.ones(3)), (moments_s[:0], np.ones(0))):
        with pytest.raises(ValueError, match="one length"):
            resynthesised(analysis, source_s, gain)
    with pytest.raises(ValueError, match="gains"):
        resynthesised(analysis, moments_s, np.full(analysis.frames, 1.5))
