"""Styles: how a song is accompanied, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, get_args

from lyricaudio import units
from lyricaudio.music.theory import pattern
from lyricaudio.music.theory.harmony import Chord, chord, scale_tones
from lyricaudio.music.theory.metre import Metre
from lyricaudio.music.theory.motif import Motif
from lyricaudio.music.theory.pattern import Row
from lyricaudio.provenance import UNTOLD

Energy = Literal["rest", "intro", "break", "verse", "hook", "outro"]
"""What goes on in a bar: a gap left to the listener, the start, an explanation, lyrics, the hook, the end."""

ENERGIES: tuple[Energy, ...] = get_args(Energy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a song is accompanied.

    Attributes
    ----------
    bpm, bpm_range
        The tempo when a song gives none, and the tempi that suit the patterns, in quarter notes a minute.
    swing
        By which part of a sixteenth the odd sixteenths come late.
    tonic, scale
        The key: a pitch class, and the name of a scale in `harmony.SCALES`.
    verse_chords, hook_chords
        Progressions in Roman numerals, a chord a bar.
    sidechain
        How far the kick pushes all else down: 0 not at all, 1 to silence.
    play
        The rows of each energy, in the order of `ENERGIES`.
    fill
        The drums of a whole bar that leads over.
    levels
        Factors on the velocity of instruments.
    build
        The drums of a whole bar that leads to the hook.
    lift_db
        By how much louder the hook is played than everything else.
    late_ms
        By how many milliseconds instruments come after the beat, or before it.
    motifs
        Rhythms for the words, of which each song has one; empty where any does.
    """

    name: str = field(metadata=UNTOLD)
    summary: str = field(metadata=UNTOLD)
    bpm: float
    bpm_range: tuple[float, float]
    metre: Metre
    swing: Fraction
    tonic: int
    scale: str
    verse_chords: tuple[str, ...]
    hook_chords: tuple[str, ...]
    sidechain: float
    play: tuple[tuple[Row, ...], ...]
    fill: tuple[Row, ...]
    levels: tuple[tuple[str, float], ...]
    build: tuple[Row, ...] = ()
    lift_db: float = 0.0
    late_ms: tuple[tuple[str, float], ...] = ()
    motifs: tuple[Motif, ...] = ()

    def rows(self, energy: Energy) -> tuple[Row, ...]:
        """Return what plays at an energy."""
        return self.play[ENERGIES.index(energy)]

    def level(self, instrument: str) -> float:
        """Return the factor on an instrument's velocity."""
        return dict(self.levels).get(instrument, 1.0)

    def dynamic(self, energy: Energy) -> float:
        """Return the factor on every velocity at an energy."""
        return 1.0 if energy == "hook" else units.gain_from_db(-self.lift_db)

    def chords(self, *, hook: bool) -> tuple[Chord, ...]:
        """Return the progression of the hook, or of everything else."""
        numerals = self.hook_chords if hook else self.verse_chords
        return tuple(chord(numeral, self.tonic) for numeral in numerals)

    def home(self) -> Chord:
        """Return the chord that everything comes to rest on."""
        return chord("i" if self.scale.startswith("minor") else "I", self.tonic)

    def scale_tones(self) -> tuple[int, ...]:
        """Return the pitch classes of the scale, the tonic first."""
        return scale_tones(self.tonic, self.scale)

    def in_metre(self, other: Metre) -> Style:
        """Return the style in another metre, its patterns derived from that metre's pulses."""
        if other == self.metre:
            return self
        play = tuple(tuple(pattern.in_metre(row, other, self.swing) for row in rows) for rows in self.play)
        fill = (pattern.fill_in(other, self.swing),) if self.fill else ()
        build = (pattern.build_in(other, self.swing),) if self.build else ()
        return replace(self, metre=other, play=play, fill=fill, build=build, motifs=())
