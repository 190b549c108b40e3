"""A melody that the person wrote, in place of the tune that is searched.

It is written in degrees of the song's key or in note names, one note for one mora, and ー, ン and ッ count::

    5 3 2 1 | 6 5 . -        degrees; 1' is an octave above, 1, one below; #4 and b7
    C4 D4 Eb4 F#4            names; without a number the octave is 4
    ド レ ミ ファ ソ ラ シ ド'     the same in Japanese: ド is C, whatever the key

`.` or `-` holds the note before for one mora more, `|` is for the eye. Every line of the text is a phrase;
the lines of a section take the phrases in turn and begin again after the last. A phrase is sung whole as
often as it goes into the line's morae; morae left over stay on its last note, notes left over are not sung.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lyricaudio.errors import LyricAudioError
from lyricaudio.music.theory.harmony import ACCIDENTALS, LETTERS, SCALES
from lyricaudio.music.tune.contour import TuneLine
from lyricaudio.music.tune.vocalrange import note_name

_TOKEN = re.compile(
    r"(?P<skip>[\s|]+)"
    r"|(?P<hold>[.\-])"
    r"|(?P<name>[A-G]|ド|レ|ミ|ファ|ソ|ラ|シ)(?P<name_sign>[#♯b♭]?)(?P<octave>[0-9]?)(?P<name_marks>['’,]*)"
    r"|(?P<sign>[#♯b♭]?)(?P<degree>[1-7])(?P<marks>['’,]*)"
)
_JAPANESE = ("ド", "レ", "ミ", "ファ", "ソ", "ラ", "シ")
_NAMES = LETTERS | dict(zip(_JAPANESE, LETTERS.values(), strict=True))
_MARKS = {"'": 12, "’": 12, ",": -12}
_HOW = "write degrees 1 to 7 (1' above, 1, below, #4, b7), names such as C4 or ド, - to hold, | between bars"
_MIDDLE_C = 60


class MelodyError(LyricAudioError):
    """A melody is malformed.

    Attributes
    ----------
    offset
        Where in the text, in characters from 0.
    """

    exit_code = 2

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Melody:
    """A written melody: phrases of MIDI note numbers, at least one phrase and none empty."""

    phrases: tuple[tuple[int, ...], ...]

    def notes(self, line: TuneLine) -> tuple[float, ...]:
        """Return a pitch for each mora, as MIDI note numbers."""
        phrase = self.phrases[line.index % len(self.phrases)]
        count = len(line.morae)
        times = max(1, count // len(phrase))
        left_over = max(0, count - times * len(phrase))
        return (phrase * times + phrase[-1:] * left_over)[:count]


def parse_melody(text: str, tonic: int, scale: Sequence[int]) -> Melody:
    """Read a melody.

    Parameters
    ----------
    text
        In the notation of this module; a line is a phrase.
    tonic
        The pitch class of degree 1, 0 to 11; without marks it lies in the octave from middle C (60) upwards.
    scale
        Pitch classes. The degrees are its tones if it has seven, else those of the major or minor scale.

    Raises
    ------
    MelodyError
        At a sign that is no note, a hold without a note before it, or when there are no notes at all.
    """
    degrees = _degrees(tonic, scale)
    phrases: list[tuple[int, ...]] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        phrases.append(tuple(_pitches(line, offset, tonic, degrees)))
        offset += len(line)
    return _melody(phrases)


def melody_from_notes(notes: Sequence[tuple[Fraction, int]], line_beats: Fraction) -> Melody:
    """Make a melody of notes on a grid, as a MIDI file has them.

    Of notes that start together the highest is the melody. Their order is kept, but not their rhythm: that is
    the words'.

    Parameters
    ----------
    notes
        Start in beats from the file's beginning, and MIDI note number; in any order.
    line_beats
        How many beats make a phrase: a line's usual length. Phrases without notes are left out.

    Raises
    ------
    MelodyError
        When there are no notes.
    """
    highest = dict(sorted(notes))
    phrases: dict[int, list[int]] = {}
    for start_beats, pitch in highest.items():
        phrases.setdefault(int(start_beats // line_beats), []).append(pitch)
    return _melody([tuple(phrase) for phrase in phrases.values()])


def fit_range(melody: Melody, low: int, high: int) -> Melody:
    """Move a melody by octaves, as few as can be, until it lies in a voice's range.

    Raises
    ------
    LyricAudioError
        When no octave will do; it names the note and the range.
    """
    shift = min(range(-120, 121, 12), key=lambda shift: (len(_outside(melody, shift, low, high)), abs(shift)))
    if outside := _outside(melody, shift, low, high):
        raise LyricAudioError(
            f"{outside[0]} of the melody is out of the voice's range, {note_name(low)} to"
            f" {note_name(high)}, and no octave fits all notes; write it narrower or in another key"
        )
    moved = (tuple(pitch + shift for pitch in phrase) for phrase in melody.phrases)
    return Melody(phrases=tuple(moved))


def _outside(melody: Melody, shift: int, low: int, high: int) -> list[str]:
    """Name the notes, as they are written, that lie outside of a range when moved."""
    return [
        f"{note_name(pitch)}, note {i} of phrase {number},"
        for number, phrase in enumerate(melody.phrases, start=1)
        for i, pitch in enumerate(phrase, start=1)
        if not low <= pitch + shift <= high
    ]


def _melody(phrases: Sequence[tuple[int, ...]]) -> Melody:
    sung = tuple(phrase for phrase in phrases if phrase)
    if not sung:
        raise MelodyError(0, "the melody has no notes; write some, such as 5 3 2 1, or leave it out")
    return Melody(phrases=sung)


def _degrees(tonic: int, scale: Sequence[int]) -> tuple[int, ...]:
    """Return the seven degrees in semitones above the tonic."""
    steps = sorted({(tone - tonic) % 12 for tone in scale})
    if len(steps) == 7:
        return tuple(steps)
    return SCALES["minor" if 3 in steps and 4 not in steps else "major"]


def _pitches(line: str, offset: int, tonic: int, degrees: Sequence[int]) -> Iterator[int]:
    """Yield the notes of one phrase, which begins at an offset of the text."""
    pitch: int | None = None
    for token in _tokens(line, offset):
        if token["hold"]:
            if pitch is None:
                message = f"there is no note before '{token[0]}' that it could hold; begin with a note"
                raise MelodyError(offset + token.start(), message)
        elif token["degree"]:
            step = degrees[int(token["degree"]) - 1] + ACCIDENTALS[token["sign"]]
            pitch = _MIDDLE_C + tonic + step + _octaves(token["marks"])
        else:
            octave = int(token["octave"] or 4)
            pitch = 12 * (octave + 1) + _NAMES[token["name"]] + ACCIDENTALS[token["name_sign"]]
            pitch += _octaves(token["name_marks"])
        yield pitch


def _tokens(line: str, offset: int) -> Iterator[re.Match[str]]:
    """Yield the notes and holds of a phrase."""
    plain = "".join(map(_half_width, line))
    at = 0
    while at < len(plain):
        token = _TOKEN.match(plain, at)
        if token is None:
            wrong = re.split(r"[\s|]", line[at:], maxsplit=1)[0]
            raise MelodyError(offset + at, f"'{wrong}' is no note; {_HOW}")
        if not token["skip"]:
            yield token
        at = token.end()


def _half_width(character: str) -> str:
    """Return the plain form of a full-width character, so that offsets stay."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def _octaves(marks: str) -> int:
    return sum(_MARKS[mark] for mark in marks)
