"""What assembling and mixing an episode costs beside the loop over pydub that anyone would write first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import numpy as np
from pydub import AudioSegment
from tests.bench.figure import Figure

from lyricaudio import units
from lyricaudio.audio.sound import Audio
from lyricaudio.mix.bed import Backing, notes_of
from lyricaudio.mix.mixer import SAMPLE_RATE, stems
from lyricaudio.music.band.instruments.rack import play
from lyricaudio.music.timeline import Placement, Timeline
from lyricaudio.pipeline.making.rehearse import one_timeline
from lyricaudio.pipeline.making.speak import clip_store
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record
from lyricaudio.voice.store import Clips

_DUCKED_DB = 12
_ROUNDS = 2


def figures(project: Path) -> Iterator[Figure]:
    """Mix every explained episode of a built project both ways."""
    orders = plan(open_library([], folder=project), read_record(project / "output")).orders
    store = clip_store(project / "output")
    ours_s, plain_s, length_s = [], [], []
    for order in orders:
        if order.form.name != "explain":
            continue
        laid_out = one_timeline(order, project / "output", with_set=True)
        speech = [_speech(placement, store) for placement in laid_out.placements]
        notes = _by_bar(laid_out)
        ours_s.append(_cpu_s(partial(_ours, laid_out, store)))
        plain_s.append(
            _cpu_s(partial(_plain, speech, notes, laid_out.stretch.bar_s * 1000, laid_out.length_s * 1000))
        )
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


def _ours(laid_out: Timeline, store: Clips) -> None:
    """Arrange, play and mix; the clips are read from disk, verified and resampled on the way."""

    def load(key: str) -> Audio:
        clip = store.load(key)
        assert clip is not None
        return clip.audio

    for block in stems(laid_out, load, Backing()):
        block.mixed()


class _Speech(NamedTuple):
    """A clip in memory as pydub has it, when it begins, and whether the bed steps back under it."""

    start_ms: float
    clip: AudioSegment
    ducks: bool


def _plain(
    speech: list[_Speech], bars: list[list[tuple[float, AudioSegment]]], bar_ms: float, length_ms: float
) -> AudioSegment:
    """Do the same with `+`, slices and `overlay`; clips and notes are in memory already."""
    episode = AudioSegment.silent(duration=0, frame_rate=SAMPLE_RATE)
    for start_ms, clip, _ in speech:
        episode += AudioSegment.silent(duration=start_ms - len(episode), frame_rate=SAMPLE_RATE)
        episode += clip.set_frame_rate(SAMPLE_RATE)
    episode += AudioSegment.silent(duration=length_ms - len(episode), frame_rate=SAMPLE_RATE)
    bed = AudioSegment.empty()
    for notes in bars:
        bar = AudioSegment.silent(duration=bar_ms, frame_rate=SAMPLE_RATE).set_channels(2)
        for at_ms, note in notes:
            bar = bar.overlay(note, position=at_ms)
        bed += bar
    ducked, at_ms = AudioSegment.empty(), 0.0
    for start_ms, clip, ducks in speech:
        if ducks:
            ducked += bed[at_ms:start_ms]
            at_ms = start_ms + len(clip)
            ducked += bed[start_ms:at_ms] - _DUCKED_DB
    ducked += bed[at_ms:]
    return ducked.overlay(episode.set_channels(2))


def _speech(placement: Placement, store: Clips) -> _Speech:
    clip = store.load(placement.spoken.clip_key)
    assert clip is not None
    return _Speech(placement.start_s * 1000, _segment(clip.audio), placement.spoken.cue.role != "lyric")


def _by_bar(laid_out: Timeline) -> list[list[tuple[float, AudioSegment]]]:
    """Return the notes of each bar of the bed with where in it they begin, in milliseconds."""

    @cache
    def sound(instrument: str, pitch: int | None, length_s: float, velocity: float) -> AudioSegment:
        samples = play(instrument, pitch, length_s, SAMPLE_RATE, velocity)
        return _segment(Audio(samples=samples, sample_rate=SAMPLE_RATE))

    bars: list[list[tuple[float, AudioSegment]]] = [[] for _ in range(laid_out.bars)]
    for note in notes_of(laid_out):
        number, beat = divmod(note.start_beats, laid_out.stretch.style.metre.bar_beats)
        length_s = units.seconds_from_beats(note.length_beats, laid_out.stretch.bpm)
        at_ms = 1000 * units.seconds_from_beats(beat, laid_out.stretch.bpm)
        bars[number].append((at_ms, sound(note.instrument, note.pitch, length_s, note.velocity)))
    return bars


def _segment(audio: Audio) -> AudioSegment:
    """Bring audio into pydub's 16 bits."""
    peak = max(1.0, float(np.abs(audio.samples).max()))
    return AudioSegment(
        (audio.samples / peak * 32767).astype("<i2").tobytes(),
        frame_rate=audio.sample_rate,
        sample_width=2,
        channels=audio.samples.shape[1],
    )
