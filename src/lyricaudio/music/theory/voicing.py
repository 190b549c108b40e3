"""Voicing: at which height a chord's members sound, so that the voice keeps its room.

A voice speaks and sings between the MIDI notes 55 and 72, its formants lie above. Chords stand at and below
the lower end of that, basses lower, leads above it.
"""

from __future__ import annotations

from itertools import pairwise, product

from lyricaudio.music.theory.harmony import Chord

Voicing = tuple[int, ...]
"""MIDI note numbers, ascending."""

_LOWEST, _HIGHEST = 48, 65
_CENTRE = 56
_BASS_LOWEST = 33  # A1, 55 Hz: lower ones are lost on small speakers
_LEAD_LOWEST = 72

_TONE = {1: 0, 3: 1, 5: 2, 7: 3}


def first_voicing() -> Voicing:
    """Return where the hands are before the first chord."""
    return (_CENTRE - 4, _CENTRE, _CENTRE + 4)


def next_voicing(before: Voicing, chord: Chord) -> Voicing:
    """Return the voicing of a chord whose notes are nearest to those of the chord before.

    Every pitch class sounds once, within an octave and a half; among equally near ones the most central wins.
    """
    places = [range(_LOWEST + (tone - _LOWEST) % 12, _HIGHEST + 1, 12) for tone in chord.tones]
    return min(
        (tuple(sorted(pitches)) for pitches in product(*places)), key=lambda after: _effort(before, after)
    )


def _effort(before: Voicing, after: Voicing) -> tuple[float, Voicing]:
    """Sum how far each note is from the nearest of the other chord, both ways, and from the middle."""
    moved = sum(min(abs(pitch - other) for other in before) for pitch in after)
    left = sum(min(abs(pitch - other) for other in after) for pitch in before)
    off = abs(sum(after) / len(after) - _CENTRE)
    return moved + left + 0.5 * off + 0.5 * _clusters(after), after


def _clusters(voicing: Voicing) -> int:
    """Count the semitones between neighbours, and the gaps wider than a fifth."""
    gaps = [high - low for low, high in pairwise(voicing)]
    return sum(gap == 1 or gap > 7 for gap in gaps)


def bass_pitch(chord: Chord, member: int) -> int:
    """Return a member (1, 3, 5, 7 or 8) above a root between A1 and G#2."""
    return _above(_BASS_LOWEST, chord, member)


def lead_pitch(chord: Chord, member: int) -> int:
    """Return a member (1, 3, 5, 7 or 8) above a root between C5 and B5."""
    return _above(_LEAD_LOWEST, chord, member)


def _above(lowest: int, chord: Chord, member: int) -> int:
    """Return a member over the lowest root from `lowest` on; a seventh that the chord lacks is its octave."""
    root = lowest + (chord.root - lowest) % 12
    index = _TONE.get(member, len(chord.tones))
    return root + (chord.tones[index] - chord.root) % 12 if index < len(chord.tones) else root + 12
