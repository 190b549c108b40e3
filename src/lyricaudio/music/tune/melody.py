"""A melody that the person wrote, in place of the tune that is searched.

It is written in degrees of the song's key or in note names, one note for one mora, and ー, ン and ッ count::

    5 3 2 1 | 6 5 . -        degrees; 1' is an octave above, 1, one below; #4 and b7
    C4 D4 Eb4 F#4            names; without a number the octave is 4
    ド レ ミ ファ ソ ラ シ ド'     the same in Japanese: ド is C, whatever the key

`.` or `-` holds the note before for one mora more, `|` is for the eye. Every line of the text is a phrase;
the lines of a section take the phrases in turn and begin again after the last. A phrase is sung whole as
often as it goes into the line's morae; morae left over stay on its last note, notes left over are not sung.

A melody is moved into the voice's range by octaves if they will do, else by semitones, and its key with it.
One that is wider than the voice is refused, unless it begins with `fold`: then what lies outside is sung an
octave nearer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import told
from lyricaudio.music.theory.harmony import ACCIDENTALS, LETTERS, SCALES, semitones_between
from lyricaudio.music.tune.contour import TuneLine
from lyricaudio.provenance import UNTOLD

_TOKEN = re.compile(
    r"(?P<skip>[\s|]+)"
    r"|(?P<hold>[.\-])"
    r"|(?P<name>[A-G]|ド|レ|ミ|ファ|ソ|ラ|シ)(?P<name_sign>[#♯b♭]?)(?P<octave>[0-9]?)(?P<name_marks>['’,]*)"
    r"|(?P<sign>[#♯b♭]?)(?P<degree>[1-7])(?P<marks>['’,]*)"
)
_JAPANESE = ("ド", "レ", "ミ", "ファ", "ソ", "ラ", "シ")
_NAMES = LETTERS | dict(zip(_JAPANESE, LETTERS.values(), strict=True))
_MARKS = {"'": 12, "’": 12, ",": -12}
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
    """A written melody.

    Attributes
    ----------
    phrases
        MIDI note numbers, at least one phrase and none empty.
    tonic
        The pitch class of its key, in the mode of the song's scale.
    folds
        Whether notes out of the voice's range may be sung an octave nearer.
    told
        What the person should know about where it comes from.
    """

    phrases: tuple[tuple[int, ...], ...]
    tonic: int = 0
    folds: bool = False
    told: str = field(default="", metadata=UNTOLD)

    @property
    def pitches(self) -> tuple[int, ...]:
        """All its notes, in order."""
        return tuple(pitch for phrase in self.phrases for pitch in phrase)

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
    folds, notes = unfolded(text)
    offset = len(text) - len(notes)
    for line in notes.splitlines(keepends=True):
        phrases.append(tuple(_pitches(line, offset, tonic, degrees)))
        offset += len(line)
    return replace(_melody(phrases), tonic=tonic, folds=folds)


def unfolded(text: str) -> tuple[bool, str]:
    """Tell whether a melody, or the name of its file, begins with `fold`, and return what follows."""
    found = re.match(r"\s*fold\s+", text)
    return bool(found), text[found.end() :] if found else text


def home_of(pitches: Sequence[int], tonic: int, scale: Sequence[int]) -> int:
    """Return the pitch class from which a scale has most notes of a melody, of equals the nearest to a tonic.

    Parameters
    ----------
    tonic, scale
        Of the song: what a tune that fits keeps.
    """
    degrees = _degrees(tonic, scale)

    def strange(home: int) -> tuple[int, int]:
        tones = {(home + step) % 12 for step in degrees}
        return sum(pitch % 12 not in tones for pitch in pitches), semitones_between(home, tonic)

    return min(range(12), key=strange)


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


def _melody(phrases: Sequence[tuple[int, ...]]) -> Melody:
    sung = tuple(phrase for phrase in phrases if phrase)
    if not sung:
        empty = told("the melody has no notes; write some, such as 5 3 2 1, or leave it out")
        raise MelodyError(0, empty)
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
                loose = told(
                    "there is no note before '{hold}' that it could hold; begin with a note", hold=token[0]
                )
                raise MelodyError(offset + token.start(), loose)
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
            no_note = told(
                "'{sign}' is no note; write degrees 1 to 7 (1' above, 1, below, #4, b7), names such as C4 or"
                " ド, - to hold, | between bars",
                sign=wrong,
            )
            raise MelodyError(offset + at, no_note)
        if not token["skip"]:
            yield token
        at = token.end()


def _half_width(character: str) -> str:
    """Return the plain form of a full-width character, so that offsets stay."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def _octaves(marks: str) -> int:
    return sum(_MARKS[mark] for mark in marks)
