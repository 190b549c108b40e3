"""What a plan may say about how a cue is heard, and several songs in one episode."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.mix.test_mixer import spoken, timeline_of, tone

from lyricaudio.audio.sound import Audio, Samples
from lyricaudio.lesson.plan import Gap
from lyricaudio.mix.bed import Backing, notes_of
from lyricaudio.mix.mixer import SAMPLE_RATE, made_from, panned, stems
from lyricaudio.music.spoken import Spoken
from lyricaudio.music.timeline import Timeline, in_a_row
from lyricaudio.provenance import digest
from lyricaudio.voice.clip import MoraTime

CLIP = tone(1.0, 0.5)


def on(side: float, key: str = "k") -> Spoken:
    item = spoken("lyric", CLIP, key)
    return replace(item, cue=replace(item.cue, side=side))


def sounding(timeline: Timeline, clip: Audio = CLIP) -> tuple[Samples, Samples, Samples]:
    """Return voice, bed and mix."""
    blocks = list(stems(timeline, lambda key: clip, Backing()))
    voice, bed = (np.concatenate([getattr(block, name) for block in blocks]) for name in ("voice", "bed"))
    return voice, bed, np.concatenate([block.mixed() for block in blocks])


def test_a_voice_is_heard_from_its_side_with_the_same_power() -> None:
    voice, _, mix = sounding(timeline_of(on(-1.0), on(0.5), on(0.0)))
    assert voice.shape[1] == 2
    assert np.array_equal(voice, mix)
    left, half, middle = (voice[2 * at * SAMPLE_RATE :][: 2 * SAMPLE_RATE] for at in (1, 2, 3))
    assert np.abs(left[:, 1]).max() < 1e-6
    assert half[:, 1].std() > half[:, 0].std() > 0
    assert np.array_equal(middle[:, 0], middle[:, 1])
    powers = [float(np.square(part, dtype=np.float64).sum()) for part in (left, half, middle)]
    assert powers == pytest.approx([powers[0]] * 3, rel=1e-3)


def test_without_sides_the_voice_has_one_channel() -> None:
    assert sounding(timeline_of(on(0.0)))[0].shape[1] == 1
    assert np.array_equal(panned(CLIP.samples, 0.0)[:, 1], CLIP.samples[:, 0])


def test_in_a_gap_the_band_plays_on_and_does_not_step_back() -> None:
    item = spoken("explain", CLIP, "k")
    asked = timeline_of(replace(item, gap=Gap(stands_for=item.cue)), style="edm")
    voice, bed, _ = sounding(asked)
    assert not voice.any()
    free = np.concatenate([block.bed for block in stems(asked, lambda key: CLIP, Backing(), voice=False)])
    assert np.array_equal(bed, free)
    assert bed.any()


def test_morae_that_are_left_out_are_silent_and_the_others_stay_as_they_are() -> None:
    item = spoken("lyric", CLIP, "k")
    times = tuple(
        MoraTime(kana="ア", start_s=0.25 * n, vowel_onset_s=0.25 * n, end_s=0.25 * (n + 1)) for n in range(4)
    )
    item = replace(item, facts=replace(item.facts, morae=times))
    whole, part = timeline_of(item), timeline_of(replace(item, silent=((1, 3),)))
    assert whole.placements[0].start_s == part.placements[0].start_s
    said, left = sounding(whole)[0][2 * SAMPLE_RATE :], sounding(part)[0][2 * SAMPLE_RATE :]
    quarter = SAMPLE_RATE // 4
    hole = slice(quarter + 1000, 3 * quarter - 1000)
    assert np.abs(left[hole]).max() < 1e-3 * np.abs(said[hole]).max()
    for kept in (slice(0, quarter - 500), slice(3 * quarter + 500, None)):
        np.testing.assert_allclose(left[kept], said[kept], atol=6e-3)


def two_songs(first: str, second: str) -> Timeline:
    return in_a_row(
        (timeline_of(on(0.0), style=first, bpm=120.0), timeline_of(on(0.0), style=second, bpm=75.0))
    )


def test_two_songs_sound_one_after_the_other_each_as_alone() -> None:
    timeline = two_songs("edm", "lofi")
    at = round(timeline.stretches[1].start_s * SAMPLE_RATE)
    voice, bed, _ = sounding(timeline)
    assert len(bed) == round(timeline.length_s * SAMPLE_RATE)
    first, second = (
        sounding(timeline_of(on(0.0), style=style, bpm=bpm))
        for style, bpm in (("edm", 120.0), ("lofi", 75.0))
    )
    np.testing.assert_allclose(bed[:at], first[1][:at], atol=1e-6)
    settled = at + SAMPLE_RATE + 10
    np.testing.assert_allclose(bed[settled:], second[1][SAMPLE_RATE + 10 :], atol=1e-6)
    np.testing.assert_allclose(voice, np.concatenate([first[0], second[0]]), atol=1e-6)


def test_a_song_rings_out_while_the_next_begins() -> None:
    timeline = two_songs("edm", "none")
    at = round(timeline.stretches[1].start_s * SAMPLE_RATE)
    _, bed, _ = sounding(timeline)
    assert bed[at : at + SAMPLE_RATE // 2].any()
    assert not bed[at + SAMPLE_RATE :].any()


def test_the_notes_of_two_songs_follow_each_other() -> None:
    timeline = two_songs("edm", "lofi")
    starts = [note.start_beats for note in notes_of(timeline)]
    assert starts == sorted(starts)
    assert starts[-1] > timeline.stretches[1].start_beats > starts[0]


def test_whatever_is_heard_otherwise_is_made_from_something_else() -> None:
    item = on(0.0)
    gap = replace(item, gap=Gap(stands_for=item.cue))
    others = [on(0.5), gap, replace(item, silent=((0, 1),)), replace(item, clip_key="faster")]
    timelines = [timeline_of(one) for one in (item, *others)] + [two_songs("edm", "lofi")]
    assert len({digest(made_from(one, Backing())) for one in timelines}) == len(timelines)
