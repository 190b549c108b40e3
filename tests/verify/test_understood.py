"""Whether what is set on a beat is still understood, by a recogniser and by DNSMOS."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.bench.heard import Judged, as_heard, judged
from tests.bench.lines import clip_of, readings

from lyricaudio.audio.sound import Audio, Samples, mono
from lyricaudio.music.flow.line import plan_flow
from lyricaudio.music.flow.natural import flow_morae
from lyricaudio.music.score import LineScore
from lyricaudio.music.theory.metre import METRES
from lyricaudio.reading.model import Reading
from lyricaudio.voice.setting.setter import set_clip

_EVERY, _LINES = 6, 14
_BPM = 120
_SPOKEN, _CHANTED, _HASTY = range(3)
_MOST = 2.5  # times what is misheard of speech: of these lines 1.9, of all 1.4
_LESS = 0.3  # of DNSMOS


@pytest.fixture(scope="module")
def heard() -> Judged:
    return judged(_lines())


@pytest.mark.dear
def test_a_chanted_line_is_understood_nearly_as_a_spoken_one(heard: Judged) -> None:
    assert heard.misheard(_CHANTED) <= _MOST * heard.misheard(_SPOKEN)
    assert heard.mos[:, _CHANTED].mean() >= heard.mos[:, _SPOKEN].mean() - _LESS


@pytest.mark.dear
def test_the_ears_notice_when_it_is_not(heard: Judged) -> None:
    """Every other sample of a chant is twice as fast, and an octave up."""
    assert heard.misheard(_HASTY) > _MOST * heard.misheard(_SPOKEN)


def _lines() -> Iterator[tuple[Reading, tuple[Samples, ...]]]:
    for reading in readings()[::_EVERY][:_LINES]:
        clip = clip_of(reading)
        flow = plan_flow(flow_morae(reading, clip.facts.morae), METRES["4/4"], _BPM)
        chant = set_clip(clip, reading, LineScore(flow=flow, notes=None, chord_step=0).setting(_BPM)).audio
        ways: tuple[Audio, ...] = (clip.audio, chant, mono(chant.samples[::2, 0], chant.sample_rate))
        yield reading, tuple(map(as_heard, ways))
