from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from lyricaudio.audio.blocks import BLOCK_FRAMES
from lyricaudio.audio.loudness import LoudnessMeter
from lyricaudio.audio.sound import Samples
from lyricaudio.music.band.arrangement import Bar, Note, arrange
from lyricaudio.music.band.instruments.rack import play
from lyricaudio.music.band.render import band_blocks
from lyricaudio.music.style import Energy, Style
from lyricaudio.music.stylebook import load_style, style_names
from lyricaudio.music.theory.generalmidi import DRUM_KEYS

RATE = 44100
PLAYING = [name for name in style_names() if name != "none"]


def note(instrument: str, start: int, pitch: int | None = None, length: int = 1) -> Note:
    return Note(
        start_beats=Fraction(start),
        length_beats=Fraction(length),
        instrument=instrument,
        pitch=pitch,
        velocity=1.0,
    )


def rendered(
    notes: list[Note] | tuple[Note, ...], frames: int, sidechain: float = 0.0, bpm: float = 120.0
) -> Samples:
    blocks = band_blocks(notes, bpm=bpm, sidechain=sidechain, sample_rate=RATE, frames=frames)
    return np.concatenate(list(blocks))


def loudness(samples: Samples) -> float:
    meter = LoudnessMeter(RATE, 2)
    meter.add(samples)
    return meter.integrated_lufs()


def four_bars(style: Style, energy: Energy) -> tuple[Note, ...]:
    return arrange([Bar(energy=energy, hook=energy == "hook", chord_step=step) for step in range(4)], style)


def test_a_note_begins_on_its_exact_frame() -> None:
    samples = rendered([note("rim", 3)], 3 * RATE)
    assert not samples[: 3 * RATE // 2].any()
    assert np.array_equal(samples[3 * RATE // 2 :][:1000], play("rim", None, 0.0, RATE)[:1000])


def test_no_notes_are_silence_of_the_right_length() -> None:
    blocks = list(band_blocks([], bpm=120.0, sidechain=0.5, sample_rate=RATE, frames=BLOCK_FRAMES + 7))
    assert [len(block) for block in blocks] == [BLOCK_FRAMES, 7]
    assert not any(block.any() for block in blocks)


def test_the_kick_pushes_all_but_the_drums_and_lets_go_within_220_ms() -> None:
    pad = rendered([note("pad", 0, 60, 8)], 4 * RATE)
    kick = rendered([note("kick", 4)], 4 * RATE)
    pushed = rendered([note("pad", 0, 60, 8), note("kick", 4)], 4 * RATE, sidechain=0.5) - kick
    at = 2 * RATE
    heard = np.abs(pad[:, 0]) > 0.02
    gain = np.divide(pushed[:, 0], pad[:, 0], out=np.ones(len(pad), np.float32), where=heard)
    assert gain[:at].min() > 0.99
    assert gain[at : at + RATE // 10].min() == pytest.approx(0.5, abs=0.03)
    assert gain[at + round(0.221 * RATE) :].min() > 0.99
    assert (
        np.abs(np.diff(1 - np.interp(np.arange(len(gain)), np.flatnonzero(heard), gain[heard]))).max() < 0.05
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", PLAYING)
@pytest.mark.parametrize("energy", ["verse", "hook"])
def test_no_instrument_is_alone_in_the_band(name: str, energy: Energy) -> None:
    style = load_style(name)
    notes = four_bars(style, energy)
    frames = round(16 * 60 / style.bpm * RATE)
    whole = loudness(rendered(notes, frames, style.sidechain, style.bpm))
    levels = {
        instrument: loudness(
            rendered([n for n in notes if n.instrument == instrument], frames, 0.0, style.bpm)
        )
        - whole
        for instrument in {note.instrument for note in notes}
    }
    assert max(level for instrument, level in levels.items() if instrument not in DRUM_KEYS) < -1.5
    assert -11 < levels["kick"] < -2
    assert -13 < max(levels.get("snare", -99), levels.get("clap", -99)) < -5


@pytest.mark.slow
@pytest.mark.parametrize("name", PLAYING)
def test_the_hook_is_louder_than_the_verse_and_an_explanation_softer(name: str) -> None:
    style = load_style(name)
    frames = round(16 * 60 / style.bpm * RATE)
    energies: tuple[Energy, ...] = ("break", "verse", "hook")
    quiet, verse, hook = (
        loudness(rendered(four_bars(style, energy), frames, style.sidechain, style.bpm))
        for energy in energies
    )
    assert quiet + 2 < verse < hook + 0.5


@pytest.mark.parametrize("name", PLAYING)
def test_a_band_plays_without_a_gap_under_an_explanation(name: str) -> None:
    style = load_style(name)
    samples = rendered(
        four_bars(style, "break"), round(16 * 60 / style.bpm * RATE), style.sidechain, style.bpm
    )
    whole = len(samples) // 4410 * 4410
    levels = np.sqrt(np.square(samples[:whole, 0]).reshape(-1, 4410).mean(axis=1))  # of every 100 ms
    gaps = "".join("x" if level > 0.003 else "." for level in levels).split("x")
    assert max(map(len, gaps)) <= 10
