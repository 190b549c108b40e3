"""How the band plays what is written: never quite on the grid, never twice as loud, and always the same.

What moves a note hangs on the note alone (its instrument, its beat, its pitch): a build can be repeated, and
a bar that comes again after others is played a little otherwise. The voice stays on the grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from zlib import crc32

from lyricaudio import units
from lyricaudio.music.band.arrangement import Note
from lyricaudio.music.style import Style
from lyricaudio.music.theory.metre import SLOTS_PER_BEAT

MOST_S = 0.008
"""No note is farther from where its style wants it."""

_LOOSE_S = {"kick": 0.002, "snare": 0.003, "clap": 0.003, "rim": 0.004, "crash": 0.003}
_LOOSE_DRUM_S, _LOOSE_BASS_S, _LOOSE_S_ELSE = 0.005, 0.003, 0.006
_BASSES = ("sub_bass", "saw_bass")
_STRUM_S = 0.002  # between the notes of a chord, at the most
_VARIED_DB = 1.2
_ACCENTS = (1.0, 0.74, 0.87, 0.74)  # of cymbals, from the beat on: sixteenth by sixteenth
_ACCENTED = ("hat", "open_hat")
_GRAIN = 4800  # steps of a beat in which a note is moved: 0.1 ms


def played(notes: Sequence[Note], style: Style, bpm: float) -> tuple[Note, ...]:
    """Return notes as they are played, in time order: moved by milliseconds, and by a decibel.

    Parameters
    ----------
    notes
        As they are written, the first from beat 0 on; none is moved before that.
    style
        Says which instruments are late, or early.
    bpm
        The tempo, in beats a minute.
    """
    late_s = {instrument: late_ms / 1000 for instrument, late_ms in style.late_ms}
    moved = [_played(note, late_s.get(note.instrument, 0.0), bpm) for note in notes]
    return tuple(sorted(moved, key=lambda note: note.start_beats))


def _played(note: Note, late_s: float, bpm: float) -> Note:
    loose_s = _loose_s(note) * _chance(note, "when")
    if note.pitch is not None:
        loose_s += _STRUM_S * _chance(note, f"strum {note.pitch}")
    loose_s = max(-MOST_S, min(MOST_S, loose_s))
    beats = Fraction(round((late_s + loose_s) * bpm / 60 * _GRAIN), _GRAIN)
    louder = units.gain_from_db(_VARIED_DB * _chance(note, "how loud"))
    velocity = note.velocity * louder * _accent(note)
    return replace(note, start_beats=max(Fraction(0), note.start_beats + beats), velocity=min(1.0, velocity))


def _loose_s(note: Note) -> float:
    if note.pitch is None:
        return _LOOSE_S.get(note.instrument, _LOOSE_DRUM_S)
    return _LOOSE_BASS_S if note.instrument in _BASSES else _LOOSE_S_ELSE


def _accent(note: Note) -> float:
    """Return how loud a cymbal is by its place in the beat: a hand falls harder on it than between."""
    if note.instrument not in _ACCENTED:
        return 1.0
    return _ACCENTS[round(note.start_beats * SLOTS_PER_BEAT) % SLOTS_PER_BEAT]


def _chance(note: Note, what: str) -> float:
    """Return a number from -1 to 1, most often near 0, that is always the same for the stroke."""
    told = f"{what} {note.instrument} {note.start_beats}".encode()
    number = crc32(told)
    return ((number & 0xFFFF) + (number >> 16)) / 0xFFFF - 1.0
