from __future__ import annotations

import numpy as np
import pytest

from lyricaudio.audio.sound import Samples
from lyricaudio.music.band.instruments.rack import play
from lyricaudio.music.theory.generalmidi import DRUM_KEYS, PROGRAMS

RATE = 44100
NOTES = [(name, None) for name in DRUM_KEYS] + [
    (name, pitch) for name in PROGRAMS for pitch in (33, 55, 76, 95)
]


def spectrum(samples: Samples) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the power of the first second of the left side in bands of 1 Hz."""
    frames = samples[:RATE, 0].astype(np.float64) * np.hanning(RATE)
    return np.square(np.abs(np.fft.rfft(frames)))


@pytest.mark.parametrize(("name", "pitch"), NOTES)
@pytest.mark.parametrize("length_s", [0.2, 2.0])
def test_a_note_sounds_in_range_without_offset_and_its_ends_are_silent(
    name: str, pitch: int | None, length_s: float
) -> None:
    samples = play(name, pitch, length_s, RATE)
    loud = np.abs(samples).max()
    assert samples.dtype == np.float32
    assert samples.shape[1] == 2
    assert 0.02 < loud < 1.0
    assert np.abs(samples.mean(axis=0)).max() < 0.03 * loud
    assert np.abs(samples[-3:]).max() < 1e-3 * loud


@pytest.mark.parametrize(("name", "pitch"), NOTES)
def test_a_note_has_no_jump_at_its_end(name: str, pitch: int | None) -> None:
    end = play(name, pitch, 0.4, RATE)[-44:]
    assert np.abs(np.diff(end, axis=0)).max() < 0.02


@pytest.mark.parametrize("name", DRUM_KEYS)
def test_a_drum_is_there_within_ten_milliseconds(name: str) -> None:
    samples = np.abs(play(name, None, 0.0, RATE))
    assert samples[:441].max() > 0.1 * samples.max()


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_pitched_note_is_in_tune(name: str) -> None:
    power = spectrum(play(name, 69, 1.0, RATE))
    assert abs(int(np.argmax(power[400:480])) + 400 - 440) <= 4
    assert power[430:451].sum() > 0.2 * power.sum()


@pytest.mark.parametrize("name", ["saw_bass", "pluck", "supersaw", "pad", "lead"])
def test_a_bright_note_folds_nothing_back(name: str) -> None:
    """A sawtooth of 1661 Hz has all its power at its harmonics; aliases would fall between them."""
    power = spectrum(play(name, 92, 1.0, RATE))
    hz = 440 * 2 ** (23 / 12)
    harmonics = np.arange(1, int(RATE / 2 / hz)) * hz
    from_harmonic = np.abs(np.arange(len(power))[:, None] - harmonics[None, :]).min(axis=1)
    assert power[from_harmonic > 150].sum() < 1e-5 * power.sum()


def test_velocity_is_a_factor_and_the_same_note_sounds_the_same() -> None:
    full = play("pluck", 60, 0.2, RATE)
    assert np.array_equal(play("pluck", 60, 0.2, RATE, 0.5), full * np.float32(0.5))
    assert np.array_equal(play("pluck", 60, 0.2, RATE), full)


def test_a_note_lasts_as_long_as_its_key_is_down_and_a_drum_as_long_as_it_likes() -> None:
    assert len(play("pad", 60, 2.0, RATE)) - len(play("pad", 60, 1.0, RATE)) == RATE
    assert len(play("crash", None, 0.1, RATE)) == len(play("crash", None, 9.0, RATE))


def test_an_instrument_that_is_not_there_is_a_programmers_mistake() -> None:
    with pytest.raises(KeyError):
        play("kazoo", 60, 1.0, RATE)
    with pytest.raises(KeyError):
        play("cowbell", None, 1.0, RATE)
