"""A tune: one note per place of the bar grid, the same in every verse, another tune for the hook.

Words are heard through the tune only if it follows their pitch accent. What counts are the moves between sung
notes inside an accent phrase: where the accent rises the tune must not fall, and the other way round. A note
that is repeated offends nobody. ー, ン and ッ hold the note before them, so a move is looked at from one note
to the next and not from mora to mora.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal, Protocol

from lyricaudio.music.flow.natural import MoraKind, mora_kind
from lyricaudio.music.theory.metre import SLOTS_PER_BEAT
from lyricaudio.reading.model import Mora, Reading

CELL_BEATS = Fraction(1, SLOTS_PER_BEAT)
"""The grid of a tune: a sixteenth. Morae that are closer together share a note."""

Direction = Literal["up", "down"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TuneMora:
    """A mora as the tune sees it.

    Attributes
    ----------
    onset_beats
        Its slot, in beats from the bar line on which the line starts; not negative.
    kind
        What carries it: a vowel, ー, ン, ッ, or a vowel that speech would whisper.
    high
        Whether the pitch accent is high on it.
    phrase
        The index of its accent phrase in the line, from 0.
    ends_breath
        Whether the singer breathes after it.
    """

    kana: str
    onset_beats: Fraction
    kind: MoraKind
    high: bool
    phrase: int
    ends_breath: bool

    @property
    def cell(self) -> int:
        """The cell of the grid it falls into, counted from the line's first bar line."""
        return int(self.onset_beats // CELL_BEATS)


@dataclass(frozen=True, slots=True, kw_only=True)
class TuneLine:
    """A lyric line on its slots.

    Attributes
    ----------
    morae
        In order; may be empty.
    hook
        Whether it belongs to the hook.
    index
        Which line of its section it is, from 0.
    """

    morae: tuple[TuneMora, ...]
    hook: bool
    index: int

    @property
    def sung(self) -> tuple[int, ...]:
        """The indices of the morae that have a note of their own; the others hold the note before."""
        return tuple(
            i
            for i, mora in enumerate(self.morae)
            if i == 0 or mora.kind in ("vowel", "devoiced") or mora.phrase != self.morae[i - 1].phrase
        )


def tune_line(reading: Reading, onsets_beats: Sequence[Fraction], *, hook: bool, index: int) -> TuneLine:
    """Put a reading on its slots.

    Parameters
    ----------
    onsets_beats
        The slot of each mora, in beats from the line's first bar line, ascending, not negative.

    Raises
    ------
    ValueError
        When there is not one slot for each mora.
    """
    placed = zip(_places(reading), onsets_beats, strict=True)
    return TuneLine(
        morae=tuple(
            TuneMora(
                kana=mora.kana,
                onset_beats=onset,
                kind=mora_kind(mora),
                high=mora.high,
                phrase=phrase,
                ends_breath=ends_breath,
            )
            for (mora, phrase, ends_breath), onset in placed
        ),
        hook=hook,
        index=index,
    )


def _places(reading: Reading) -> Iterator[tuple[Mora, int, bool]]:
    """Yield each mora with the index of its phrase, and whether a breath follows it."""
    for index, phrase in enumerate(reading.phrases):
        breathes = phrase.pause_after or index == len(reading.phrases) - 1
        for i, mora in enumerate(phrase.morae, start=1):
            yield mora, index, breathes and i == len(phrase.morae)


class Singable(Protocol):
    """What gives the morae of a line their notes: a tune that was searched, or a melody that was written."""

    def notes(self, line: TuneLine) -> tuple[float, ...]:
        """Return a pitch for each mora, as MIDI note numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tune:
    """One melody for all verses, and one for the hook.

    Attributes
    ----------
    verse, hook
        The phrases of each, as one MIDI note number per cell of the grid, from the bar line on which a line
        starts. The lines of a section take them in turn. Empty where there was no line to compose for.
    """

    verse: tuple[tuple[int, ...], ...]
    hook: tuple[tuple[int, ...], ...]

    def notes(self, line: TuneLine) -> tuple[float, ...]:
        """Return a pitch for each mora, as MIDI note numbers.

        A line that is longer than any the tune was composed for stays on the last note.

        Raises
        ------
        ValueError
            When the tune was composed without any line of the hook and this is one, or of the verse.
        """
        phrases = self.hook if line.hook else self.verse
        if not line.morae:
            return ()
        if not phrases:
            raise ValueError(f"the tune was composed without {'a hook' if line.hook else 'verses'}")
        phrase = phrases[line.index % len(phrases)]
        sung = set(line.sung)
        pitches: list[float] = []
        for i, mora in enumerate(line.morae):
            pitches.append(phrase[min(mora.cell, len(phrase) - 1)] if i in sung else pitches[-1])
        return tuple(pitches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A move of the tune against the pitch accent.

    Attributes
    ----------
    line
        The index of the line among those that were asked about.
    mora
        The index of the mora in its line on which the wrong note is reached, and its `kana`.
    direction
        Where the tune goes; the accent goes the other way.
    """

    line: int
    mora: int
    kana: str
    direction: Direction


def violations(tune: Singable, lines: Sequence[TuneLine]) -> tuple[Violation, ...]:
    """Find every move against the pitch accent, in the order of the lines."""
    return tuple(
        Violation(line=index, mora=mora, kana=line.morae[mora].kana, direction=direction)
        for index, line in enumerate(lines)
        for mora, direction in _wrong_moves(tune.notes(line), line)
    )


def _wrong_moves(notes: Sequence[float], line: TuneLine) -> Iterator[tuple[int, Direction]]:
    for before, here in pairwise(line.sung):
        wanted = accent_step(line.morae[before], line.morae[here])
        if wanted and wanted * (notes[here] - notes[before]) < 0:
            yield here, "down" if wanted > 0 else "up"


def accent_step(before: TuneMora, here: TuneMora) -> int | None:
    """Return where the pitch accent goes between two morae: 1 up, -1 down, 0; None between phrases."""
    return here.high - before.high if before.phrase == here.phrase else None
