"""The bed under the voice: the band, or a loop of the person's own, at its place under the voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lyricaudio import units
from lyricaudio.audio.loudness import LoudnessMeter
from lyricaudio.audio.sound import Samples
from lyricaudio.music.band.arrangement import Bar, Note, arrange
from lyricaudio.music.band.bars import bars_of
from lyricaudio.music.band.loop import loop_blocks, read_loop
from lyricaudio.music.band.render import band_blocks
from lyricaudio.music.band.soundfont import soundfont_blocks
from lyricaudio.music.timeline import Timeline

_PROBE_BARS = 4
"""How much of the bed is measured to set its level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """What plays: our own instruments, those of a SoundFont, or a loop in place of the band."""

    soundfont: Path | None = None
    loop: Path | None = None


def bed_blocks(
    timeline: Timeline, backing: Backing, *, lufs: float, sample_rate: int, frames: int
) -> Iterator[Samples]:
    """Yield the bed in blocks of `audio.blocks.BLOCK_FRAMES`, float32, shape (frames, 2).

    Parameters
    ----------
    lufs
        The loudness to bring the verses to (integrated, BS.1770); everything else has the same gain.

    Raises
    ------
    LyricAudioError
        When the loop or the SoundFont cannot be used.
    """
    gain = np.float32(units.gain_from_db(lufs - _loudness_lufs(timeline, backing, sample_rate)))
    for block in _raw_blocks(timeline, bars_of(timeline), backing, sample_rate, frames):
        yield block * gain


def notes_of(timeline: Timeline) -> tuple[Note, ...]:
    """Return what the band plays."""
    return arrange(bars_of(timeline), timeline.style)


def _raw_blocks(
    timeline: Timeline, bars: Sequence[Bar], backing: Backing, sample_rate: int, frames: int
) -> Iterator[Samples]:
    style, bpm = timeline.style, timeline.bpm
    if backing.loop:
        loop = read_loop(backing.loop, style.metre, bpm)
        return loop_blocks(loop, metre=style.metre, sample_rate=sample_rate, frames=frames)
    notes = arrange(bars, style)
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


def _loudness_lufs(timeline: Timeline, backing: Backing, sample_rate: int) -> float:
    """Measure the bed as it is under a verse."""
    verse = [Bar(energy="verse", chord_step=step) for step in range(_PROBE_BARS)]
    frames = units.frames_from_seconds(_PROBE_BARS * timeline.bar_s, sample_rate)
    meter = LoudnessMeter(sample_rate, 2)
    for block in _raw_blocks(timeline, verse, backing, sample_rate, frames):
        meter.add(block)
    return meter.integrated_lufs()
