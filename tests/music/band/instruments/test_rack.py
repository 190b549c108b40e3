from __future__ import annotations

from itertools import pairwise

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
    second = np.pad(samples[:RATE, 0].astype(np.float64), (0, max(0, RATE - len(samples))))
    frames = second * np.hanning(2 * RATE)[RATE:] if len(samples) < RATE else second * np.hanning(RATE)
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


def test_velocity_is_a_factor_within_a_layer_and_the_same_note_sounds_the_same() -> None:
    full = play("pluck", 60, 0.2, RATE)
    assert np.array_equal(play("pluck", 60, 0.2, RATE, 0.8), full * np.float32(0.8))
    assert np.array_equal(play("pluck", 60, 0.2, RATE), full)


@pytest.mark.parametrize("name", ["kick", "snare", "clap", "hat", "pluck", "electric_piano", "supersaw"])
def test_what_is_struck_softly_is_duller_too(name: str) -> None:
    pitch = None if name in DRUM_KEYS else 60
    soft, hard = (spectrum(play(name, pitch, 0.5, RATE, velocity)) for velocity in (0.4, 1.0))
    middles_hz = [float((np.arange(len(one)) * one).sum() / one.sum()) for one in (soft, hard)]
    assert middles_hz[0] < 0.97 * middles_hz[1]


@pytest.mark.parametrize("name", ["snare", "clap", "hat", "open_hat", "crash"])
def test_the_hits_of_a_drum_are_not_one_another_and_stay_in_one_channel(name: str) -> None:
    hits = [play(name, None, 0.0, RATE, 1.0, stroke)[:4000] for stroke in range(4)]
    likeness = [abs(np.corrcoef(one[:, 0], other[:, 0])[0, 1]) for one, other in pairwise(hits)]
    assert max(likeness) < 0.8
    for hit in hits:
        lost_db = 10 * np.log10(np.square(hit.mean(axis=1)).mean() / np.square(hit).mean())
        assert lost_db > -1.8


def test_a_hat_is_no_chord_of_a_few_tones() -> None:
    """Of its power the six strongest tones have a small part, and other ones in each hit."""
    strongest = []
    for stroke in range(4):
        power = spectrum(play("hat", None, 0.0, RATE, 1.0, stroke))
        bands = power[: len(power) // 50 * 50].reshape(-1, 50).sum(axis=1)
        top = np.argsort(bands)[-6:]
        assert bands[top].sum() < 0.35 * bands.sum()
        strongest.append(set(top.tolist()))
    assert len(set.union(*strongest)) >= 20


def test_a_note_lasts_as_long_as_its_key_is_down_and_a_drum_as_long_as_it_likes() -> None:
    assert len(play("pad", 60, 2.0, RATE)) - len(play("pad", 60, 1.0, RATE)) == RATE
    assert len(play("crash", None, 0.1, RATE)) == len(play("crash", None, 9.0, RATE))


def test_an_instrument_that_is_not_there_is_a_programmers_mistake() -> None:
    with pytest.raises(KeyError):
        play("kazoo", 60, 1.0, RATE)
    with pytest.raises(KeyError):
        play("cowbell", None, 1.0, RATE)
