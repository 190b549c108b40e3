from __future__ import annotations

import sys
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from tests.stand_ins.small_soundfont import small_soundfont

from lyricaudio.audio.blocks import BLOCK_FRAMES
from lyricaudio.audio.sound import Samples
from lyricaudio.errors import LyricAudioError
from lyricaudio.music.band.arrangement import Note
from lyricaudio.music.band.render import band_blocks
from lyricaudio.music.band.soundfont import require_playable, soundfont_blocks

RATE = 44100

plays = pytest.mark.skipif(
    sys.version_info >= (3, 13) and find_spec("tinysoundfont") is None,
    reason="tinysoundfont has no wheel for this Python; to build it: pip install --no-deps tinysoundfont",
)
"""Where there are wheels, `make` installs one, and without it these tests fail."""


def note(instrument: str, start: Fraction, pitch: int | None, velocity: float = 0.8) -> Note:
    return Note(
        start_beats=start,
        length_beats=Fraction(1),
        instrument=instrument,
        pitch=pitch,
        velocity=velocity,
    )


@pytest.fixture
def font(tmp_path: Path) -> Path:
    path = tmp_path / "font.sf2"
    path.write_bytes(small_soundfont(program=5))
    return path


def played(font: Path, *notes: Note, frames: int = 2 * RATE) -> Samples:
    blocks = soundfont_blocks(notes, font, bpm=120, sidechain=0.0, sample_rate=RATE, frames=frames)
    return np.concatenate(list(blocks))


@plays
def test_a_soundfont_plays_a_note_on_its_frame_at_its_pitch(font: Path) -> None:
    samples = played(font, note("electric_piano", Fraction(2), 69))
    assert not samples[:RATE].any()
    assert np.abs(samples[RATE : RATE + 441]).max() > 0.05
    spectrum = np.abs(np.fft.rfft(samples[RATE : RATE + RATE // 2, 0]))
    assert abs(2 * int(np.argmax(spectrum)) - 440) <= 2


@plays
def test_what_a_soundfont_lacks_is_played_by_our_own_instruments(font: Path) -> None:
    bass = note("sub_bass", Fraction(0), 33)
    ours = band_blocks([bass], bpm=120, sidechain=0.0, sample_rate=RATE, frames=RATE)
    assert np.array_equal(played(font, bass, frames=RATE), np.concatenate(list(ours)))


@plays
def test_drums_are_the_kit_of_the_soundfont(font: Path) -> None:
    ours = band_blocks(
        [note("kick", Fraction(0), None)], bpm=120, sidechain=0.0, sample_rate=RATE, frames=RATE
    )
    theirs = played(font, note("kick", Fraction(0), None), frames=RATE)
    assert theirs.any()
    assert not np.allclose(theirs, np.concatenate(list(ours)))


@plays
def test_blocks_are_those_of_the_band_and_a_note_goes_on_across_them(font: Path) -> None:
    held = note("electric_piano", Fraction(5), 69)
    blocks = list(
        soundfont_blocks([held], font, bpm=120, sidechain=0, sample_rate=RATE, frames=BLOCK_FRAMES + 9000)
    )
    assert [len(block) for block in blocks] == [BLOCK_FRAMES, 9000]
    steps = np.abs(np.diff(np.concatenate(blocks)[BLOCK_FRAMES - 50 : BLOCK_FRAMES + 50, 0]))
    assert 0 < steps.max() < 0.05


@plays
def test_a_soundfont_plays_the_same_twice(font: Path) -> None:
    notes = [note("electric_piano", Fraction(step), 60 + step) for step in range(4)]
    assert np.array_equal(played(font, *notes), played(font, *notes))


@plays
def test_a_damaged_soundfont_is_refused_by_name(tmp_path: Path) -> None:
    for data in (b"", b"RIFF", b"no font at all", small_soundfont()[:-30]):
        (tmp_path / "my.sf2").write_bytes(data)
        with pytest.raises(LyricAudioError, match=r"^my\.sf2 is damaged or no SoundFont: .*; get it anew$"):
            played(tmp_path / "my.sf2", note("pad", Fraction(0), 60))
    with pytest.raises(LyricAudioError, match=r"other\.sf2 cannot be read: No such file"):
        played(tmp_path / "other.sf2")


@plays
def test_a_soundfont_is_refused_before_any_work(tmp_path: Path, font: Path) -> None:
    require_playable(font)
    with pytest.raises(LyricAudioError, match=r"none\.sf2 cannot be read: No such file"):
        require_playable(tmp_path / "none.sf2")
