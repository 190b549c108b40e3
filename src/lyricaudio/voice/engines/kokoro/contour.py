"""The pitch of our accents in place of the model's guess: it is told none.

What is the voice's own stays: how high it speaks, and how that falls over a breath. Around that slope the
pitch is high or low, mora by mora, as the reading says, and glides from the one to the other; a question ends
higher.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from lyricaudio.voice.engines.kokoro.model import F0_FRAME_S, Prosody
from lyricaudio.voice.engines.kokoro.symbols import Piece, Span

_STEP = 5.0  # from low to high, in half tones
_GLIDE_S = 0.1  # from the one to the other
_LEAD_S = 0.0375  # a sound is heard before its time by the lengths, of its pitch less than of all else
_VOICED_HZ = 50.0  # below, the model means that there is no pitch
_ASKED = 1.0  # of a step above the slope
_FALLS = (-4.0, 0.0)  # half tones in a second; what is steeper in a few morae is an accent of the model's
_PER_FRAME = 2  # values of the pitch in a frame of the lengths

Levels = npt.NDArray[np.float64]


def accented(said: Prosody, piece: Piece) -> Prosody:
    """Return what is said with the pitch of our accents."""
    edges = _PER_FRAME * np.append(0, np.cumsum(said.lengths))
    f0_hz = said.f0_hz.copy()
    for morae in _breaths(piece):
        start, stop = int(edges[1 + morae[0][0].start]), int(edges[1 + morae[-1][0].stop])
        voiced = np.flatnonzero(said.f0_hz[start:stop] > _VOICED_HZ)
        if len(voiced) < _PER_FRAME:
            continue
        levels = np.zeros(stop - start)
        for span, high in morae:
            levels[int(edges[1 + span.start]) - start : int(edges[1 + span.stop]) - start] = high - 0.5
        if piece.symbols.startswith("?", morae[-1][0].stop):
            levels[int(edges[1 + morae[-1][0].start]) - start :] = _ASKED
        own = 12 * np.log2(said.f0_hz[start:stop][voiced])
        wanted = _slope(own, voiced) + _STEP * _glided(_earlier(levels))[voiced]
        f0_hz[start:stop][voiced] = 2 ** (wanted / 12)
    return replace(said, f0_hz=f0_hz)


def _breaths(piece: Piece) -> Iterator[list[tuple[Span, bool]]]:
    """Yield the morae between pauses, each with whether it is high."""
    spans = iter(piece.spans)
    breath: list[tuple[Span, bool]] = []
    for phrase in piece.phrases:
        breath += [(next(spans), mora.high) for mora in phrase.morae]
        if phrase.pause_after:
            yield breath
            breath = []
    if breath:
        yield breath


def _slope(half_tones: Levels, at: npt.NDArray[np.int64]) -> Levels:
    """Return a straight line through the middle of what is said, that falls as it does."""
    fall = np.clip(np.polyfit(at, half_tones, 1)[0] / F0_FRAME_S, *_FALLS) * F0_FRAME_S
    return np.asarray(half_tones.mean() + fall * (at - at.mean()), dtype=np.float64)


def _earlier(levels: Levels) -> Levels:
    lead = round(_LEAD_S / F0_FRAME_S)
    return np.append(levels[lead:], np.full(min(lead, len(levels)), levels[-1]))


def _glided(levels: Levels) -> Levels:
    """Round the steps: each is a glide around its place."""
    window = np.hanning(round(_GLIDE_S / F0_FRAME_S) + 2)[1:-1]
    half = len(window) // 2
    padded = np.pad(levels, half, mode="edge")
    return np.convolve(padded, window / window.sum(), "valid")[: len(levels)]
