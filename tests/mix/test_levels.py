"""How loud voice and bed are against each other, band by band, measured on some bars of each style."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.mix.test_mixer import spoken, timeline_of, tone
from tests.music.band.test_render import PLAYING

from lyricaudio.audio.filters import filtered, high_pass, low_pass
from lyricaudio.audio.loudness import LoudnessMeter, loudness_lufs
from lyricaudio.audio.sound import Audio, Samples, mono
from lyricaudio.mix.bed import Backing
from lyricaudio.mix.mixer import HOOK_LU, SAMPLE_RATE, VOICE_LUFS, stems
from lyricaudio.music.timeline import Timeline

pytestmark = pytest.mark.slow

LINE = tone(8, 0.1)
QUIET = mono(np.zeros(LINE.frames), SAMPLE_RATE)
HEARD_LUFS = VOICE_LUFS + 3.0
"""A voice is levelled in one channel and heard from both."""

VOICE_MIDDLE_DB = -1.0
"""400 to 4000 Hz of a chanting voice, against its loudness in LUFS: the embedded voice has -0.6 to -1.2."""


@cache
def episode(style: str, *, talks: bool) -> tuple[Timeline, Samples]:
    """Return two lines, the second of a hook, between them an explanation if there is any, and their bed."""
    line = spoken("lyric", LINE, "k")
    line = replace(line, cue=replace(line.cue, delivery="chant"))
    hook = replace(line, cue=replace(line.cue, hook=True))
    said = [spoken("explain", LINE, "k")] if talks else []
    timeline = timeline_of(line, *said, hook, style=style, bpm=112)
    return timeline, np.concatenate([block.bed for block in stems(timeline, lambda _: QUIET, Backing())])


def under(style: str, place: int, *, talks: bool) -> Samples:
    """Return the bed under what is heard first, second or third."""
    timeline, bed = episode(style, talks=talks)
    heard = timeline.placements[place]
    return bed[round((heard.start_s + 1.5) * SAMPLE_RATE) : round((heard.end_s - 1) * SAMPLE_RATE)]


def lufs(samples: Samples) -> float:
    return loudness_lufs(Audio(samples=np.ascontiguousarray(samples), sample_rate=SAMPLE_RATE))


def band_db(samples: Samples, low_hz: float, high_hz: float) -> float:
    """Return the power of all channels in a band, 24 dB an octave."""
    passes = [high_pass(low_hz, SAMPLE_RATE)] * 2 + [low_pass(high_hz, SAMPLE_RATE)] * 2
    return float(10 * np.log10(np.square(filtered(samples, passes)).sum(axis=1).mean()))


@pytest.mark.parametrize("style", PLAYING)
def test_in_a_song_the_voice_is_about_eight_decibels_over_the_band(style: str) -> None:
    verse, hook = (HEARD_LUFS - lufs(under(style, place, talks=False)) for place in (0, 1))
    assert 7.5 <= verse <= 9.5
    assert 7.0 <= hook + HOOK_LU + 0.5 <= 9.0  # its line is louder, and doubled


@pytest.mark.parametrize("style", PLAYING)
def test_in_a_hook_the_middle_of_the_band_is_about_thirteen_decibels_under_that_of_the_voice_at_the_most(
    style: str,
) -> None:
    middle_db = band_db(under(style, 1, talks=False), 400, 4000)
    assert HEARD_LUFS + VOICE_MIDDLE_DB - middle_db <= 13.5


@pytest.mark.parametrize("style", PLAYING)
def test_only_where_consonants_live_does_the_band_step_back_in_the_middle_under_a_line(style: str) -> None:
    timeline, bed = episode(style, talks=False)
    free = np.concatenate([block.bed for block in stems(timeline, lambda _: QUIET, Backing(), voice=False)])
    first = timeline.placements[0]
    span = slice(round((first.start_s + 0.5) * SAMPLE_RATE), round((first.end_s - 0.5) * SAMPLE_RATE))
    free_middle, middle = (samples[span].mean(axis=1, keepdims=True) for samples in (free, bed))
    lowered_db = {
        name: band_db(free_middle, *band) - band_db(middle, *band)
        for name, band in {"low": (40, 300), "middle": (1400, 2800), "high": (8000, 14000)}.items()
    }
    assert lowered_db["middle"] > 4
    assert lowered_db["low"] < 0.7
    assert lowered_db["high"] < 1.2


@pytest.mark.parametrize("style", PLAYING)
def test_under_an_explanation_the_bed_is_twelve_to_sixteen_decibels_down(style: str) -> None:
    assert 12 <= HEARD_LUFS - lufs(under(style, 1, talks=True)) <= 16


@pytest.mark.parametrize("style", PLAYING)
def test_between_a_line_and_its_explanation_the_bed_moves_by_about_six_decibels_at_the_most_and_slowly(
    style: str,
) -> None:
    levels = [lufs(under(style, place, talks=True)) for place in range(3)]
    assert abs(levels[0] - levels[1]) <= 6
    assert abs(levels[2] - levels[1]) <= 6.5
    timeline, bed = episode(style, talks=True)
    free = np.concatenate([block.bed for block in stems(timeline, lambda _: QUIET, Backing(), voice=False)])
    gains_db = [10 * np.log10(_powers(one) + 1e-9) for one in (bed, free)]
    audible = gains_db[1] > -60
    moved_db = np.abs(np.diff((gains_db[0] - gains_db[1])[audible]))
    assert np.quantile(moved_db, 0.99) < 2.0  # in a tenth of a second


def _powers(samples: Samples) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    meter = LoudnessMeter(SAMPLE_RATE, 2)
    meter.add(samples)
    return meter.hop_powers()


@pytest.mark.parametrize("style", PLAYING)
def test_the_band_folds_to_one_channel_without_loss(style: str) -> None:
    bed = under(style, 1, talks=False)
    folded = np.repeat(bed.mean(axis=1, keepdims=True), 2, axis=1)
    assert lufs(folded) - lufs(bed) > -1.0
    assert band_db(folded, 5000, 14000) - band_db(bed, 5000, 14000) > -1.8
