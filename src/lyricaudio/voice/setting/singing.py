"""The pitch of a singing voice: from notes to a curve.

What turns steps into singing, after the habits of singing synthesis: the pitch glides and reaches a note just
after its vowel began, comes from below after a rest, swings on long notes, and is never quite still.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from lyricaudio.audio.sound import Curve

_LEAD_S = 0.035  # how long before the vowel a glide begins
_GLIDE_S = 0.055  # how long it goes on in the vowel
_SCOOP_S = 0.065  # the same, when coming from below
_ARRIVED = 0.25  # but at most this share of the note
_SCOOP_SEMITONES = 1.2
_REST_S = 0.12  # a shorter silence is a consonant, and the pitch goes through it
_VIBRATO_HZ = 5.6
_VIBRATO_SEMITONES = 0.35
_VIBRATO_AFTER_S = 0.220
_VIBRATO_FADE_S = 0.150
_VIBRATO_NOTE_S = 0.340  # a shorter note has none
_NOISE_SEMITONES = 0.04
_NOISE_S = 0.1  # how fast the pitch wavers
_SEED = 1


def sung_f0_hz(
    times_s: Curve,
    *,
    onsets_s: Sequence[float],
    end_s: float,
    notes: Sequence[float],
    sounding: Sequence[tuple[float, float]],
) -> Curve:
    """Return the pitch at each time, shape of `times_s`, in Hz; it runs through consonants and rests.

    Parameters
    ----------
    times_s
        Ascending and evenly spaced, in the frame of reference of the onsets.
    onsets_s, end_s
        When each note's vowel begins, ascending, and when the last note is over. A note that goes on over
        several morae is given once.
    notes
        MIDI note numbers, one per onset.
    sounding
        When the voice sounds (start, stop), ascending.
    """
    starts_s = _phrase_starts(onsets_s, sounding)
    semitones = np.full(len(times_s), float(notes[0])) + _wavering(times_s)
    steps = (0.0, *(note - before for before, note in pairwise(notes)))
    spans_s = pairwise((*onsets_s, end_s))
    for step, (onset_s, stop_s), start_s in zip(steps, spans_s, starts_s, strict=True):
        soon_s = onset_s + _ARRIVED * (stop_s - onset_s)
        if start_s is None:
            semitones += step * _risen(times_s, onset_s - _LEAD_S, min(onset_s + _GLIDE_S, soon_s))
        else:
            semitones += step * (times_s >= start_s - _LEAD_S)
            semitones += _scoop(times_s, start_s, onset_s, min(onset_s + _SCOOP_S, soon_s))
        if stop_s - onset_s > _VIBRATO_NOTE_S:
            semitones += _vibrato(times_s, onset_s, stop_s)
    return np.asarray(440.0 * 2.0 ** ((semitones - 69.0) / 12.0), dtype=np.float64)


def _phrase_starts(onsets_s: Sequence[float], sounding: Sequence[tuple[float, float]]) -> list[float | None]:
    """Return for each onset when the voice began to sound for it after a rest, or None when it sounded on."""
    begins = [
        start_s
        for (_, before_s), (start_s, _) in pairwise(((0.0, float("-inf")), *sounding))
        if start_s - before_s > _REST_S
    ]
    starts: list[float | None] = []
    for before_s, onset_s in pairwise((float("-inf"), *onsets_s)):
        own = [start_s for start_s in begins if before_s < start_s <= onset_s]
        starts.append(own[-1] if own else None)
    return starts


def _risen(times_s: Curve, start_s: float, stop_s: float) -> Curve:
    """Return half a cosine wave from 0 before `start_s` to 1 after `stop_s`."""
    return 0.5 - 0.5 * np.cos(np.pi * np.clip((times_s - start_s) / (stop_s - start_s), 0.0, 1.0))


def _scoop(times_s: Curve, start_s: float, onset_s: float, arrived_s: float) -> Curve:
    """Come from below after a rest, from the first sound on."""
    below = 1.0 - _risen(times_s, onset_s - _LEAD_S, arrived_s)
    return np.where(times_s >= start_s - _LEAD_S, -_SCOOP_SEMITONES * below, 0.0)


def _vibrato(times_s: Curve, onset_s: float, stop_s: float) -> Curve:
    """Swing from well into the note, more and more, and come to rest before the next one."""
    begin_s = onset_s + _VIBRATO_AFTER_S
    rise = np.clip((times_s - begin_s) / _VIBRATO_FADE_S, 0.0, 1.0)
    fall = np.clip((stop_s - _LEAD_S - times_s) / _VIBRATO_FADE_S, 0.0, 1.0)
    swing = np.sin(2 * np.pi * _VIBRATO_HZ * (times_s - begin_s))
    return np.asarray(_VIBRATO_SEMITONES * np.minimum(rise, fall) * swing, dtype=np.float64)


def _wavering(times_s: Curve) -> Curve:
    """Return slow noise, in semitones; the same every time, so that a build can be repeated."""
    step_s = float(times_s[1] - times_s[0]) if len(times_s) > 1 else _NOISE_S
    window = np.hanning(round(_NOISE_S / step_s) + 2)
    noise = np.random.default_rng(_SEED).standard_normal(len(times_s) + len(window) - 1)
    smooth = np.convolve(noise, window / np.sqrt(np.square(window).sum()), "valid")
    return np.asarray(_NOISE_SEMITONES * smooth, dtype=np.float64)
