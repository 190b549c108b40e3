"""Spoiling lines of a finished release in six ways, as samples, and encoding what comes of it."""

from __future__ import annotations

import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lyricaudio.audio.codec import decoded_blocks, write_mp3
from lyricaudio.audio.sound import Samples
from lyricaudio.mix.mixer import SAMPLE_RATE
from lyricaudio.release.texts.tags import audio_of
from lyricaudio.verify.released import Cue

_FADE_S = 0.01
_SHIFT_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tape:
    """The sound of an episode, the band of it without the voice, and what should be heard.

    `sound` is changed in place; `band` is as long, float32, shape (frames, 2).
    """

    sound: Samples
    band: Samples
    cues: tuple[Cue, ...]

    def piece(self, start_s: float, end_s: float) -> Samples:
        """Return a copy of a part of the sound."""
        return self.sound[_frame(start_s) : _frame(end_s)].copy()

    def put(self, at_s: float, piece: Samples, until_s: float) -> None:
        """Put a piece of sound at a time, and behind it the band alone up to another one, softly."""
        start, stop = _frame(at_s), min(_frame(until_s), len(self.sound))
        new = self.band[start:stop].copy()
        length = min(len(piece), len(new))
        new[:length] = piece[:length]
        fade = min(_frame(_FADE_S), len(new) // 2)
        weight = np.ones((len(new), 1), np.float32)
        weight[:fade, 0] = np.linspace(0, 1, fade)
        weight[len(new) - fade :, 0] = np.linspace(1, 0, fade)
        self.sound[start:stop] += weight * (new - self.sound[start:stop])


def _frame(time_s: float) -> int:
    return max(0, round(time_s * SAMPLE_RATE))


_NOTHING = np.zeros((0, 2), np.float32)


def first_s(cue: Cue) -> float:
    """Return when the first mora that is said begins."""
    return next(start for (start, _, _), said in zip(cue.spans, cue.heard, strict=True) if said)


def last_s(cue: Cue) -> float:
    """Return when the last mora that is said ends."""
    return [end for (_, _, end), said in zip(cue.spans, cue.heard, strict=True) if said][-1]


def deleted(tape: Tape, cue: Cue, other: Samples) -> None:
    """Leave the band alone."""
    tape.put(first_s(cue) - 0.05, _NOTHING, last_s(cue) + 0.2)


def muted(tape: Tape, cue: Cue, other: Samples) -> None:
    """Leave nothing."""
    length = _frame(last_s(cue) + 0.15) - _frame(first_s(cue) - 0.05)
    tape.put(first_s(cue) - 0.05, np.zeros((length, 2), np.float32), last_s(cue) + 0.15)


def halved(tape: Tape, cue: Cue, other: Samples) -> None:
    """Leave the first half of what is said."""
    said = [span for span, heard in zip(cue.spans, cue.heard, strict=True) if heard]
    tape.put(said[len(said) // 2][0], _NOTHING, last_s(cue) + 0.2)


def replaced(tape: Tape, cue: Cue, other: Samples) -> None:
    """Put another sentence in its place."""
    tape.put(first_s(cue) - 0.05, other, last_s(cue) + 0.15)


def late(tape: Tape, cue: Cue, other: Samples) -> None:
    """Let it be heard half a second later."""
    piece = tape.piece(first_s(cue) - 0.05, last_s(cue) + 0.1)
    tape.put(first_s(cue) - 0.05, _NOTHING, last_s(cue) + 0.1)
    tape.put(first_s(cue) - 0.05 + _SHIFT_S, piece, last_s(cue) + 0.1 + _SHIFT_S)


WAYS: dict[str, Callable[[Tape, Cue, Samples], None]] = {
    "deleted": deleted,
    "muted": muted,
    "halved": halved,
    "replaced": replaced,
    "swapped": replaced,
    "late": late,
}
"""What may happen to a line. A swapped one is replaced by a line of the same episode."""


def sound_of(mp3: Path) -> Samples:
    """Decode an MP3."""
    return np.concatenate(list(decoded_blocks(mp3)))


def encode(mp3: Path, sound: Samples) -> None:
    """Write other sound into an MP3 and keep its tag."""
    tag = mp3.read_bytes()[: -len(audio_of(mp3))]
    write_mp3(mp3, [sound], sample_rate=SAMPLE_RATE)
    mp3.write_bytes(tag + mp3.read_bytes())


def wav_of(path: Path) -> Samples:
    """Read a stem: 24 bits, two channels."""
    with wave.open(str(path), "rb") as file:
        data = np.frombuffer(file.readframes(file.getnframes()), np.uint8).reshape(-1, 3)
    padded = np.concatenate([np.zeros((len(data), 1), np.uint8), data], axis=1)
    return np.asarray(padded.view("<i4").reshape(-1, 2) / 2.0**31, np.float32)
