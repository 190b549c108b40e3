"""Wave tables and envelopes: what the pitched instruments are made of.

A table holds one period as a sum of sines below a limit, so that nothing can alias however bright it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lyricaudio.audio.sound import Samples

_TABLE_FRAMES = 2048
_HIGHEST_HZ = 15000.0  # what a phone's codec keeps


def wavetable(amplitudes: Sequence[float] | Samples) -> Samples:
    """Return one period of a wave, shape (frames + 1,), from the amplitudes of its harmonics."""
    spectrum = np.zeros(_TABLE_FRAMES // 2 + 1, dtype=np.complex128)
    spectrum[1 : len(amplitudes) + 1] = -0.5j * _TABLE_FRAMES * np.asarray(amplitudes)
    period = np.fft.irfft(spectrum)
    return np.append(period, period[0]).astype(np.float32)


def saw(hz: float, cutoff_hz: float, *, step: int = 1, thin_hz: float = 0.0) -> Samples:
    """Return a sawtooth's period for a note of `hz`, through a low-pass of 12 dB an octave.

    With `step` 2 only odd harmonics are there: a square wave. What is below `thin_hz` gives way, by 6 dB an
    octave: it is the bass's, and no phone plays it.
    """
    number = np.arange(1, max(2, int(_HIGHEST_HZ / hz) + 1))
    amplitudes = 1 / (number * np.sqrt(1 + (number * hz / cutoff_hz) ** 4))
    amplitudes /= np.sqrt(1 + (thin_hz / (number * hz)) ** 2)
    return wavetable((amplitudes * ((number - 1) % step == 0)).astype(np.float32))


def oscillate(period: Samples, hz: float, frames: int, sample_rate: int, phase: float = 0.0) -> Samples:
    """Repeat a period `hz` times a second, shape (frames,), from a phase of 0 to 1 on."""
    at = (phase + np.arange(frames) * (hz / sample_rate)) % 1.0 * _TABLE_FRAMES
    before = at.astype(np.int32)
    between = (at - before).astype(np.float32)
    return np.asarray(period[before] + between * (period[before + 1] - period[before]), np.float32)


def decay(frames: int, sample_rate: int, time_s: float) -> Samples:
    """Return exp(-t / time), shape (frames,)."""
    return np.asarray(np.exp(np.arange(frames) * (-1 / (time_s * sample_rate))), np.float32)


def detuned(hz: float, cents: float) -> float:
    """Return a frequency so many hundredths of a semitone higher."""
    return float(hz * 2 ** (cents / 1200))


def held(frames: int, attack_s: float, release_s: float, sample_rate: int) -> Samples:
    """Return 1 with a smooth beginning and an end of exactly 0, shape (frames,)."""
    t = np.arange(frames, dtype=np.float32)
    rise = np.minimum(1, t / (attack_s * sample_rate))
    fall = np.minimum(1, (frames - 1 - t) / (release_s * sample_rate))
    return np.asarray(rise * rise * (3 - 2 * rise) * fall * fall, np.float32)
