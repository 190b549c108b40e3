"""Gains over time: a few points a second become a gain for every frame."""

from __future__ import annotations

import numpy as np

from lyricaudio.audio.sound import Samples


def ramped(points: Samples, step: int) -> Samples:
    """Interpolate between points that are `step` frames apart, shape ((points - 1) step,)."""
    ramp = (np.arange(step, dtype=np.float32) / step)[None, :]
    return np.asarray(points[:-1, None] + (points[1:] - points[:-1])[:, None] * ramp, np.float32).reshape(-1)


def scaled(samples: Samples, gains: Samples) -> Samples:
    """Multiply every channel by a gain per frame: column by column, since numpy is slow along short rows."""
    result = np.empty_like(samples)
    for channel in range(samples.shape[1]):
        np.multiply(samples[:, channel], gains, out=result[:, channel])
    return result
