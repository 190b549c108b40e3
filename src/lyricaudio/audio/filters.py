"""Second-order filters, applied in the frequency domain.

A recursive filter whose response has died away after `MEMORY_FRAMES` frames is a convolution with that
response, and so one multiplication of spectra; numpy has no recursion, and scipy.signal, which has, takes
a second to import in every process.

Conventions: a section is ``(b0, b1, b2, a1, a2)`` of ``H(z) = (b0 + b1/z + b2/z²) / (1 + a1/z + a2/z²)``;
several are applied one after the other. Signals are of shape (frames,) or (frames, channels).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from lyricaudio.audio.sound import Samples

Biquad = tuple[float, float, float, float, float]
Signal = npt.NDArray[np.float64]
Response = npt.NDArray[np.complex64]
_Input = npt.NDArray[np.floating]

MEMORY_FRAMES = 4096
"""After so many frames (93 ms at 44.1 kHz) filters down to 38 Hz have decayed below 1e-9."""

_LONGEST_TRANSFORM = 1 << 14  # frames; longer ones fall out of the processor's cache


def high_pass(frequency_hz: float, sample_rate: int, q: float = math.sqrt(0.5)) -> Biquad:
    """Return a high-pass (R. Bristow-Johnson, Audio EQ Cookbook); the default Q is Butterworth's."""
    cosine, alpha = _angle(frequency_hz, sample_rate, q)
    return _normal(((1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2), cosine, alpha)


def low_pass(frequency_hz: float, sample_rate: int, q: float = math.sqrt(0.5)) -> Biquad:
    """Return a low-pass (R. Bristow-Johnson, Audio EQ Cookbook); the default Q is Butterworth's."""
    cosine, alpha = _angle(frequency_hz, sample_rate, q)
    return _normal(((1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2), cosine, alpha)


def band_pass(frequency_hz: float, sample_rate: int, q: float) -> Biquad:
    """Return a band-pass of 0 dB in its middle (R. Bristow-Johnson, Audio EQ Cookbook).

    Its phase is 0 there, so that a signal less a part of it is the signal with a bell cut out.
    """
    cosine, alpha = _angle(frequency_hz, sample_rate, q)
    return _normal((alpha, 0.0, -alpha), cosine, alpha)


def high_shelf(frequency_hz: float, gain_db: float, sample_rate: int) -> Biquad:
    """Return a shelf that lifts what is above its middle (R. Bristow-Johnson, Audio EQ Cookbook; slope 1)."""
    cosine, alpha = _angle(frequency_hz, sample_rate, math.sqrt(0.5))
    high = 10 ** (gain_db / 40)
    more, less, bent = high + 1, high - 1, 2 * math.sqrt(high) * alpha
    a0 = more - less * cosine + bent
    b = (more + less * cosine + bent, -2 * (less + more * cosine), more + less * cosine - bent)
    a = (2 * (less - more * cosine), more - less * cosine - bent)
    return high * b[0] / a0, high * b[1] / a0, high * b[2] / a0, a[0] / a0, a[1] / a0


def _angle(frequency_hz: float, sample_rate: int, q: float) -> tuple[float, float]:
    omega = 2 * math.pi * frequency_hz / sample_rate
    return math.cos(omega), math.sin(omega) / (2 * q)


def _normal(b: tuple[float, float, float], cosine: float, alpha: float) -> Biquad:
    a0 = 1 + alpha
    return b[0] / a0, b[1] / a0, b[2] / a0, -2 * cosine / a0, (1 - alpha) / a0


def filtered(signal: _Input, sections: Sequence[Biquad], before: _Input | None = None) -> Signal:
    """Apply sections to a signal, by overlap-save.

    Parameters
    ----------
    signal
        Shape (frames,) or (frames, channels).
    sections
        Applied in order.
    before
        The last `MEMORY_FRAMES` frames before the signal; silence when None.

    Returns
    -------
    float64, of the signal's shape.
    """
    if before is None:
        before = np.zeros((MEMORY_FRAMES, *signal.shape[1:]))
    whole = np.concatenate([before, signal])
    size = min(_LONGEST_TRANSFORM, 1 << len(whole).bit_length())
    response = _response(tuple(sections), size).reshape(-1, *[1] * (signal.ndim - 1))
    pieces = [np.zeros((0, *signal.shape[1:]))]
    for start in range(0, len(signal), size - MEMORY_FRAMES):
        spectrum = np.fft.rfft(whole[start : start + size].astype(np.float64), size, axis=0) * response
        # What wraps around in the circular convolution lies in the first frames, which are dropped.
        pieces.append(np.fft.irfft(spectrum, size, axis=0)[MEMORY_FRAMES:])
    return np.concatenate(pieces)[: len(signal)]


def split(signal: Samples, responses: Sequence[Response], before: Samples | None = None) -> list[Samples]:
    """Apply several responses to one channel, float32, shape (frames,), each by itself.

    It costs one transform and one more for each response, half of what `filtered` takes; good to 120 dB.

    Parameters
    ----------
    responses
        Each of shape (`_LONGEST_TRANSFORM` // 2 + 1,), complex64, of a memory of `MEMORY_FRAMES` at the most.
    before
        The last `MEMORY_FRAMES` frames before the signal; silence when None.
    """
    if before is None:
        before = np.zeros(MEMORY_FRAMES, np.float32)
    whole, step = np.concatenate([before, signal]), _LONGEST_TRANSFORM - MEMORY_FRAMES
    results = [np.empty(len(signal), np.float32) for _ in responses]
    for start in range(0, len(signal), step):
        spectrum = np.fft.rfft(whole[start : start + _LONGEST_TRANSFORM], _LONGEST_TRANSFORM)
        for result, response in zip(results, responses, strict=True):
            piece = np.fft.irfft(spectrum * response, _LONGEST_TRANSFORM)[MEMORY_FRAMES:]
            result[start : start + step] = piece[: len(signal) - start]
    return results


def response_of(*sections: Biquad) -> Response:
    """Return the response of sections as `split` takes it."""
    return frequency_response(sections, _LONGEST_TRANSFORM).astype(np.complex64)


def response_to(impulse: Samples) -> Response:
    """Return the response of an impulse, at most `MEMORY_FRAMES` long, as `split` takes it."""
    return np.fft.rfft(impulse, _LONGEST_TRANSFORM).astype(np.complex64)


@lru_cache(maxsize=16)
def _response(sections: tuple[Biquad, ...], size: int) -> npt.NDArray[np.complex128]:
    response = frequency_response(sections, size)
    response.setflags(write=False)
    return response


def frequency_response(sections: Sequence[Biquad], size: int) -> npt.NDArray[np.complex128]:
    """Return the response of sections at the bins of a real transform, shape (size // 2 + 1,)."""
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    response: npt.NDArray[np.complex128] = np.ones_like(z)
    for b0, b1, b2, a1, a2 in sections:
        response *= (b0 + z * (b1 + z * b2)) / (1 + z * (a1 + z * a2))
    return response
