"""The band as sound: notes become frames here, and the kick pushes all else aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from lyricaudio import units
from lyricaudio.audio.blocks import sum_blocks
from lyricaudio.audio.sound import Samples
from lyricaudio.music.band.arrangement import Note
from lyricaudio.music.band.instruments.rack import play

_PUSH_S = 0.22  # how long a kick is felt
_PUSH_DECAY_S = 0.07
_PUSH_ATTACK_S = 0.003


def band_blocks(
    notes: Sequence[Note], *, bpm: float, sidechain: float, sample_rate: int, frames: int
) -> Iterator[Samples]:
    """Yield the band in blocks of `audio.blocks.BLOCK_FRAMES`, float32, shape (frames, 2).

    Parameters
    ----------
    notes
        In time order.
    bpm
        The tempo in beats a minute.
    sidechain
        How far each kick pushes down all that is not a drum: 0 not at all, 1 to silence.
    frames
        The length of the sum of the blocks.
    """
    strokes = Counter[str]()
    events = []
    for note in notes:
        events.append((start_frame(note, bpm, sample_rate), (note, strokes[note.instrument])))
        strokes[note.instrument] += 1
    drums = [event for event in events if event[1][0].pitch is None]
    others = [event for event in events if event[1][0].pitch is not None]
    kicks = [event for event in drums if event[1][0].instrument == "kick"]
    push = _push(sidechain, sample_rate)

    def sound(struck: tuple[Note, int]) -> Samples:
        note, stroke = struck
        length_s = units.seconds_from_beats(note.length_beats, bpm)
        return play(note.instrument, note.pitch, length_s, sample_rate, note.velocity, stroke)

    stems = zip(
        sum_blocks(drums, sound, frames, 2),
        sum_blocks(others, sound, frames, 2),
        sum_blocks(kicks, lambda _: push, frames, 1),
        strict=True,
    )
    for drum_block, other_block, pushed in stems:
        gain = 1 - np.minimum(pushed[:, 0], np.float32(sidechain))
        for channel in range(2):  # column by column: numpy is slow along short rows
            drum_block[:, channel] += other_block[:, channel] * gain
        yield drum_block


def start_frame(note: Note, bpm: float, sample_rate: int) -> int:
    """Return the frame on which a note begins."""
    return units.frames_from_seconds(units.seconds_from_beats(note.start_beats, bpm), sample_rate)


def _push(depth: float, sample_rate: int) -> Samples:
    """Return how far one kick takes the gain away, shape (frames, 1): down at once, back within `_PUSH_S`."""
    t = np.arange(round(_PUSH_S * sample_rate)) / sample_rate
    fading = np.exp(-t / _PUSH_DECAY_S)
    shape = np.minimum(t / _PUSH_ATTACK_S, 1) * (fading - fading[-1]) / (1 - fading[-1])
    return np.asarray(depth * shape, np.float32)[:, None]
