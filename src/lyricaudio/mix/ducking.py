"""How far the bed steps back under speech: curves, not steps.

Two ways: all of it, slowly, under what is explained; and only where consonants live (1 to 4 kHz), quickly,
under whatever is said. The second takes little of what one hears of a band, and most of what hides a word.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from lyricaudio.audio.sound import Samples
from lyricaudio.music.spoken import Spoken
from lyricaudio.music.timeline import Placement

CURVE_RATE = 210
"""Points of a curve a second: one for every 210 frames of the mix."""

Depth = tuple[float, float, float]
"""How far in dB, within how many seconds before speech, and how many after it: its times are known."""

_SLOWLY_S = (0.7, 1.4)
_QUICKLY_S = (0.15, 0.40)
_HOOK_DB, _STUDIED_HOOK_DB = 0.9, 3.2
"""Under a hook's line, whose band is fuller: where something is explained, it would be too far from that."""

_CUT_DB = 40.0  # what is lowered by more is to be gone when a recording begins


def ducking_curve(placements: Sequence[Placement], length_s: float) -> Samples:
    """Return the bed's attenuation in dB (0 or above) over so many seconds, `CURVE_RATE` points a second.

    Trapezoids in dB, one per placement, of which the deepest counts.
    """
    studied = not all(placement.spoken.begins_as.is_line for placement in placements)
    depths = [
        (_duck_db(spoken, studied=studied), *(_SLOWLY_S if spoken.duck_db < _CUT_DB else _QUICKLY_S))
        for spoken in (placement.spoken for placement in placements)
    ]
    return _curve(placements, depths, length_s)


def _duck_db(spoken: Spoken, *, studied: bool) -> float:
    hook_db = _STUDIED_HOOK_DB if studied else _HOOK_DB
    return spoken.duck_db + (hook_db if spoken.cue.hook and spoken.is_set else 0.0)


def clearing_curve(placements: Sequence[Placement], length_s: float) -> Samples:
    """Return the attenuation of 1 to 4 kHz in the bed, like `ducking_curve`."""
    depths = [(placement.spoken.role.clear_db, *_QUICKLY_S) for placement in placements]
    return _curve(placements, depths, length_s)


def _curve(placements: Sequence[Placement], depths: Iterable[Depth], length_s: float) -> Samples:
    curve = np.zeros(math.ceil(length_s * CURVE_RATE) + 1, dtype=np.float32)
    for placement, (depth_db, attack_s, release_s) in zip(placements, depths, strict=True):
        first = max(0, math.floor((placement.start_s - attack_s) * CURVE_RATE))
        last = min(len(curve), math.ceil((placement.end_s + release_s) * CURVE_RATE) + 1)
        t = np.arange(first, last) / CURVE_RATE
        rising = (t - placement.start_s) / attack_s + 1
        falling = (placement.end_s - t) / release_s + 1
        depth = depth_db * np.clip(np.minimum(rising, falling), 0, 1)
        np.maximum(curve[first:last], depth, out=curve[first:last])
    return curve
