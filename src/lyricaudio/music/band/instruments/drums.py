"""Drums, made of sines and noise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lyricaudio.audio.filters import Signal, filtered, high_pass, low_pass
from lyricaudio.audio.sound import Samples


def drum(instrument: str, sample_rate: int) -> Samples:
    """Return one hit of a drum at full velocity: float32, shape (frames, 2), peaks below 1.

    Raises
    ------
    KeyError
        When there is no such drum.
    """
    recipe = _DRUMS[instrument]
    t = np.arange(round(recipe.length_s * sample_rate)) / sample_rate
    noise = np.random.default_rng(list(instrument.encode())).standard_normal(len(t))
    left_right = np.stack([recipe.sound(t, noise * side) for side in (1.0, recipe.width)], axis=1)
    fade = np.minimum(1.0, (t[-1] - t) / 0.01)
    return np.asarray(recipe.level * left_right * fade[:, None], np.float32)


def _kick(t: Signal, noise: Signal) -> Signal:
    """Glide a sine from 210 to 50 Hz, with a click of noise at its head."""
    phase = 2 * np.pi * (50 * t + 160 * 0.03 * (1 - np.exp(-t / 0.03)))
    body = np.sin(phase) * np.exp(-t / 0.11)
    return np.tanh(1.4 * (body + 0.25 * noise * np.exp(-t / 0.003)))


def _snare(t: Signal, noise: Signal) -> Signal:
    rattle = _band(noise, 1200, 9000, t) * np.exp(-t / 0.05)
    return 0.8 * rattle + 0.5 * np.sin(2 * np.pi * 190 * t) * np.exp(-t / 0.04)


def _clap(t: Signal, noise: Signal) -> Signal:
    """Three hands 11 ms apart, and the room."""
    hands = sum(np.where(t >= at, np.exp(-(t - at) / 0.006), 0.0) for at in (0.0, 0.011, 0.022))
    return _band(noise, 900, 4500, t) * (hands + 0.35 * np.exp(-t / 0.06))


def _hat(t: Signal, noise: Signal) -> Signal:
    return _metal(t, noise) * np.exp(-t / 0.018)


def _open_hat(t: Signal, noise: Signal) -> Signal:
    return _metal(t, noise) * np.exp(-t / 0.09)


def _crash(t: Signal, noise: Signal) -> Signal:
    """Wash more than metal, and slow to die."""
    wash = _band(noise, 3000, 14000, t) + 0.5 * _metal(t, noise)
    return wash * (0.7 * np.exp(-t / 0.35) + 0.3 * np.exp(-t / 0.05))


def _rim(t: Signal, noise: Signal) -> Signal:
    """Wood on metal: two short tones and a click."""
    tones = np.sin(2 * np.pi * 1720 * t) + 0.6 * np.sin(2 * np.pi * 480 * t)
    return tones * np.exp(-t / 0.012) + 0.2 * noise * np.exp(-t / 0.002)


def _metal(t: Signal, noise: Signal) -> Signal:
    """Six inharmonic square waves and noise, above 7 kHz; a square keeps its harmonics below 15 kHz."""
    squares = sum(
        np.sin(2 * np.pi * hz * harmonic * t) / harmonic
        for hz in (3205, 4110, 5233, 6311, 7541, 9087)
        for harmonic in (1, 3)
        if hz * harmonic < 15000
    )
    return _band(0.4 * squares + 0.6 * noise, 7000, 15000, t)


def _band(signal: Signal, low_hz: float, high_hz: float, t: Signal) -> Signal:
    sample_rate = round(1 / (t[1] - t[0]))
    return filtered(signal, [high_pass(low_hz, sample_rate), low_pass(high_hz, sample_rate)])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recipe:
    """How a drum is made; `width` is the share of its noise that the right side hears."""

    sound: Callable[[Signal, Signal], Signal]
    length_s: float
    level: float
    width: float


_DRUMS = {
    "kick": _Recipe(sound=_kick, length_s=0.35, level=0.65, width=1.0),
    "snare": _Recipe(sound=_snare, length_s=0.25, level=0.50, width=-1.0),
    "clap": _Recipe(sound=_clap, length_s=0.25, level=0.50, width=-1.0),
    "hat": _Recipe(sound=_hat, length_s=0.08, level=0.30, width=0.6),
    "open_hat": _Recipe(sound=_open_hat, length_s=0.30, level=0.25, width=0.6),
    "crash": _Recipe(sound=_crash, length_s=1.60, level=0.25, width=-0.8),
    "rim": _Recipe(sound=_rim, length_s=0.08, level=0.30, width=0.9),
}
