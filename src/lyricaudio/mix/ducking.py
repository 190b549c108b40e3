"""How far the bed steps back under speech: a curve, not steps."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from lyricaudio.audio.sound import Samples
from lyricaudio.music.timeline import Placement

CURVE_RATE = 210
"""Points of the curve a second: one for every 210 frames of the mix."""

_ATTACK_S = 0.15  # ends where the speech begins: the timeline knows when that is
_RELEASE_S = 0.40


def ducking_curve(placements: Sequence[Placement], length_s: float) -> Samples:
    """Return the bed's attenuation in dB (0 or above) over so many seconds, `CURVE_RATE` points a second.

    Trapezoids in dB, one per placement, of which the deepest counts: 13 dB in 150 ms moves 0.9 dB in
    10 ms.
    """
    curve = np.zeros(math.ceil(length_s * CURVE_RATE) + 1, dtype=np.float32)
    for placement in placements:
        first = max(0, math.floor((placement.start_s - _ATTACK_S) * CURVE_RATE))
        last = min(len(curve), math.ceil((placement.end_s + _RELEASE_S) * CURVE_RATE) + 1)
        t = np.arange(first, last) / CURVE_RATE
        rising = (t - placement.start_s) / _ATTACK_S + 1
        falling = (placement.end_s - t) / _RELEASE_S + 1
        depth = placement.spoken.duck_db * np.clip(np.minimum(rising, falling), 0, 1)
        np.maximum(curve[first:last], depth, out=curve[first:last])
    return curve
