"""The bed under the voice: the band, or a loop of the person's own, at its place under the voice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from lyricaudio import units
from lyricaudio.audio.blocks import BLOCK_FRAMES, overlaid
from lyricaudio.audio.curves import scaled
from lyricaudio.audio.loudness import LoudnessMeter
from lyricaudio.audio.sound import Samples
from lyricaudio.music.band.arrangement import Bar, Note, arrange
from lyricaudio.music.band.bars import bars_of
from lyricaudio.music.band.feel import played
from lyricaudio.music.band.loop import loop_blocks, read_loop
from lyricaudio.music.band.render import band_blocks
from lyricaudio.music.band.soundfont import soundfont_blocks
from lyricaudio.music.timeline import RING_S, Stretch, Timeline

_PROBE_BARS = 4
"""How much of the bed is measured to set its level."""

_LOOP_FADE_S = 0.005  # a loop would begin anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """What plays: our own instruments, those of a SoundFont, or a loop in place of the band.

    `loops` are the songs' own, by the names that their stretches give them; those of `silent` have no bed.
    """

    soundfont: Path | None = None
    loops: Mapping[str, Path] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()


def bed_blocks(
    timeline: Timeline, backing: Backing, *, lufs: float, sample_rate: int, frames: int
) -> Iterator[Samples]:
    """Yield the bed in blocks of `audio.blocks.BLOCK_FRAMES`, float32, shape (frames, 2).

    Parameters
    ----------
    lufs
        The loudness to bring the verses to (integrated, BS.1770); everything else has the same gain. Each
        stretch has a gain of its own.

    Raises
    ------
    LyricAudioError
        When the loop or the SoundFont cannot be used.
    """
    streams = [
        (
            units.frames_from_seconds(stretch.start_s, sample_rate),
            _ringing_out(here, backing, lufs, sample_rate),
        )
        for stretch, here in zip(timeline.stretches, timeline.apart(), strict=True)
    ]
    return overlaid(streams, frames, channels=2)


def notes_of(timeline: Timeline) -> tuple[Note, ...]:
    """Return what the band plays."""
    return tuple(
        replace(note, start_beats=note.start_beats + stretch.start_beats)
        for stretch, here in zip(timeline.stretches, timeline.apart(), strict=True)
        for note in arrange(bars_of(here), stretch.style)
    )


def _ringing_out(timeline: Timeline, backing: Backing, lufs: float, sample_rate: int) -> Iterator[Samples]:
    """Yield the bed of one stretch, which fades behind its last bar, while the next begins or to silence."""
    frames = units.frames_from_seconds(timeline.stretch.end_s, sample_rate)
    fade = round((_LOOP_FADE_S if timeline.stretch.song in backing.loops else RING_S) * sample_rate)
    at = 0
    for block in _levelled(timeline, backing, lufs, sample_rate, frames + fade):
        start, at = at - frames, at + len(block)
        if at <= frames:
            yield block
        else:
            beyond = np.arange(start, at - frames, dtype=np.float32)
            yield scaled(block, np.clip(1 - beyond / np.float32(fade), 0, 1))


def _levelled(
    timeline: Timeline, backing: Backing, lufs: float, sample_rate: int, frames: int
) -> Iterator[Samples]:
    """Yield the bed of one stretch under its gain."""
    if timeline.stretch.song in backing.silent:
        yield from (
            np.zeros((min(BLOCK_FRAMES, frames - at), 2), np.float32) for at in range(0, frames, BLOCK_FRAMES)
        )
        return
    gain = np.float32(units.gain_from_db(lufs - _loudness_lufs(timeline.stretch, backing, sample_rate)))
    for block in _raw_blocks(timeline.stretch, bars_of(timeline), backing, sample_rate, frames):
        yield block * gain


def _raw_blocks(
    stretch: Stretch, bars: Sequence[Bar], backing: Backing, sample_rate: int, frames: int
) -> Iterator[Samples]:
    style, bpm = stretch.style, stretch.bpm
    if path := backing.loops.get(stretch.song):
        loop = read_loop(path, style.metre, bpm)
        return loop_blocks(loop, metre=style.metre, sample_rate=sample_rate, frames=frames)
    notes = played(arrange(bars, style), style, bpm)
    if backing.soundfont:
        return soundfont_blocks(
            notes,
            backing.soundfont,
            bpm=bpm,
            sidechain=style.sidechain,
            sample_rate=sample_rate,
            frames=frames,
        )
    return band_blocks(notes, bpm=bpm, sidechain=style.sidechain, sample_rate=sample_rate, frames=frames)


def _loudness_lufs(stretch: Stretch, backing: Backing, sample_rate: int) -> float:
    """Measure the bed as it is under a verse."""
    verse = [Bar(energy="verse", chord_step=step) for step in range(_PROBE_BARS)]
    frames = units.frames_from_seconds(_PROBE_BARS * stretch.bar_s, sample_rate)
    meter = LoudnessMeter(sample_rate, 2)
    for block in _raw_blocks(stretch, verse, backing, sample_rate, frames):
        meter.add(block)
    return meter.integrated_lufs()
