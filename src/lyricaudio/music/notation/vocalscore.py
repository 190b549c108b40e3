"""What a voice sings, as it is written down: one kana a note, in passages of one tempo, metre and key.

Every mora has its note, whatever its length: a mora that is held is one long note, never several. What goes
on from the note before is the kana that says so, ー, and ん and っ have their own notes, as singing
synthesizers take them. Nothing is sung before the bar on which a line begins, so there is no pickup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from lyricaudio.music.band.midi import SungNote
from lyricaudio.music.theory.harmony import SCALES
from lyricaudio.music.theory.metre import Metre
from lyricaudio.reading.text.kana import hiragana

PROLONGED = "ー"

_RELATIVE_MAJOR = {"dorian": 10, "mixolydian": 5}
"""The tonic of the major scale of the same notes, in semitones above the tonic; of minor scales it is 3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of whole bars that is written alike.

    Attributes
    ----------
    start_beats
        The bar line on which it begins.
    bpm
        The tempo in beats (quarter notes) a minute.
    swing
        By which part of a sixteenth the odd sixteenths come late.
    tonic, scale
        The key: a pitch class, and the name of a scale.
    """

    start_beats: Fraction
    bpm: float
    metre: Metre
    swing: Fraction
    tonic: int
    scale: str

    @property
    def major_tonic(self) -> int:
        """The pitch class of the major key that has its key signature."""
        minor = 3 if 4 not in SCALES[self.scale] else 0
        return (self.tonic + _RELATIVE_MAJOR.get(self.scale, minor)) % 12


@dataclass(frozen=True, slots=True, kw_only=True)
class VocalScore:
    """A tune with its words.

    Attributes
    ----------
    notes
        In time order, none overlapping another; a lyric is one mora of katakana.
    passages
        At least one, the first from 0 on, each up to the next.
    end_beats
        The bar line with which the last one ends.
    """

    title: str
    notes: tuple[SungNote, ...]
    passages: tuple[Passage, ...]
    end_beats: Fraction

    def bounded(self) -> Iterator[tuple[Passage, Fraction]]:
        """Yield each passage with the beat on which it ends."""
        ends = [*(passage.start_beats for passage in self.passages[1:]), self.end_beats]
        return zip(self.passages, ends, strict=True)

    def held(self) -> Iterator[tuple[SungNote, bool]]:
        """Yield each note, and whether it is a ー that goes on from the note before."""
        before: Fraction | None = None
        for note in self.notes:
            yield note, note.lyric == PROLONGED and before == note.start_beats
            before = note.start_beats + note.length_beats


def written_kana(lyric: str) -> str:
    """Write a mora as singers have it, in hiragana; ヴ, for which there is hardly a hiragana, stays."""
    return lyric if lyric.startswith("ヴ") else hiragana(lyric)


def bar_lines(passage: Passage, end_beats: Fraction) -> list[tuple[Fraction, Fraction]]:
    """Return where each bar of a passage starts and ends, in beats."""
    bars = int((end_beats - passage.start_beats) / passage.metre.bar_beats)
    lines = [passage.start_beats + bar * passage.metre.bar_beats for bar in range(bars + 1)]
    return list(pairwise(lines))
