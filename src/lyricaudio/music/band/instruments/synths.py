"""Pitched instruments: basses, chords and leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lyricaudio.audio.sound import Samples
from lyricaudio.music.band.instruments.waves import decay, detuned, held, oscillate, saw, wavetable

Stereo = tuple[Samples, Samples]


def synth(instrument: str, pitch: int, length_s: float, sample_rate: int) -> Samples:
    """Return one note at full velocity: float32, shape (frames, 2), peaks below 1.

    Parameters
    ----------
    pitch
        As a MIDI note number: 69 is 440 Hz.
    length_s
        Until the key is let go; the sound dies away after that.

    Raises
    ------
    KeyError
        When there is no such instrument.
    """
    recipe = _SYNTHS[instrument]
    frames = max(2, round((length_s + recipe.release_s) * sample_rate))
    hz = detuned(440.0, 100.0 * (pitch - 69))
    envelope = held(frames, recipe.attack_s, recipe.release_s, sample_rate) * np.float32(recipe.level)
    sides = recipe.sound(hz, frames, sample_rate)
    return np.stack([side * envelope for side in sides], axis=1)


def _sub_bass(hz: float, frames: int, sample_rate: int) -> Stereo:
    """Nearly a sine; its few harmonics are what a small speaker plays of it."""
    body = oscillate(wavetable([1.0, 0.3, 0.16, 0.07, 0.03]), hz, frames, sample_rate)
    body *= 0.7 + 0.3 * decay(frames, sample_rate, 0.3)
    return body, body


def _saw_bass(hz: float, frames: int, sample_rate: int) -> Stereo:
    body = _closing(hz, (1600, 380), 0.12, frames, sample_rate)
    body += 0.5 * oscillate(wavetable([1.0]), hz, frames, sample_rate)
    return body, body


def _pluck(hz: float, frames: int, sample_rate: int) -> Stereo:
    fading = decay(frames, sample_rate, 0.22)
    left, right = (
        _closing(detuned(hz, cents), (5000, 900), 0.06, frames, sample_rate) * fading for cents in (-4, 4)
    )
    return left, right


def _supersaw(hz: float, frames: int, sample_rate: int) -> Stereo:
    return _ensemble(saw(hz, 4500), hz, (-14, -7, 0, 7, 14), frames, sample_rate)


def _pad(hz: float, frames: int, sample_rate: int) -> Stereo:
    return _ensemble(saw(hz, 900), hz, (-9, 0, 9), frames, sample_rate)


def _electric_piano(hz: float, frames: int, sample_rate: int) -> Stereo:
    """Frequency modulation (J. Chowning, 1973): a body of ratio 1 : 1 and a short tine of 1 : 14."""
    turns = 2 * np.pi * np.arange(frames) * (hz / sample_rate)
    body_index = 1.1 * decay(frames, sample_rate, 0.35) + 0.15
    tine = 0.25 * decay(frames, sample_rate, 0.05) * np.sin(14 * turns)
    body = np.sin(turns + body_index * np.sin(turns) + tine) * decay(frames, sample_rate, 0.9)
    tremolo = 0.08 * np.sin(2 * np.pi * 4.2 * np.arange(frames) / sample_rate)  # from side to side
    left, right = (np.asarray(body * (1 + sign * tremolo), np.float32) for sign in (1, -1))
    return left, right


def _bell(hz: float, frames: int, sample_rate: int) -> Stereo:
    partials = ((1.0, 0.6, 0.5), (2.0, 0.35, 0.3), (3.01, 0.2, 0.15), (4.17, 0.12, 0.08))
    turns = 2 * np.pi * np.arange(frames) * (hz / sample_rate)
    left, right = (
        np.asarray(
            sum(
                size * np.sin(ratio * turns + side * index) * decay(frames, sample_rate, time_s)
                for index, (ratio, size, time_s) in enumerate(partials)
            ),
            np.float32,
        )
        for side in (0.0, 0.8)
    )
    return left, right


def _lead(hz: float, frames: int, sample_rate: int) -> Stereo:
    fading = 0.4 + 0.6 * decay(frames, sample_rate, 0.15)
    square = saw(hz, 3500, step=2)
    left, right = (oscillate(square, detuned(hz, cents), frames, sample_rate) * fading for cents in (-5, 5))
    return left, right


def _closing(
    hz: float, cutoffs_hz: tuple[float, float], time_s: float, frames: int, sample_rate: int
) -> Samples:
    """Return a sawtooth whose low-pass closes from one cutoff to the other: two tables, cross-faded."""
    bright, dark = (oscillate(saw(hz, cutoff), hz, frames, sample_rate) for cutoff in cutoffs_hz)
    return dark + (bright - dark) * decay(frames, sample_rate, time_s)


def _ensemble(period: Samples, hz: float, cents: tuple[int, ...], frames: int, sample_rate: int) -> Stereo:
    """Return detuned voices spread from left to right, their phases as far apart as may be."""
    left = np.zeros(frames, dtype=np.float32)
    right = np.zeros(frames, dtype=np.float32)
    for number, offset in enumerate(cents):
        voice = oscillate(period, detuned(hz, offset), frames, sample_rate, number * 0.618 % 1)
        place = number / (len(cents) - 1)
        left += np.float32(1 - 0.8 * place) * voice
        right += np.float32(0.2 + 0.8 * place) * voice
    return left, right


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recipe:
    """How an instrument is made: its two sides from frequency, frames and rate, and its envelope."""

    sound: Callable[[float, int, int], Stereo]
    level: float
    attack_s: float
    release_s: float


_SYNTHS = {
    "sub_bass": _Recipe(sound=_sub_bass, level=0.16, attack_s=0.006, release_s=0.05),
    "saw_bass": _Recipe(sound=_saw_bass, level=0.12, attack_s=0.004, release_s=0.04),
    "pluck": _Recipe(sound=_pluck, level=0.20, attack_s=0.002, release_s=0.10),
    "supersaw": _Recipe(sound=_supersaw, level=0.06, attack_s=0.006, release_s=0.12),
    "electric_piano": _Recipe(sound=_electric_piano, level=0.15, attack_s=0.002, release_s=0.15),
    "pad": _Recipe(sound=_pad, level=0.07, attack_s=0.12, release_s=0.35),
    "bell": _Recipe(sound=_bell, level=0.32, attack_s=0.001, release_s=0.30),
    "lead": _Recipe(sound=_lead, level=0.24, attack_s=0.004, release_s=0.06),
}
