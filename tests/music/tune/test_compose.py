from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.sampling import some_of

from lyricaudio.music.theory.harmony import scale_tones
from lyricaudio.music.theory.metre import METRES
from lyricaudio.music.tune.compose import compose
from lyricaudio.music.tune.contour import (
    CELL_BEATS,
    Tune,
    TuneLine,
    TuneMora,
    accent_step,
    tune_line,
    violations,
)
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.reading.model import Reading
from lyricaudio.reading.reader import Reader

ROOT = Path(__file__).parents[3]
BLIND_LINES = 20  # four verses and a hook of four lines each
BLIND_SONGS = [f"blind {i}" for i in range(5)]
SONGS = [*sorted(path.stem for path in (ROOT / "songs").glob("*.yaml")), *BLIND_SONGS]
LOW, HIGH = 58, 72
PROGRESSION = ((9, 0, 4), (5, 9, 0), (0, 4, 7), (7, 11, 2))  # Am F C G
SCALES = {"minor": 9, "minor pentatonic": 9, "major": 0}

Ints = NDArray[np.int64]


def simple_flow(reading: Reading, step: Fraction) -> list[Fraction]:
    """Begin each accent phrase on a beat and let its morae follow evenly."""
    onsets: list[Fraction] = []
    for phrase in reading.phrases:
        at = Fraction(-(-(onsets[-1] + step) // 1)) if onsets else Fraction(0)
        onsets += [at + i * step for i in range(len(phrase.morae))]
    return onsets


@cache
def readings_of(song: str) -> list[tuple[Reading, bool, int]]:
    """Return the readings of a song's lines, whether each is of the hook, and its index in its section."""
    if song in BLIND_SONGS:
        first = BLIND_SONGS.index(song) * BLIND_LINES
        texts = (ROOT / "tests/reading/blind.tsv").read_text("utf-8").splitlines()
        told = [text.partition("\t")[0] for text in texts if text and not text.startswith("#")]
        lines = told[first : first + BLIND_LINES]
        return [(Reader().read(text), i // 4 == 1, i % 4) for i, text in enumerate(lines)]
    entry = next(entry for entry in open_library([], folder=ROOT).entries if Path(entry.path).stem == song)
    reader = Reader(own={term.term: term.kana for term in entry.song.readings})
    return [
        (reader.read(line.lyric.text), section.hook, index)
        for section in entry.song.sections
        for index, line in enumerate(section.lines)
    ]


@cache
def lines_of(song: str, step: Fraction) -> list[TuneLine]:
    return [
        tune_line(reading, simple_flow(reading, step), hook=hook, index=index)
        for reading, hook, index in readings_of(song)
    ]


def moved(sung: Sequence[Sequence[float]]) -> list[float]:
    return [abs(after - before) for notes in sung for before, after in pairwise(notes)]


def chords(hook: bool, index: int, bar: int) -> Collection[int]:
    return PROGRESSION[(2 * index + bar) % 4]


def composed(lines: Sequence[TuneLine], scale: str = "minor", seed: int = 0, metre: str = "4/4") -> Tune:
    tonic = SCALES[scale]
    return compose(
        lines,
        metre=METRES[metre],
        chords=chords,
        scale=scale_tones(tonic, scale),
        tonic=tonic,
        low=LOW,
        high=HIGH,
        seed=seed,
    )


@cache
def tune_of(song: str) -> Tune:
    """Return the tune of a song in minor, to sixteenths."""
    return composed(lines_of(song, Fraction(1, 4)))


@dataclass(frozen=True, kw_only=True)
class Moves:
    """All moves of a song on which the accent rises or falls: cells from and to, and where it goes."""

    cells: int
    used: Ints
    before: Ints
    here: Ints
    step: Ints

    def counts(self, pitches: Ints) -> tuple[Ints, Ints]:
        """Count the moves against and with the accent in tunes of shape (…, cells)."""
        moves = (pitches[..., self.here] - pitches[..., self.before]) * self.step
        return (moves < 0).sum(-1), (moves > 0).sum(-1)


def moves_of(tune: Tune, lines: Sequence[TuneLine]) -> Moves:
    """List the moves in terms of cells, by a tune whose pitches are the numbers of its cells."""
    numbers = iter(range(10**6))
    verse, hook = (
        tuple(tuple(next(numbers) for _ in phrase) for phrase in part) for part in (tune.verse, tune.hook)
    )
    numbered = Tune(verse=verse, hook=hook)
    found = [
        (int(cells[a]), int(cells[b]), step)
        for line in lines
        for cells in [numbered.notes(line)]
        for a, b in pairwise(line.sung)
        if (step := accent_step(line.morae[a], line.morae[b]))
    ]
    before, here, step = np.array(found).T
    used = np.unique([int(cell) for line in lines for cell in numbered.notes(line)])
    return Moves(cells=next(numbers), used=used, before=before, here=here, step=step)


def pitches_of(tune: Tune) -> Ints:
    return np.array([pitch for part in (tune.verse, tune.hook) for phrase in part for pitch in phrase])


def uniform_tunes(moves: Moves, tones: Ints, rng: np.random.Generator) -> Ints:
    return tones[rng.integers(len(tones), size=(1000, moves.cells))]


def walking_tunes(moves: Moves, tones: Ints, rng: np.random.Generator) -> Ints:
    """Walk by repeats, steps and thirds over the cells that are sung, turning back at the range's ends."""
    steps = np.zeros((1000, moves.cells), dtype=np.int64)
    steps[:, moves.used] = rng.choice(5, p=[0.15, 0.25, 0.2, 0.25, 0.15], size=(1000, len(moves.used))) - 2
    top = len(tones) - 1
    walked = (np.cumsum(steps, axis=1) + rng.integers(top + 1, size=(1000, 1))) % (2 * top)
    return tones[np.where(walked > top, 2 * top - walked, walked)]


@pytest.mark.slow
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("song", some_of(SONGS, 3))
def test_a_tune_violates_the_accent_less_than_nine_of_ten_random_ones(song: str, scale: str) -> None:
    lines = lines_of(song, Fraction(1, 4) if scale == "minor" else Fraction(1, 2))
    tune = tune_of(song) if scale == "minor" else composed(lines, scale)
    tones = np.array([p for p in range(LOW, HIGH + 1) if p % 12 in scale_tones(SCALES[scale], scale)])
    moves = moves_of(tune, lines)
    against, along = moves.counts(pitches_of(tune))
    assert against == len(violations(tune, lines))
    for random_tunes in (uniform_tunes, walking_tunes):
        all_against, all_along = moves.counts(random_tunes(moves, tones, np.random.default_rng(1)))
        assert against <= np.percentile(all_against, 10)
        assert along >= np.percentile(all_along, 90)  # and not by standing still
    assert against <= 0.06 * len(moves.step)


@pytest.mark.slow
@pytest.mark.parametrize("song", SONGS)
def test_the_same_place_has_the_same_note_in_every_verse(song: str) -> None:
    lines = lines_of(song, Fraction(1, 4))
    tune = tune_of(song)
    notes: dict[tuple[bool, int, int], set[float]] = {}
    for line in lines:
        pitches = tune.notes(line)
        phrases = len(tune.hook if line.hook else tune.verse)
        for i in line.sung:
            place = line.hook, line.index % phrases, line.morae[i].cell
            notes.setdefault(place, set()).add(pitches[i])
    assert {place: found for place, found in notes.items() if len(found) > 1} == {}


@pytest.mark.slow
@pytest.mark.parametrize("song", SONGS)
def test_a_tune_can_be_sung(song: str) -> None:
    lines = lines_of(song, Fraction(1, 4))
    tune = tune_of(song)
    pitches = pitches_of(tune)
    assert set(pitches) <= set(range(LOW, HIGH + 1))
    assert set(pitches % 12) <= set(scale_tones(9, "minor"))
    sizes = [
        abs(after - before)
        for line in lines
        for before, after in pairwise(tune.notes(line)[i] for i in line.sung)
    ]
    assert max(sizes) <= 12
    assert np.mean(np.array(sizes) > 5) < 0.05
    assert np.mean(np.array(sizes) == 0) < 0.4


@pytest.mark.slow
@pytest.mark.parametrize("song", SONGS)
def test_the_hook_lies_higher_and_moves_further(song: str) -> None:
    lines = lines_of(song, Fraction(1, 4))
    tune = tune_of(song)
    verse, hook = (
        [[tune.notes(line)[i] for i in line.sung] for line in lines if line.hook == part]
        for part in (False, True)
    )
    assert np.mean([*chain(*hook)]) > np.mean([*chain(*verse)]) + 1
    assert np.mean(moved(hook)) > np.mean(moved(verse))  # semitones from note to note


def test_every_other_phrase_of_the_hook_begins_alike() -> None:
    hook = tune_of(BLIND_SONGS[0]).hook
    assert len(hook) == 4
    bar = METRES["4/4"].slots
    assert [phrase[:bar] for phrase in hook[2:]] == [phrase[:bar] for phrase in hook[:2]]
    assert hook[0] != hook[2]


@pytest.mark.slow
def test_sections_close_on_the_tonic_and_most_lines_on_a_cadence() -> None:
    closed: list[bool] = []
    ended: list[bool] = []
    for song in SONGS:
        lines = lines_of(song, Fraction(1, 4))
        tune = tune_of(song)
        ends = [(tune.notes(line)[-1] - SCALES["minor"]) % 12 for line in lines]
        following = [*(line.index for line in lines[1:]), 0]
        closed += [end == 0 for end, after in zip(ends, following, strict=True) if after == 0]
        ended += [end in (0, 2, 7) for end in ends]
    assert np.mean(closed) > 0.95
    assert np.mean(ended) > 0.9


@pytest.mark.slow
def test_a_seed_gives_one_tune_and_another_gives_another() -> None:
    lines = lines_of("04-relu", Fraction(1, 4))
    assert composed(lines, seed=3) == composed(lines, seed=3)
    assert composed(lines, seed=3) != composed(lines, seed=4)


def test_what_is_sung_once_follows_the_accent_wholly() -> None:
    lines = lines_of("03-resnet", Fraction(1, 4))[:4]
    assert violations(composed(lines), lines) == ()


@pytest.mark.parametrize("metre", METRES)
def test_any_metre_has_a_tune(metre: str) -> None:
    lines = lines_of("05-learning-loop", Fraction(1, 2))
    tune = composed(lines, metre=metre)
    assert len(tune.verse) == 4
    assert len(tune.hook) == 3


def test_a_tune_is_made_for_what_there_is() -> None:
    one = TuneMora(kana="ッ", onset_beats=Fraction(0), kind="stop", high=False, phrase=0, ends_breath=True)
    line = TuneLine(morae=(one,), hook=False, index=0)
    tune = composed([line, replace(line, morae=(), index=1)])
    assert tune.notes(line)[0] % 12 in scale_tones(9, "minor")
    assert len(tune.verse) == 2
    assert tune.hook == ()
    assert composed([]) == Tune(verse=(), hook=())


def test_a_line_of_120_morae_is_composed_to_its_end() -> None:
    mora = TuneMora(kana="カ", onset_beats=Fraction(0), kind="vowel", high=True, phrase=0, ends_breath=False)
    long = TuneLine(
        morae=tuple(replace(mora, onset_beats=i * CELL_BEATS) for i in range(120)), hook=True, index=0
    )
    assert len(composed([long]).hook[0]) == 120


@pytest.mark.parametrize(("low", "high", "tonic"), [(60, 71, 0), (60, 72, 1)])
def test_a_range_under_an_octave_or_a_foreign_tonic_is_a_mistake(low: int, high: int, tonic: int) -> None:
    with pytest.raises(ValueError, match="no tune between 60"):
        compose(
            [],
            metre=METRES["4/4"],
            chords=chords,
            scale=scale_tones(0, "major"),
            tonic=tonic,
            low=low,
            high=high,
            seed=0,
        )
