"""How what is written is played: a little otherwise each time, and the same in every build."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from tests.music.band.test_render import PLAYING, RATE, four_bars

from lyricaudio.music.band.arrangement import Note
from lyricaudio.music.band.feel import MOST_S, played
from lyricaudio.music.band.render import band_blocks
from lyricaudio.music.style import Style
from lyricaudio.music.stylebook import load_style


def moved_s(notes: tuple[Note, ...], style: Style, bpm: float) -> list[tuple[Note, float, float]]:
    """Return each note as it is written, by how much it is moved, and by what factor it is louder."""
    found = []
    for note in notes:
        (one,) = played([note], style, bpm)
        off_s = float(one.start_beats - note.start_beats) * 60 / bpm
        found.append((note, off_s, one.velocity / note.velocity))
    return found


@pytest.mark.parametrize("name", PLAYING)
def test_notes_are_moved_by_eight_milliseconds_at_the_most_and_kicks_by_two(name: str) -> None:
    style = replace(load_style(name), late_ms=())
    found = [one for one in moved_s(four_bars(style, "hook"), style, style.bpm) if one[0].start_beats > 0]
    offs = np.array([off_s for _, off_s, _ in found])
    assert np.abs(offs).max() <= MOST_S + 1e-4
    assert offs.std() > 0.001
    assert abs(offs.mean()) < 0.001
    assert max(abs(off_s) for note, off_s, _ in found if note.instrument == "kick") <= 0.0021
    assert all(0.6 < factor < 1.2 for _, _, factor in found)


def test_a_build_can_be_repeated_and_nothing_sounds_before_its_start() -> None:
    style = load_style("electropop")
    notes = four_bars(style, "hook")
    first = played(notes, style, 116)
    assert first == played(notes, style, 116)
    assert first[0].start_beats >= 0
    assert [note.start_beats for note in first] == sorted(note.start_beats for note in first)
    assert len(first) == len(notes)


def test_an_instrument_is_late_where_its_style_wants_it() -> None:
    style = load_style("electropop")
    note = Note(
        start_beats=Fraction(4), length_beats=Fraction(1), instrument="snare", pitch=None, velocity=0.8
    )
    ((_, plain_s, _),) = moved_s((note,), replace(style, late_ms=()), 120)
    ((_, late_s, _),) = moved_s((note,), replace(style, late_ms=(("snare", 12.0),)), 120)
    assert late_s - plain_s == pytest.approx(0.012, abs=2e-4)


@pytest.mark.parametrize("name", PLAYING)
def test_no_two_hats_in_a_row_are_the_same_hit_or_equally_loud(name: str) -> None:
    style = load_style(name)
    notes = played(four_bars(style, "verse"), style, style.bpm)
    hats = [note for note in notes if note.instrument in ("hat", "open_hat")][:16]
    hats = [replace(note, start_beats=Fraction(number)) for number, note in enumerate(hats)]
    heard = np.concatenate(
        list(band_blocks(hats, bpm=120, sidechain=0.0, sample_rate=RATE, frames=len(hats) * RATE // 2))
    )
    sounds = heard[:, 0].reshape(len(hats), -1)[:, :2000]
    assert max(abs(np.corrcoef(one, other)[0, 1]) for one, other in pairwise(sounds)) < 0.5
    assert len({round(note.velocity, 3) for note in hats}) > len(hats) // 2


def test_the_styles_have_grooves_of_their_own() -> None:
    """Where the drums of a verse strike, and how hard, is alike in no two styles."""

    def groove(name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        style = load_style(name)
        struck = np.zeros((3, 64))
        rows = {"kick": 0, "snare": 1, "clap": 1, "rim": 1, "hat": 2, "open_hat": 2}
        for note in four_bars(style, "verse"):
            if note.instrument in rows and note.start_beats < 16:
                struck[rows[note.instrument], round(note.start_beats * 4)] += note.velocity
        struck -= struck.mean(axis=1, keepdims=True)
        return np.asarray((struck / np.maximum(np.linalg.norm(struck, axis=1, keepdims=True), 1e-9)).ravel())

    grooves = {name: groove(name) for name in PLAYING}
    alike = {
        (one, other): float(grooves[one] @ grooves[other] / 3)
        for one in PLAYING
        for other in PLAYING
        if one < other
    }
    assert max(alike.values()) < 0.8
