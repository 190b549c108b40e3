"""The band played by a SoundFont that the person gives, through tinysoundfont.

The package declares pyaudio, which it needs only to play aloud and which does not install without the headers
of PortAudio; so it is no extra of ours, and is installed by itself: `pip install --no-deps tinysoundfont`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from lyricaudio import units
from lyricaudio.audio.blocks import BLOCK_FRAMES
from lyricaudio.audio.sound import Samples
from lyricaudio.errors import LyricAudioError, refusal
from lyricaudio.messages import told
from lyricaudio.music.band.arrangement import Note
from lyricaudio.music.band.render import band_blocks
from lyricaudio.music.band.soundfontfile import DamagedSoundFontError, check_soundfont
from lyricaudio.music.theory.generalmidi import DRUM_KEYS, PROGRAMS

_DRUM_BANK = 128
_MOST_VOICES = 128
_FRAME_BYTES = 8  # of stereo float
_DRUM_CHANNEL = 9
_ANY_RATE = 44100


class _Stroke(NamedTuple):
    """A key that is struck, or let go when its velocity is 0; at one frame keys are let go first."""

    frame: int
    velocity: int
    channel: int
    key: int


def soundfont_blocks(
    notes: Sequence[Note], path: Path, *, bpm: float, sidechain: float, sample_rate: int, frames: int
) -> Iterator[Samples]:
    """Yield the band played by a SoundFont, in blocks like `band.band_blocks`.

    What the SoundFont has no preset for (by General MIDI) is played by our own instruments.

    Parameters
    ----------
    notes, bpm, sidechain, sample_rate, frames
        As for `band.band_blocks`; the kick pushes only our own instruments.
    path
        An SF2 or SF3 file.

    Raises
    ------
    LyricAudioError
        When the package is not installed; when the file cannot be read, is no SoundFont or a damaged one.
    """
    synth = _synthesizer(sample_rate)
    channels = _channels(synth, _load(synth, path), {note.instrument for note in notes})
    ours = [note for note in notes if note.instrument not in channels]
    theirs = [note for note in notes if note.instrument in channels]
    strokes = sorted(_strokes(theirs, channels, bpm, sample_rate))
    own = band_blocks(ours, bpm=bpm, sidechain=sidechain, sample_rate=sample_rate, frames=frames)
    return (block + other for block, other in zip(_played(synth, strokes, frames), own, strict=True))


def require_playable(path: Path) -> None:
    """Refuse a SoundFont before any work is done for it.

    Raises
    ------
    LyricAudioError
        As `soundfont_blocks` does.
    """
    _load(_synthesizer(_ANY_RATE), path)


def _synthesizer(sample_rate: int) -> Any:
    try:
        return import_module("tinysoundfont").Synth(samplerate=sample_rate)
    except ImportError as error:
        raise LyricAudioError(
            told(
                "the package that plays SoundFonts is not installed; run: pip install --no-deps tinysoundfont"
            )
        ) from error


def _load(synth: Any, path: Path) -> int:
    try:
        data = path.read_bytes()
        check_soundfont(data)
        return int(synth.sfload(data, max_voices=_MOST_VOICES))
    except OSError as error:
        raise LyricAudioError(
            told("{file} cannot be read: {error}", file=path.name, error=refusal(error))
        ) from error
    except DamagedSoundFontError as error:
        raise LyricAudioError(
            told("{file} is damaged or no SoundFont: {error}; get it anew", file=path.name, error=error)
        ) from error
    except RuntimeError as error:
        raise LyricAudioError(
            told("{file} is damaged or no SoundFont; get it anew", file=path.name)
        ) from error


def _channels(synth: Any, font: int, instruments: set[str]) -> dict[str, int]:
    """Choose a preset for each instrument that the SoundFont has one for, and return the channels."""
    free = (number for number in count() if number != _DRUM_CHANNEL)
    channels = {}
    for name in sorted(instruments):
        drum = name in DRUM_KEYS
        bank, preset = (_DRUM_BANK, 0) if drum else (0, PROGRAMS[name])
        if synth.sfpreset_name(font, bank, preset) is not None:
            channels[name] = _DRUM_CHANNEL if drum else next(free)
            synth.program_select(channels[name], font, bank, preset, drum)
    return channels


def _strokes(
    notes: Sequence[Note], channels: dict[str, int], bpm: float, sample_rate: int
) -> Iterator[_Stroke]:
    for note in notes:
        start, end = (
            units.frames_from_seconds(units.seconds_from_beats(beats, bpm), sample_rate)
            for beats in (note.start_beats, note.start_beats + note.length_beats)
        )
        key = DRUM_KEYS[note.instrument] if note.pitch is None else note.pitch
        yield _Stroke(start, max(1, round(127 * note.velocity)), channels[note.instrument], key)
        yield _Stroke(end, 0, channels[note.instrument], key)


def _played(synth: Any, strokes: Sequence[_Stroke], frames: int) -> Iterator[Samples]:
    """Let the synthesizer run from stroke to stroke, block by block."""
    waiting = iter(strokes)
    stroke = next(waiting, None)
    for start in range(0, frames, BLOCK_FRAMES):
        stop = min(start + BLOCK_FRAMES, frames)
        buffer = memoryview(bytearray((stop - start) * _FRAME_BYTES))
        at = start
        while at < stop:
            while stroke is not None and stroke.frame <= at:
                _strike(synth, stroke)
                stroke = next(waiting, None)
            until = stop if stroke is None else min(stop, stroke.frame)
            synth.generate(until - at, buffer[(at - start) * _FRAME_BYTES : (until - start) * _FRAME_BYTES])
            at = until
        yield np.frombuffer(buffer, dtype=np.float32).reshape(-1, 2)


def _strike(synth: Any, stroke: _Stroke) -> None:
    if stroke.velocity:
        synth.noteon(stroke.channel, stroke.key, stroke.velocity)
    else:
        synth.noteoff(stroke.channel, stroke.key)
