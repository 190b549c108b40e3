"""Harmony: keys, scales and the chords of a progression, as plain pitch classes (0 is C, 11 is B).

Chords are written as Roman numerals, counted from the major scale of the tonic as in popular music: `vi7` in
C is A minor seven, `bVII` is B flat major. Upper case is major, lower case minor; what follows adds to the
triad.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import told

_DEGREES = ("I", "II", "III", "IV", "V", "VI", "VII")

SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "major pentatonic": (0, 2, 4, 7, 9),
    "minor pentatonic": (0, 3, 5, 7, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
}
"""Scales by name, in semitones above the tonic."""

NOTES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
"""What each pitch class is called."""

LETTERS = dict(zip("CDEFGAB", SCALES["major"], strict=True))
"""The notes that are a letter, in semitones above C."""

ACCIDENTALS = {"": 0, "#": 1, "♯": 1, "b": -1, "♭": -1}
"""What a sign beside a note does to it, in semitones."""

_QUALITIES: dict[str, tuple[int, ...]] = {
    "": (0, 4, 7),
    "7": (0, 4, 7, 10),
    "maj7": (0, 4, 7, 11),
    "6": (0, 4, 7, 9),
    "add9": (0, 4, 7, 2),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "m": (0, 3, 7),
    "m7": (0, 3, 7, 10),
    "m6": (0, 3, 7, 9),
    "madd9": (0, 3, 7, 2),
    "dim": (0, 3, 6),
    "m7b5": (0, 3, 6, 10),
}
"""Chords in semitones above the root, by what follows the root in their names."""

_OWN_THIRD = ("dim", "sus2", "sus4")  # whatever the case of the numeral

_NUMERAL = re.compile(r"([b#]?)(VII|VI|V|IV|III|II|I)(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chord:
    """A chord.

    Attributes
    ----------
    name
        As a player reads it, `Am7`.
    tones
        Pitch classes, the root first, then third, fifth and what is added.
    """

    name: str
    tones: tuple[int, ...]

    @property
    def root(self) -> int:
        """The root's pitch class."""
        return self.tones[0]


@cache
def chord(numeral: str, tonic: int) -> Chord:
    """Return the chord of a Roman numeral over a tonic (pitch class).

    Raises
    ------
    LyricAudioError
        When it is no such numeral.
    """
    match = _NUMERAL.fullmatch(numeral)
    degree = match[2] if match else ""
    if match is None or degree not in (degree.upper(), degree.lower()):
        raise LyricAudioError(
            told("'{numeral}' is no chord; write a numeral such as I, vi7, IVmaj7 or bVII", numeral=numeral)
        )
    suffix = match[3]
    quality = suffix if degree.isupper() or suffix in _OWN_THIRD else f"m{suffix}"
    if quality not in _QUALITIES:
        raise LyricAudioError(
            told(
                "'{numeral}' is no chord; '{suffix}' may not stand after {degree}",
                numeral=numeral,
                suffix=suffix,
                degree=degree,
            )
        )
    root = (tonic + ACCIDENTALS[match[1]] + SCALES["major"][_DEGREES.index(degree.upper())]) % 12
    tones = tuple((root + interval) % 12 for interval in _QUALITIES[quality])
    return Chord(name=NOTES[root] + quality, tones=tones)


def pitch_class(name: str) -> int:
    """Return the pitch class of a note's name: `C` is 0, `F#` and `Gb` are 6.

    Raises
    ------
    LyricAudioError
        When it names no note.
    """
    letter, accidental = name[:1], name[1:]
    if letter not in LETTERS or accidental not in ACCIDENTALS:
        raise LyricAudioError(told("'{name}' is no note; write C, F# or Bb", name=name))
    return (LETTERS[letter] + ACCIDENTALS[accidental]) % 12


def scale_tones(tonic: int, scale: str) -> tuple[int, ...]:
    """Return the pitch classes of a scale, the tonic first.

    Raises
    ------
    LyricAudioError
        When there is no scale of that name.
    """
    if scale not in SCALES:
        raise LyricAudioError(
            told("there is no scale '{scale}'; choose one of {scales}", scale=scale, scales=", ".join(SCALES))
        )
    return tuple((tonic + interval) % 12 for interval in SCALES[scale])


def semitones_between(first: int, second: int) -> int:
    """Return how far apart two pitch classes are, the nearer way."""
    up = (second - first) % 12
    return min(up, 12 - up)
