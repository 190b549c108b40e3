"""The search for a tune: the notes that suit the words of all verses at once.

The verses share their notes, so a note is judged by every line that sings it. Its cost is a sum over the
places of the tune (register, chord, cadence) and over the pairs of places that some line sings in a row
(accent, leaps). A fixed seed gives a fixed tune.

Costs are in arbitrary units: a plain wish is about 1, what nearly must be is 6 or more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

import numpy as np

from lyricaudio.music.theory.metre import Metre
from lyricaudio.music.tune.anneal import CostTable, Integers, minimise
from lyricaudio.music.tune.contour import Tune, TuneLine, TuneMora, accent_step

Chords = Callable[[bool, int, int], Collection[int]]
"""The pitch classes of a chord: of the hook or not, the line's index in its section, the bar in the line."""

_MOST_PHRASES = 4
_LEAP = 9  # semitones
_VERSE_SHARE = 0.7  # of the voice's range from below; what is above it is left to the hook
_VERSE_MIDDLE, _HOOK_MIDDLE = 0.35, 0.65  # of the voice's range
_DECLINATION = 3.0  # semitones by which a line sinks from its beginning to its end, as speech does
_VERSE_SWING, _HOOK_SWING = 2.5, 4.5  # semitones from the middle to high morae, and to low ones

_Place = tuple[int, int]  # phrase and cell
_Wish = tuple[Collection[int], float]  # pitch classes, and what any other costs


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    """What the music gives; tonic and scale are pitch classes."""

    metre: Metre
    chords: Chords
    tonic: int
    scale: Collection[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Register:
    """Where a part lies: the notes it may use, their middle, and how far accents go from it, in semitones."""

    tones: Integers
    middle: float
    swing: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """How many phrases there are, and up to which cell every other one is the same."""

    phrases: int
    motif_cells: int

    def place(self, phrase: int, cell: int) -> _Place:
        """Return where the note of a cell is decided."""
        return phrase % 2 if cell < self.motif_cells else phrase, cell


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    """A mora that has a note of its own, how far in its line it is (0 to 1), and what is wished of it."""

    mora: TuneMora
    place: _Place
    position: float
    wishes: tuple[_Wish, ...]


def compose(
    lines: Sequence[TuneLine],
    *,
    metre: Metre,
    chords: Chords,
    scale: Collection[int],
    tonic: int,
    low: int,
    high: int,
    seed: int,
) -> Tune:
    """Compose a tune for a song.

    Parameters
    ----------
    lines
        All lines in the song's order; each section begins with index 0. The hook need not be repeated.
    metre
        Gives the bar lines, and the pulses on which chord tones are wanted.
    chords
        The chord of each bar.
    scale, tonic
        Pitch classes, 0 to 11 (C is 0); the tonic is one of the scale.
    low, high
        The voice's range as MIDI note numbers, both included; at least an octave.
    seed
        Another seed gives another tune.

    Raises
    ------
    ValueError
        When the range is less than an octave, or the tonic is not in the scale.
    """
    if high - low < 12 or tonic not in scale:
        raise ValueError(f"no tune between {low} and {high} on {tonic} of {sorted(scale)}")
    key = _Key(metre=metre, chords=chords, tonic=tonic, scale=scale)
    tones = np.array([pitch for pitch in range(low, high + 1) if pitch % 12 in scale])
    lowest_tonic = min(pitch for pitch in tones if pitch % 12 == tonic)
    verse_high = max(low + _VERSE_SHARE * (high - low), lowest_tonic)
    rng = np.random.default_rng(seed)
    verse = _Register(
        tones=tones[tones <= verse_high], middle=low + _VERSE_MIDDLE * (high - low), swing=_VERSE_SWING
    )
    hook = _Register(tones=tones, middle=low + _HOOK_MIDDLE * (high - low), swing=_HOOK_SWING)
    return Tune(
        verse=_part(lines, key, verse, rng, hook=False),
        hook=_part(lines, key, hook, rng, hook=True),
    )


def _part(
    lines: Sequence[TuneLine], key: _Key, register: _Register, rng: np.random.Generator, *, hook: bool
) -> tuple[tuple[int, ...], ...]:
    """Compose the phrases of the hook, or of the verses."""
    count = max((line.index + 1 for line in lines if line.hook == hook), default=0)
    motif_cells = key.metre.slots if hook else 0  # what returns is remembered
    shape = _Shape(phrases=min(_MOST_PHRASES, count), motif_cells=motif_cells)
    sung = [notes for notes in _notes(lines, key, shape, hook=hook) if notes]
    places = sorted({note.place for notes in sung for note in notes})
    if not places:
        return ()
    tones = register.tones
    index = {place: i for i, place in enumerate(places)}
    alone = rng.uniform(0.0, 0.25, (len(places), len(tones)))  # so that songs differ
    for note in (note for notes in sung for note in notes):
        alone[index[note.place]] += _alone(note, register)
    chosen = tones[minimise(alone, _pairs(sung, index, tones), rng)]
    return _phrases({place: int(chosen[i]) for place, i in index.items()}, shape)


def _notes(lines: Sequence[TuneLine], key: _Key, shape: _Shape, *, hook: bool) -> Iterator[list[_Note]]:
    """Yield the notes of each line of the part."""
    for line, after in zip_longest(lines, lines[1:]):
        if line.hook == hook:
            cadence = _cadence(line, key, closes=after is None or after.index == 0)
            yield [_note(line, i, key, shape, cadence) for i in line.sung]


def _note(line: TuneLine, i: int, key: _Key, shape: _Shape, cadence: _Wish) -> _Note:
    mora = line.morae[i]
    bar, beat = divmod(mora.onset_beats, key.metre.bar_beats)
    on_pulse = any(beat == pulse for pulse, _ in key.metre.pulses)
    wishes: list[_Wish] = [(key.chords(line.hook, line.index, bar), 1.2 if on_pulse else 0.35)]
    if i == line.sung[-1]:
        wishes.append(cadence)
    elif mora.ends_breath:
        wishes.append(([key.tonic, *_half_cadence(key)], 1.5))
    return _Note(
        mora=mora,
        place=shape.place(line.index % shape.phrases, mora.cell),
        position=i / len(line.morae),
        wishes=tuple(wishes),
    )


def _cadence(line: TuneLine, key: _Key, *, closes: bool) -> _Wish:
    """Return where a line is to end: a question on the fifth or second, an answer on the tonic."""
    if closes:
        return [key.tonic], 24.0
    half = _half_cadence(key)
    return half if half and line.index % 2 == 0 else [key.tonic], 12.0


def _half_cadence(key: _Key) -> list[int]:
    return [tone for tone in ((key.tonic + 7) % 12, (key.tonic + 2) % 12) if tone in key.scale]


def _alone(note: _Note, register: _Register) -> CostTable:
    """Return what each tone costs for itself: far from the middle, outside the chord, no cadence."""
    swing = register.swing if note.mora.high else -register.swing
    aim = register.middle + swing + _DECLINATION * (0.5 - note.position)
    cost: CostTable = np.square(register.tones - aim, dtype=np.float64)
    cost *= 0.03
    for wanted, price in note.wishes:
        cost += price * ~np.isin(register.tones % 12, list(wanted))
    return cost


def _pairs(
    sung: list[list[_Note]], index: dict[_Place, int], tones: Integers
) -> dict[tuple[int, int], CostTable]:
    """Add up what the moves between two places cost, over all lines."""
    moves = {step: _moves(step, tones) for step in (1, -1, 0, None)}
    costs: dict[tuple[int, int], CostTable] = {}
    for before, here in (pair for notes in sung for pair in pairwise(notes)):
        if before.place != here.place:
            cost = moves[accent_step(before.mora, here.mora)]
            pair = index[before.place], index[here.place]
            costs[pair] = costs[pair] + cost if pair in costs else cost
    return costs


def _moves(step: int | None, tones: Integers) -> CostTable:
    """Return what each move costs, shape (tones before, tones here), for where the accent goes."""
    degrees = np.arange(len(tones))[None, :] - np.arange(len(tones))[:, None]
    size = np.abs(degrees)
    cost: CostTable = 4.0 * (np.abs(tones[None, :] - tones[:, None]) > _LEAP)
    if step is None:
        cost += 0.12 * size
    elif step == 0:
        cost += np.select([size == 0, size == 1, size == 2], [0.55, 0.0, 0.9], 3.0 + size)
    else:
        right = degrees * step
        cost += np.select([right < 0, right == 0, right <= 3], [6.0 + size, 2.0, 0.0], 1.0 + size)
    return cost


def _phrases(pitches: dict[_Place, int], shape: _Shape) -> tuple[tuple[int, ...], ...]:
    """Write the phrases out cell by cell; where no line sings, the note before holds."""
    cells = 1 + max(cell for _, cell in pitches)
    pitch = next(iter(pitches.values()))
    phrases: list[tuple[int, ...]] = []
    for phrase in range(shape.phrases):
        row = [pitch := pitches.get(shape.place(phrase, cell), pitch) for cell in range(cells)]
        phrases.append(tuple(row))
    return tuple(phrases)
