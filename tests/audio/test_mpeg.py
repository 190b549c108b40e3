from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lyricaudio.audio.codec import decoded_blocks, write_mp3
from lyricaudio.audio.mpeg import mp3_blocks
from lyricaudio.audio.sound import Samples
from lyricaudio.audio.wavefile import write_wavs
from lyricaudio.errors import CodecError

RATE = 44100


def noise(frames: int) -> Samples:
    return np.random.default_rng(1).uniform(-0.3, 0.3, (frames, 2)).astype(np.float32)


def read(path: Path, sample_rate: int = RATE) -> Samples:
    return np.concatenate([block.copy() for block in mp3_blocks(path, sample_rate=sample_rate, frames=1000)])


def test_an_mp3_has_the_same_samples_as_by_ffmpeg(tmp_path: Path) -> None:
    path = tmp_path / "うた.mp3"
    frames = write_mp3(path, [noise(20_000)], sample_rate=RATE)
    found = read(path)
    assert len(found) == frames
    assert np.abs(found - np.concatenate(list(decoded_blocks(path)))).max() < 1e-4


def test_one_channel_is_heard_from_both_sides_as_loud_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "うた.mp3"
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE).astype(np.float32)
    frames = write_mp3(path, [np.stack([tone, tone], axis=1)], sample_rate=RATE, mono=True)
    found = read(path)
    assert found.shape == (frames, 2)
    assert np.array_equal(found[:, 0], found[:, 1])
    assert np.abs(found[2000:-2000, 0] - tone[2000:-2000]).max() < 0.01
    assert np.abs(found - np.concatenate(list(decoded_blocks(path)))).max() < 1e-4


def test_what_is_no_mp3_of_a_build_is_refused(tmp_path: Path) -> None:
    slow, wave, torn = tmp_path / "a.mp3", tmp_path / "b.mp3", tmp_path / "c.mp3"
    write_mp3(slow, [noise(5_000)], sample_rate=32000)
    write_wavs((wave,), [(noise(5_000),)], RATE)
    torn.write_bytes(b"ID3")
    with pytest.raises(CodecError, match="MP3 with 2 channels at 32000 Hz, not MP3 with 1 or 2 at 44100 Hz"):
        read(slow)
    with pytest.raises(CodecError, match="it is WAV"):
        read(wave)
    for path in (torn, tmp_path / "none.mp3"):
        with pytest.raises(CodecError, match="does not decode"):
            read(path)
