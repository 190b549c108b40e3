from __future__ import annotations

import numpy as np
import pytest
from tests.measure.onsets import onset_lags
from tests.measure.spoken import spoken

from lyricaudio.audio.sound import Audio, mono

LINE = "傾きが小さいと勾配は消えていく"


def onsets_s() -> list[float]:
    reading, clip = spoken(LINE)
    times = zip(reading.morae, clip.facts.morae, strict=True)
    return [time.vowel_onset_s for mora, time in times if mora.kana not in "ッー"]


def later(audio: Audio, by_s: float) -> Audio:
    return mono(np.pad(audio.samples[:, 0], (round(by_s * audio.sample_rate), 0)), audio.sample_rate)


def test_speech_that_was_not_moved_has_no_lag() -> None:
    audio = spoken(LINE)[1].audio
    np.testing.assert_allclose(onset_lags(audio, onsets_s(), audio, onsets_s()), 0, atol=2e-5)


@pytest.mark.parametrize("lag_s", [0.0004, 0.0073, 0.025, 0.049])
def test_speech_that_was_moved_lags_by_as_much_however_it_is_sampled(lag_s: float) -> None:
    audio = spoken(LINE)[1].audio
    lags_s = onset_lags(audio, onsets_s(), later(audio, lag_s), onsets_s())
    assert np.median(lags_s) == pytest.approx(lag_s, abs=0.0002)
    np.testing.assert_allclose(lags_s, lag_s, atol=0.003)


def test_an_expected_time_that_is_moved_too_takes_the_lag_away() -> None:
    audio = spoken(LINE)[1].audio
    moved_s = [onset_s + 0.2504 for onset_s in onsets_s()]
    lags_s = onset_lags(audio, onsets_s(), later(audio, 0.2504), moved_s)
    assert np.median(lags_s) == pytest.approx(0, abs=0.0002)
    np.testing.assert_allclose(lags_s, 0, atol=0.003)


@pytest.mark.slow
def test_where_another_sound_stands_nothing_is_found() -> None:
    audio = spoken(LINE)[1].audio
    noise = 0.1 * np.random.default_rng(1).standard_normal(audio.frames)
    lags_s = onset_lags(audio, onsets_s(), mono(noise, audio.sample_rate), onsets_s())
    assert np.isnan(lags_s).mean() > 0.8
    assert np.isnan(onset_lags(audio, onsets_s(), mono(0 * noise, audio.sample_rate), onsets_s())).all()
