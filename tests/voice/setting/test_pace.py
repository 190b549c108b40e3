from __future__ import annotations

import numpy as np
import pytest
from tests.measure.spoken import reading_of

from lyricaudio.audio.vocoder import f0_track
from lyricaudio.voice.clip import Clip
from lyricaudio.voice.engines.tone import Tone
from lyricaudio.voice.hearing.trim import clip_from_speech
from lyricaudio.voice.setting.pace import paced_clip


@pytest.fixture(scope="module")
def hum() -> Clip:
    return clip_from_speech(Tone().speak(reading_of("a na ma ra a"), "sine"))


@pytest.mark.parametrize("rate", [0.8, 1.25, 1.5, 2.0])
def test_a_clip_at_another_rate_is_that_much_shorter_with_its_times_and_pitch(hum: Clip, rate: float) -> None:
    paced = paced_clip(hum, rate)
    assert paced.audio.duration_s == pytest.approx(hum.audio.duration_s / rate, abs=0.005)
    assert paced.facts.duration_s == paced.audio.duration_s
    assert [mora.vowel_onset_s * rate for mora in paced.facts.morae] == pytest.approx(
        [mora.vowel_onset_s for mora in hum.facts.morae]
    )
    before, after = (np.median(found[found > 0]) for found in map(f0_track, (hum.audio, paced.audio)))
    assert after == pytest.approx(before, rel=0.02)
    assert paced.facts.loudness_lufs == pytest.approx(hum.facts.loudness_lufs, abs=2.0)


def test_a_clip_cannot_stand_still(hum: Clip) -> None:
    with pytest.raises(ValueError, match="over 0"):
        paced_clip(hum, 0.0)
