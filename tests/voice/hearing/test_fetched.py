from __future__ import annotations

from collections.abc import Callable

import pytest

from lyricaudio.errors import EngineError
from lyricaudio.reading.model import AccentPhrase, Mora, Reading
from lyricaudio.voice.hearing.fetched import untimed_speech

Speech = Callable[[int], bytes]


@pytest.fixture
def ten_morae() -> Reading:
    phrase = AccentPhrase(morae=(Mora(kana="ア", consonant=None, vowel="a"),) * 10, accent=0)
    return Reading(written="ああ", spoken="ああ", phrases=(phrase,), labels=())


def test_morae_are_spread_evenly_over_speech_without_times(ten_morae: Reading, speech: Speech) -> None:
    said = untimed_speech(speech(20), ten_morae, engine="lute")
    assert said.audio.samples.shape[1] == 1
    assert said.timing == "spread"
    lengths_s = [mora.end_s - mora.start_s for mora in said.morae]
    assert lengths_s == pytest.approx([0.2] * 10, abs=0.02)


@pytest.mark.parametrize("tenths", [2, 5, 91, 120])
def test_speech_that_cannot_be_all_of_the_line_is_refused(
    ten_morae: Reading, speech: Speech, tenths: int
) -> None:
    with pytest.raises(EngineError, match=r"^lute: \d+\.\d s of sound for the 10 morae of 'ああ'"):
        untimed_speech(speech(tenths), ten_morae, engine="lute")


@pytest.mark.parametrize("answer", [b"", b"<html>", b"#EXTM3U\nfile:///etc/hosts\n"])
def test_what_is_no_sound_is_refused(ten_morae: Reading, answer: bytes) -> None:
    with pytest.raises(EngineError, match=r"^lute: the answer of lute is not mp3 audio for 'ああ'"):
        untimed_speech(answer, ten_morae, engine="lute")
