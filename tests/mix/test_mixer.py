from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from lyricaudio.audio.blocks import BLOCK_FRAMES
from lyricaudio.audio.filters import filtered, low_pass
from lyricaudio.audio.loudness import loudness_lufs
from lyricaudio.audio.sound import Audio, Samples, mono
from lyricaudio.errors import Place
from lyricaudio.lesson.plan import Cue
from lyricaudio.lesson.roles import ROLES
from lyricaudio.mix.bed import Backing
from lyricaudio.mix.ducking import CURVE_RATE, clearing_curve, ducking_curve
from lyricaudio.mix.mixer import SAMPLE_RATE, stems, voice_gains
from lyricaudio.mix.strip import treated
from lyricaudio.music.layout import lay_out
from lyricaudio.music.spoken import Spoken, SpokenPart
from lyricaudio.music.stylebook import load_style
from lyricaudio.music.timeline import RING_S, Timeline, ringing_out
from lyricaudio.reading.model import Reading
from lyricaudio.song import Delivery, Text
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.known import Voice


def tone(seconds: float, level: float, sample_rate: int = SAMPLE_RATE) -> Audio:
    t = np.arange(round(seconds * sample_rate)) / sample_rate
    return mono(level * np.sin(2 * np.pi * 500 * t), sample_rate)


def spoken(role: str, audio: Audio, key: str, voice: str = "a") -> Spoken:
    loudness = loudness_lufs(audio)
    facts = ClipFacts(duration_s=audio.duration_s, loudness_lufs=loudness, morae=(), timing="engine")
    text = Text(text="あ", place=Place("song.yaml", 1, 1))
    reading = Reading(written="あ", spoken="あ", phrases=(), labels=())
    return Spoken(
        cue=Cue(role=role, text=text),
        reading=reading,
        voice=Voice(engine="tone", name=voice),
        clip_key=key,
        facts=facts,
    )


def level_db(samples: npt.NDArray[np.floating]) -> float:
    return float(10 * np.log10(np.square(samples).mean()))


def timeline_of(*items: Spoken, style: str = "none", bpm: float = 120.0) -> Timeline:
    return lay_out([SpokenPart(title="", items=items)], load_style(style), bpm)


def mixed(timeline: Timeline, clips: dict[str, Audio]) -> Samples:
    return np.concatenate([block.mixed() for block in stems(timeline, clips.__getitem__, Backing())])


def test_a_voice_sounds_exactly_where_the_timeline_says() -> None:
    clip = tone(1.0, 0.5)
    timeline = timeline_of(spoken("lyric", clip, "k"))
    samples = mixed(timeline, {"k": clip})
    assert len(samples) == round(timeline.length_s * SAMPLE_RATE)
    start = round(2.0 * SAMPLE_RATE)
    assert not samples[:start].any()
    assert samples[start + 1 : start + SAMPLE_RATE - 1].any()
    assert abs(samples[start + SAMPLE_RATE :]).max() == 0
    assert np.array_equal(samples[:, 0], samples[:, 1])


def test_blocks_join_without_a_seam() -> None:
    clip = tone(7.5, 0.5)
    timeline = timeline_of(spoken("lyric", clip, "k"))
    blocks = [block.mixed() for block in stems(timeline, {"k": clip}.__getitem__, Backing())]
    assert [len(block) for block in blocks[:-1]] == [BLOCK_FRAMES] * (len(blocks) - 1)
    assert len(blocks) > 2
    samples = np.concatenate(blocks)
    start = 2 * SAMPLE_RATE
    levelled = clip.samples[:, 0] * np.float32(voice_gains(timeline.placements)["tone:a", False])
    expected = treated(levelled, is_set=False)
    np.testing.assert_allclose(samples[start : start + clip.frames, 0], expected, atol=1e-6)


def test_a_line_that_comes_again_is_asked_for_once_and_sounds_as_the_first_time() -> None:
    clip, asked = tone(1.0, 0.5), Counter[str]()

    def load(key: str) -> Audio:
        asked[key] += 1
        return clip

    line, other = spoken("lyric", clip, "k"), spoken("lyric", clip, "other")
    timeline = timeline_of(line, other, line)
    samples = np.concatenate([block.voice for block in stems(timeline, load, Backing())])
    first, _, last = (round(placement.start_s * SAMPLE_RATE) for placement in timeline.heard)
    assert asked == {"k": 1, "other": 1}
    assert np.array_equal(samples[first : first + SAMPLE_RATE], samples[last : last + SAMPLE_RATE])


def test_a_voice_gets_one_gain_and_another_voice_its_own() -> None:
    loud, soft, other = tone(2, 0.5), tone(2, 0.25), tone(2, 0.01)
    items = (spoken("lyric", loud, "l"), spoken("lyric", soft, "s"), spoken("lyric", other, "o", "b"))
    gains = voice_gains(timeline_of(*items).placements)
    assert gains.keys() == {("tone:a", False), ("tone:b", False)}
    assert gains["tone:b", False] / gains["tone:a", False] == pytest.approx(
        np.hypot(0.5, 0.25) / np.sqrt(2) / 0.01, rel=0.01
    )


def test_what_is_explained_is_as_loud_as_what_is_chanted() -> None:
    chanted, said = tone(2, 0.5), tone(2, 0.2)
    line = spoken("lyric", chanted, "c")
    line = replace(line, cue=replace(line.cue, delivery="chant"))
    gains = voice_gains(timeline_of(line, spoken("explain", said, "s")).placements)
    assert 0.2 * gains["tone:a", False] == pytest.approx(0.5 * gains["tone:a", True], rel=0.01)


def test_a_hook_on_the_grid_stands_wide_and_a_line_in_a_room_and_what_is_explained_in_the_middle() -> None:
    clip = tone(2, 0.3)

    def sides(role: str, *, delivery: Delivery, hook: bool) -> Samples:
        item = spoken(role, clip, "k")
        item = replace(item, cue=replace(item.cue, delivery=delivery, hook=hook))
        blocks = stems(timeline_of(item), {"k": clip}.__getitem__, Backing())
        return np.concatenate([block.voice for block in blocks])[2 * SAMPLE_RATE :]

    hook, line = (sides("lyric", delivery="chant", hook=hook) for hook in (True, False))
    assert sides("explain", delivery="speak", hook=False).shape[1] == 1
    apart = [level_db(one[:, 0] - one[:, 1]) - level_db(one[:, 0]) for one in (hook, line)]
    assert -30 < apart[1] < apart[0] < -3
    assert 0.8 < level_db(hook.mean(axis=1)) - level_db(line.mean(axis=1)) < 3.5


def test_a_clip_of_another_rate_keeps_its_pitch_and_length() -> None:
    clip = tone(1.0, 0.5, sample_rate=48000)
    samples = mixed(timeline_of(spoken("lyric", clip, "k")), {"k": clip})
    heard = samples[2 * SAMPLE_RATE : 3 * SAMPLE_RATE, 0]
    assert abs(np.fft.rfft(heard)).argmax() == 500


def test_the_ducking_curve_moves_without_a_step() -> None:
    timeline = timeline_of(spoken("explain", tone(3, 0.5), "k"), spoken("lyric", tone(3, 0.5), "l"))
    curve = ducking_curve(timeline.placements, timeline.length_s)
    clear = clearing_curve(timeline.placements, timeline.length_s)
    assert SAMPLE_RATE % CURVE_RATE == 0
    assert abs(curve[2:] - curve[:-2]).max() < 0.1  # in 10 ms
    assert abs(clear[2:] - clear[:-2]).max() < 0.5
    first, second = timeline.placements
    for at_s, role in ((first.start_s + 0.01, "explain"), (second.end_s - 0.01, "lyric")):
        at = round(at_s * CURVE_RATE)
        assert curve[at] == pytest.approx(ROLES[role].duck_db, abs=0.05)
        assert clear[at] == pytest.approx(ROLES[role].clear_db, abs=0.05)
    assert (curve[0], curve[-1], clear[0], clear[-1]) == (0, 0, 0, 0)


def test_without_the_voice_the_bed_is_alone_and_never_steps_back() -> None:
    clip = tone(3, 0.5)
    timeline = timeline_of(spoken("explain", clip, "k"), style="edm")
    with_voice = list(stems(timeline, {"k": clip}.__getitem__, Backing()))
    without = list(stems(timeline, {"k": clip}.__getitem__, Backing(), voice=False))
    assert not any(block.voice.any() for block in without)
    heard = slice(round((timeline.placements[0].start_s + 1) * SAMPLE_RATE), None)
    ducked, free = (
        np.concatenate([block.bed for block in blocks])[heard] for blocks in (with_voice, without)
    )
    middle = slice(SAMPLE_RATE)
    low_db = [level_db(filtered(one[middle], [low_pass(120, SAMPLE_RATE)])) for one in (free, ducked)]
    assert low_db[0] - low_db[1] == pytest.approx(ROLES["explain"].duck_db, abs=0.2)


def test_a_rumble_is_taken_from_the_voice() -> None:
    t = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE
    speech = 0.3 * np.sin(2 * np.pi * 500 * t)
    clip = mono(speech + 0.3 * np.sin(2 * np.pi * 30 * t), SAMPLE_RATE)
    timeline = timeline_of(spoken("lyric", clip, "k"))
    heard = mixed(timeline, {"k": clip})[round(2.5 * SAMPLE_RATE) :][:SAMPLE_RATE, 0]
    spectrum = abs(np.fft.rfft(heard))
    assert 20 * np.log10(spectrum[30] / spectrum[500]) < -18


@pytest.mark.parametrize("style", ["electropop", "lofi", "edm"])
def test_an_episode_ends_in_silence_and_not_in_the_midst_of_a_chord(style: str) -> None:
    timeline = timeline_of(spoken("lyric", tone(1.0, 0.1), "key"), style=style)
    cut, rung = (mixed(each, {"key": tone(1.0, 0.1)}) for each in (timeline, ringing_out(timeline)))
    assert len(rung) == len(cut) + round(RING_S * SAMPLE_RATE)
    assert np.array_equal(rung[: len(cut)], cut)
    ringing = rung[len(cut) :]
    assert np.abs(ringing[:4410]).max() > 10 ** (-40 / 20)
    assert np.abs(ringing[-441:]).max() < 10 ** (-60 / 20)
