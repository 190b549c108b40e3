"""Pitched instruments: basses, chords and leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lyricaudio.audio.sound import Samples
from lyricaudio.music.band.instruments.waves import decay, detuned, held, oscillate, saw, wavetable

Stereo = tuple[Samples, Samples]


def synth(instrument: str, pitch: int, length_s: float, sample_rate: int, *, hard: float = 1.0) -> Samples:
    """Return one note at full velocity: float32, shape (frames, 2), peaks below 1.

    Parameters
    ----------
    pitch
        As a MIDI note number: 69 is 440 Hz.
    length_s
        Until the key is let go; the sound dies away after that.
    hard
        0 to 1: what is struck harder is brighter.

    Raises
    ------
    KeyError
        When there is no such instrument.
    """
    recipe = _SYNTHS[instrument]
    frames = max(2, round((length_s + recipe.release_s) * sample_rate))
    hz = detuned(440.0, 100.0 * (pitch - 69))
    envelope = held(frames, recipe.attack_s, recipe.release_s, sample_rate) * np.float32(recipe.level)
    sides = recipe.sound(_Struck(hz=hz, frames=frames, sample_rate=sample_rate, bright=0.5 + 0.5 * hard))
    return np.stack([side * envelope for side in sides], axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Struck:
    """A note that is struck: its frequency, how long it is, and how bright, 0.5 to 1."""

    hz: float
    frames: int
    sample_rate: int
    bright: float

    def wave(self, period: Samples, cents: float = 0.0, phase: float = 0.0) -> Samples:
        """Repeat a period, detuned."""
        return oscillate(period, detuned(self.hz, cents), self.frames, self.sample_rate, phase)

    def saw(self, cutoff_hz: float, *, step: int = 1, thin_hz: float = 0.0) -> Samples:
        """Return a sawtooth's period through a low-pass that opens with the stroke."""
        return saw(self.hz, cutoff_hz * self.bright, step=step, thin_hz=thin_hz)

    def decay(self, time_s: float) -> Samples:
        """Return what dies away within some such times."""
        return decay(self.frames, self.sample_rate, time_s)

    def closing(self, cutoffs_hz: tuple[float, float], time_s: float, cents: float = 0.0) -> Samples:
        """Return a sawtooth whose low-pass closes from one cutoff to the other: two tables, cross-faded."""
        bright, dark = (self.wave(self.saw(cutoff), cents) for cutoff in cutoffs_hz)
        return dark + (bright - dark) * self.decay(time_s)

    def ensemble(self, period: Samples, cents: tuple[int, ...]) -> Stereo:
        """Return detuned voices spread from left to right, their phases as far apart as may be."""
        left = np.zeros(self.frames, dtype=np.float32)
        right = np.zeros(self.frames, dtype=np.float32)
        for number, offset in enumerate(cents):
            voice = self.wave(period, offset, number * 0.618 % 1)
            place = number / (len(cents) - 1)
            left += np.float32(1 - 0.7 * place) * voice
            right += np.float32(0.3 + 0.7 * place) * voice
        return left, right


def _sub_bass(note: _Struck) -> Stereo:
    """Nearly a sine; its harmonics are what a small speaker plays of it, and what the ear takes for it."""
    body = note.wave(wavetable([1.0, 0.45, 0.34, 0.2, 0.14, 0.09, 0.06, 0.04]))
    body *= 0.7 + 0.3 * note.decay(0.3)
    return body, body


def _saw_bass(note: _Struck) -> Stereo:
    body = note.closing((2400, 700), 0.12)
    body += 0.35 * note.wave(wavetable([1.0]))
    return body, body


def _pluck(note: _Struck) -> Stereo:
    """Pluck a string: what is bright of it is soon over, the rest rings on."""
    fading = 0.75 * note.decay(0.2) + 0.25 * note.decay(0.6)
    left, right = (note.closing((5500, 1300), 0.08, cents) * fading for cents in (-4, 4))
    return _leaning(left, right)


def _supersaw(note: _Struck) -> Stereo:
    return note.ensemble(note.saw(4800, thin_hz=_THIN_HZ), (-14, -7, 0, 7, 14))


def _pad(note: _Struck) -> Stereo:
    return note.ensemble(note.saw(1500, thin_hz=_THIN_HZ), (-9, 0, 9))


def _electric_piano(note: _Struck) -> Stereo:
    """Frequency modulation (J. Chowning, 1973): a body of ratio 1 : 1 and a short tine of 1 : 14."""
    turns = 2 * np.pi * np.arange(note.frames) * (note.hz / note.sample_rate)
    body_index = (1.7 * note.decay(0.45) + 0.35) * note.bright
    tine = 0.3 * note.bright * note.decay(0.05) * np.sin(14 * turns)
    body = np.sin(turns + body_index * np.sin(turns) + tine) * note.decay(0.9)
    tremolo = 0.08 * np.sin(2 * np.pi * 4.2 * np.arange(note.frames) / note.sample_rate)  # side to side
    left, right = (np.asarray(body * (1 + sign * tremolo), np.float32) for sign in (1, -1))
    return left, right


def _bell(note: _Struck) -> Stereo:
    partials = ((1.0, 0.6, 0.5), (2.0, 0.35, 0.3), (3.01, 0.2, 0.15), (4.17, 0.12, 0.08))
    turns = 2 * np.pi * np.arange(note.frames) * (note.hz / note.sample_rate)
    left, right = (
        np.asarray(
            sum(
                size * note.bright ** (index / 2) * np.sin(ratio * turns + side * index) * note.decay(time_s)
                for index, (ratio, size, time_s) in enumerate(partials)
            ),
            np.float32,
        )
        for side in (0.0, 0.35)
    )
    return left, right


def _lead(note: _Struck) -> Stereo:
    fading = 0.4 + 0.6 * note.decay(0.15)
    square = note.saw(3500, step=2)
    left, right = (note.wave(square, cents) * fading for cents in (-5, 5))
    return _leaning(left, right)


def _leaning(left: Samples, right: Samples) -> Stereo:
    """Bring two sides nearer to each other: what they beat by stays in one channel."""
    return left + _NEARER * right, right + _NEARER * left


_NEARER = np.float32(0.3)
_THIN_HZ = 350.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recipe:
    """How an instrument is made: its two sides, and its envelope."""

    sound: Callable[[_Struck], Stereo]
    level: float
    attack_s: float
    release_s: float


_SYNTHS = {
    "sub_bass": _Recipe(sound=_sub_bass, level=0.105, attack_s=0.006, release_s=0.05),
    "saw_bass": _Recipe(sound=_saw_bass, level=0.095, attack_s=0.004, release_s=0.04),
    "pluck": _Recipe(sound=_pluck, level=0.3, attack_s=0.002, release_s=0.10),
    "supersaw": _Recipe(sound=_supersaw, level=0.125, attack_s=0.006, release_s=0.12),
    "electric_piano": _Recipe(sound=_electric_piano, level=0.25, attack_s=0.002, release_s=0.15),
    "pad": _Recipe(sound=_pad, level=0.145, attack_s=0.12, release_s=0.35),
    "bell": _Recipe(sound=_bell, level=0.38, attack_s=0.001, release_s=0.30),
    "lead": _Recipe(sound=_lead, level=0.24, attack_s=0.004, release_s=0.06),
}
