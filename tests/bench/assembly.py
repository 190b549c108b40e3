"""What assembling and mixing an episode costs beside the loop over pydub that anyone would write first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import numpy as np
from pydub import AudioSegment
from tests.bench.figure import Figure

from lyricaudio.audio.sound import Audio
from lyricaudio.build.library import open_library
from lyricaudio.build.run import planned_orders
from lyricaudio.build.speak import Draft, clip_store, draft, timeline
from lyricaudio.mix.mixer import SAMPLE_RATE, mix
from lyricaudio.music.arrangement import arrange
from lyricaudio.music.drums import drum
from lyricaudio.music.timeline import Placement, Timeline
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.store import Store

_DUCKED_DB = 12
_ROUNDS = 2


def figures(project: Path) -> Iterator[Figure]:
    """Mix every explained episode of a built project both ways."""
    orders, _ = planned_orders(open_library([], folder=project))
    store = clip_store(project / "output")
    ours_s, plain_s, length_s = [], [], []
    for planned in (draft(order) for order in orders if order.form.name == "explain"):
        facts = {item.key: found for item in planned.items if (found := store.facts(item.key))}
        laid_out = timeline(planned, facts)
        speech = [_speech(placement, store) for placement in laid_out.placements]
        bar = _bar(laid_out)
        ours_s.append(_cpu_s(partial(_ours, planned, facts, store)))
        plain_s.append(_cpu_s(partial(_plain, speech, bar, laid_out.bars, laid_out.length_s * 1000)))
        length_s.append(laid_out.length_s)
    yield Figure(
        name="assembly and mix, CPU of plain pydub over ours",
        value=sum(plain_s) / sum(ours_s),
        limit=5,
        bound="at least",
        note=f"{mean(plain_s):.2f} s over {mean(ours_s):.2f} s for {mean(length_s) / 60:.1f} min of 解説",
    )


def _cpu_s(work: Callable[[], object]) -> float:
    """Return the CPU time of the fastest of a few rounds."""
    rounds_s = []
    for _ in range(_ROUNDS):
        before_s = time.process_time()
        work()
        rounds_s.append(time.process_time() - before_s)
    return min(rounds_s)


def _ours(planned: Draft, facts: dict[str, ClipFacts], store: Store) -> None:
    """Lay out and mix; the clips are read from disk, verified and resampled on the way."""

    def load(key: str) -> Audio:
        clip = store.load(key)
        assert clip is not None
        return clip.audio

    for _ in mix(timeline(planned, facts), load):
        pass


class _Speech(NamedTuple):
    """A clip in memory as pydub has it, when it begins, and whether the bed steps back under it."""

    start_ms: float
    clip: AudioSegment
    ducks: bool


def _plain(speech: list[_Speech], bar: AudioSegment, bars: int, length_ms: float) -> AudioSegment:
    """Do the same with `+`, slices and `overlay`; the clips are in memory already."""
    episode = AudioSegment.silent(duration=0, frame_rate=SAMPLE_RATE)
    for start_ms, clip, _ in speech:
        episode += AudioSegment.silent(duration=start_ms - len(episode), frame_rate=SAMPLE_RATE)
        episode += clip.set_frame_rate(SAMPLE_RATE)
    episode += AudioSegment.silent(duration=length_ms - len(episode), frame_rate=SAMPLE_RATE)
    bed = bar * bars
    ducked, at_ms = AudioSegment.empty(), 0.0
    for start_ms, clip, ducks in speech:
        if ducks:
            ducked += bed[at_ms:start_ms]
            at_ms = start_ms + len(clip)
            ducked += bed[start_ms:at_ms] - _DUCKED_DB
    ducked += bed[at_ms:]
    return ducked.overlay(episode.set_channels(2))


def _speech(placement: Placement, store: Store) -> _Speech:
    clip = store.load(placement.spoken.clip_key)
    assert clip is not None
    return _Speech(placement.start_s * 1000, _segment(clip.audio), placement.spoken.cue.role != "lyric")


def _bar(laid_out: Timeline) -> AudioSegment:
    """Return one bar of the bed."""
    bar = AudioSegment.silent(duration=laid_out.bar_s * 1000, frame_rate=SAMPLE_RATE).set_channels(2)
    beat_ms = laid_out.bar_s * 1000 / laid_out.style.beats_per_bar
    for hit in arrange(laid_out):
        if hit.start_beats < laid_out.style.beats_per_bar:
            sound = Audio(samples=drum(hit.instrument, SAMPLE_RATE), sample_rate=SAMPLE_RATE)
            bar = bar.overlay(_segment(sound), position=float(hit.start_beats) * beat_ms)
    return bar


def _segment(audio: Audio) -> AudioSegment:
    """Bring audio into pydub's 16 bits."""
    peak = max(1.0, float(np.abs(audio.samples).max()))
    return AudioSegment(
        (audio.samples / peak * 32767).astype("<i2").tobytes(),
        frame_rate=audio.sample_rate,
        sample_width=2,
        channels=audio.samples.shape[1],
    )
