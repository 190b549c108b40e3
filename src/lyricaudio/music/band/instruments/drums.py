"""Drums, made of sines and noise: a few hits of each, none quite like another, softer ones duller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lyricaudio.audio.filters import Signal, filtered, high_pass, low_pass
from lyricaudio.audio.sound import Samples

HITS = 4
"""How many hits there are of each drum."""


def drum(instrument: str, sample_rate: int, *, hard: float = 1.0, hit: int = 0) -> Samples:
    """Return one hit of a drum at full velocity: float32, shape (frames, 2), peaks below 1.

    Parameters
    ----------
    hard
        0 to 1: what is struck harder is brighter.
    hit
        Which of them, 0 to `HITS` - 1.

    Raises
    ------
    KeyError
        When there is no such drum.
    """
    recipe = _DRUMS[instrument]
    t = np.arange(round(recipe.length_s * sample_rate)) / sample_rate
    chance = np.random.default_rng([hit, *instrument.encode()])
    both, *ears = chance.standard_normal((3, len(t)))
    shares = np.sqrt(recipe.alike), np.sqrt(1 - recipe.alike)
    seed = int(chance.integers(1 << 32))
    sides = [
        recipe.sound(
            _Hit(
                t=t,
                noise=shares[0] * both + shares[1] * ear,
                hard=hard,
                chance=np.random.default_rng(seed),
            )
        )
        for ear in ears
    ]
    fade = np.minimum(1.0, (t[-1] - t) / 0.01)
    return np.asarray(recipe.level * np.stack(sides, axis=1) * fade[:, None], np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    """A hit on one side: times, noise of both, how hard it is, and what is otherwise from hit to hit.

    `chance` begins alike on both sides.
    """

    t: Signal
    noise: Signal
    hard: float
    chance: np.random.Generator

    def about(self, value: float, part: float) -> float:
        """Return a value that is otherwise from hit to hit, by so much of it at the most."""
        return float(value * (1 + part * self.chance.uniform(-1, 1)))

    def band(self, signal: Signal, low_hz: float, high_hz: float) -> Signal:
        """Return what lies between two frequencies; a soft hit has less of the top."""
        sample_rate = round(1 / (self.t[1] - self.t[0]))
        top_hz = high_hz * (0.6 + 0.4 * self.hard)
        return filtered(signal, [high_pass(low_hz, sample_rate), low_pass(top_hz, sample_rate)])


def _kick(hit: _Hit) -> Signal:
    """Glide a sine from 210 to 50 Hz, with a click of noise at its head and a knock that a phone plays."""
    t, glide_s = hit.t, hit.about(0.03, 0.05)
    phase = 2 * np.pi * (50 * t + 160 * glide_s * (1 - np.exp(-t / glide_s)))
    body = np.sin(phase) * np.exp(-t / 0.11)
    knock = 0.25 * hit.hard * np.sin(2 * np.pi * hit.about(780, 0.04) * t) * np.exp(-t / 0.007)
    return np.tanh(1.4 * (body + knock + 0.25 * hit.hard * hit.noise * np.exp(-t / 0.003)))


def _snare(hit: _Hit) -> Signal:
    t = hit.t
    rattle = hit.band(hit.noise, 1100, 9000) * np.exp(-t / hit.about(0.055, 0.1))
    head = np.sin(2 * np.pi * hit.about(190, 0.015) * t) + 0.5 * np.sin(2 * np.pi * hit.about(331, 0.02) * t)
    return 0.9 * rattle + 0.45 * head * np.exp(-t / 0.045)


def _clap(hit: _Hit) -> Signal:
    """Three hands about 11 ms apart, and the room."""
    at_s = (0.0, hit.about(0.011, 0.2), hit.about(0.022, 0.15))
    hands = sum(np.where(hit.t >= at, np.exp(-np.maximum(hit.t - at, 0) / 0.006), 0.0) for at in at_s)
    return 1.15 * hit.band(hit.noise, 900, 4500) * (hands + 0.35 * np.exp(-hit.t / 0.06))


def _hat(hit: _Hit) -> Signal:
    return _metal(hit) * np.exp(-hit.t / hit.about(0.016 + 0.006 * hit.hard, 0.15))


def _open_hat(hit: _Hit) -> Signal:
    return _metal(hit) * np.exp(-hit.t / hit.about(0.09, 0.1))


def _crash(hit: _Hit) -> Signal:
    """Wash more than metal, and slow to die."""
    wash = hit.band(hit.noise, 2500, 14000) + 0.5 * _metal(hit)
    return wash * (0.7 * np.exp(-hit.t / 0.35) + 0.3 * np.exp(-hit.t / 0.05))


def _rim(hit: _Hit) -> Signal:
    """Wood on metal: two short tones and a click."""
    t = hit.t
    tones = np.sin(2 * np.pi * hit.about(1720, 0.01) * t) + 0.6 * np.sin(2 * np.pi * hit.about(480, 0.01) * t)
    return tones * np.exp(-t / 0.012) + 0.2 * hit.hard * hit.noise * np.exp(-t / 0.002)


_MODES, _RING_S = 24, 0.3


def _metal(hit: _Hit) -> Signal:
    """Strike a plate: many modes from 4 to 14 kHz, the higher the sooner over, in noise; others each time."""
    hz = 4000 * (14000 / 4000) ** np.sort(hit.chance.uniform(0, 1, _MODES))
    sizes, phases = hit.chance.rayleigh(0.5, _MODES), hit.chance.uniform(0, 2 * np.pi, _MODES)
    t = hit.t[hit.t < _RING_S].astype(np.float32)
    modes = np.zeros_like(hit.t)
    for mode_hz, size, phase in zip(hz.astype(np.float32), sizes, phases, strict=True):
        ringing = np.sin(np.float32(2 * np.pi) * mode_hz * t + np.float32(phase)) * np.exp(-t * mode_hz / 900)
        modes[: len(t)] += size * ringing
    return hit.band(0.27 * modes + 0.75 * hit.noise, 6000, 15000)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recipe:
    """How a drum is made; `alike` is how much of its noise both sides share: in one channel all stays."""

    sound: Callable[[_Hit], Signal]
    length_s: float
    level: float
    alike: float


_DRUMS = {
    "kick": _Recipe(sound=_kick, length_s=0.35, level=0.44, alike=1.0),
    "snare": _Recipe(sound=_snare, length_s=0.25, level=0.44, alike=0.6),
    "clap": _Recipe(sound=_clap, length_s=0.25, level=0.45, alike=0.5),
    "hat": _Recipe(sound=_hat, length_s=0.08, level=0.30, alike=0.6),
    "open_hat": _Recipe(sound=_open_hat, length_s=0.30, level=0.25, alike=0.5),
    "crash": _Recipe(sound=_crash, length_s=1.60, level=0.25, alike=0.5),
    "rim": _Recipe(sound=_rim, length_s=0.08, level=0.30, alike=0.9),
}
