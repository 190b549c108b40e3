from __future__ import annotations

import wave
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from lyricaudio.audio.sound import Samples
from lyricaudio.errors import LyricAudioError
from lyricaudio.music.band.arrangement import Bar, arrange
from lyricaudio.music.band.loop import loop_blocks, read_loop
from lyricaudio.music.band.render import band_blocks
from lyricaudio.music.stylebook import load_style
from lyricaudio.music.theory.metre import METRES

FOUR, THREE = METRES["4/4"], METRES["3/4"]
RATE = 44100


def write_wav(path: Path, samples: Samples, sample_rate: int = RATE) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(sample_rate)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


def noise(frames: int) -> Samples:
    return np.random.default_rng(1).uniform(-0.5, 0.5, (frames, 2)).astype(np.float32)


def drums(style: str, bars: int, bpm: float) -> Samples:
    notes = arrange([Bar(energy="verse", chord_step=step) for step in range(bars)], load_style(style))
    frames = round(bars * 4 * 60 / bpm * RATE)
    blocks = list(band_blocks(notes, bpm=bpm, sidechain=0.0, sample_rate=RATE, frames=frames))
    return np.concatenate(blocks) * np.float32(0.5)


@pytest.mark.slow
@pytest.mark.parametrize("style", ["electropop", "edm", "jpop", "lofi", "hiphop"])
@pytest.mark.parametrize(("bars", "bpm"), [(1, 96.0), (2, 110.0), (4, 126.0), (4, 90.0)])
def test_the_tempo_of_a_loop_is_worked_out(style: str, bars: int, bpm: float, tmp_path: Path) -> None:
    loop = read_loop(write_wav(tmp_path / "loop.wav", drums(style, bars, bpm)), FOUR)
    assert loop.bpm == pytest.approx(bpm, abs=0.01)
    assert loop.length_beats == 4 * bars


def test_a_loop_is_repeated_on_its_exact_bars(tmp_path: Path) -> None:
    samples = noise(2 * RATE)
    loop = read_loop(write_wav(tmp_path / "loop.wav", samples), FOUR, bpm=120)
    assert (loop.bpm, loop.length_beats) == (120.0, Fraction(4))
    blocks = list(loop_blocks(loop, metre=FOUR, sample_rate=RATE, frames=5 * RATE))
    assert np.array_equal(np.concatenate(blocks), np.tile(loop.audio.samples, (3, 1))[: 5 * RATE])


def test_a_loop_that_is_longer_than_its_bars_gives_way_to_its_repeat(tmp_path: Path) -> None:
    loop = read_loop(write_wav(tmp_path / "loop.wav", noise(2 * RATE + 4000)), FOUR, bpm=120)
    heard = np.concatenate(list(loop_blocks(loop, metre=FOUR, sample_rate=RATE, frames=4 * RATE)))
    fade = round(0.005 * RATE)
    assert np.array_equal(heard[2 * RATE + fade : 4 * RATE], loop.audio.samples[fade : 2 * RATE])


def test_a_loop_that_is_two_frames_short_leaves_no_hole(tmp_path: Path) -> None:
    ones = np.full((2 * RATE - 2, 2), 0.5, np.float32)
    loop = read_loop(write_wav(tmp_path / "loop.wav", ones), FOUR, bpm=120)
    heard = np.concatenate(list(loop_blocks(loop, metre=FOUR, sample_rate=RATE, frames=6 * RATE)))
    assert heard.min() > 0.49


def test_a_loop_that_is_shorter_than_its_bars_is_followed_by_silence(tmp_path: Path) -> None:
    loop = read_loop(write_wav(tmp_path / "loop.wav", noise(2 * RATE - 4000)), FOUR, bpm=120)
    heard = np.concatenate(list(loop_blocks(loop, metre=FOUR, sample_rate=RATE, frames=4 * RATE)))
    assert not heard[2 * RATE - 4000 : 2 * RATE].any()
    assert heard[2 * RATE :].any()


def test_two_beats_begin_anew_on_every_bar_line(tmp_path: Path) -> None:
    loop = read_loop(write_wav(tmp_path / "loop.wav", noise(RATE)), THREE, bpm=120)
    assert loop.length_beats == Fraction(2)
    heard = np.concatenate(list(loop_blocks(loop, metre=THREE, sample_rate=RATE, frames=3 * RATE)))
    bar = 3 * RATE // 2
    fade = round(0.005 * RATE)
    assert np.array_equal(heard[fade:bar], heard[bar + fade : 2 * bar])
    assert np.array_equal(heard[RATE : RATE + 1000], loop.audio.samples[:1000])


def test_another_rate_and_one_channel_will_do(tmp_path: Path) -> None:
    loop = read_loop(write_wav(tmp_path / "loop.wav", noise(44000)[:, :1], 22000), FOUR, bpm=120)
    heard = np.concatenate(list(loop_blocks(loop, metre=FOUR, sample_rate=RATE, frames=2 * RATE)))
    assert heard.shape == (2 * RATE, 2)
    assert np.array_equal(heard[:, 0], heard[:, 1])
    assert np.abs(heard[-100:]).max() > 0.1


@pytest.mark.parametrize(
    ("frames", "gain", "bpm", "said"),
    [
        (0, 1.0, None, "has no sound in it"),
        (8000, 0.0, None, "is silent"),
        (1000, 1.0, 120.0, "is shorter than a beat at 120 BPM"),
        (1000, 1.0, None, "no tempo fits 0.12 s; give the loop's bpm"),
        (8000, 1.0, 39.0, "its bpm is 39; it lies between 40 and 240"),
        (8000, 1.0, 241.0, "its bpm is 241"),
        (8000, 1.0, float("nan"), "its bpm is nan"),
        (121 * 8000, 1.0, None, "is longer than 120 s"),
    ],
)
def test_what_is_no_loop_is_refused_by_name(
    frames: int, gain: float, bpm: float | None, said: str, tmp_path: Path
) -> None:
    path = write_wav(tmp_path / "loop.wav", noise(frames) * np.float32(gain), 8000)
    with pytest.raises(LyricAudioError, match=r"^loop\.wav:? " + said):
        read_loop(path, FOUR, bpm)


def test_what_does_not_decode_or_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "loop.wav").write_bytes(b"no sound")
    with pytest.raises(LyricAudioError, match=r"loop\.wav is not wav audio"):
        read_loop(tmp_path / "loop.wav", FOUR)
    with pytest.raises(LyricAudioError, match=r"loop\.flac cannot be read: No such file"):
        read_loop(tmp_path / "loop.flac", FOUR)
    with pytest.raises(LyricAudioError, match=r"loop\.txt: a loop must be one of \.wav, \.mp3"):
        read_loop(tmp_path / "loop.txt", FOUR)
