from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from lyricaudio.audio.blocks import BLOCK_FRAMES
from lyricaudio.audio.codec import decoded_blocks, write_mp3
from lyricaudio.audio.loudness import LoudnessMeter, frames_above
from lyricaudio.audio.wavefile import write_wavs
from lyricaudio.errors import CodecError
from lyricaudio.mix.master import master, premastered
from lyricaudio.mix.mixer import SAMPLE_RATE
from lyricaudio.mix.recording import RecordedLine, Recording
from lyricaudio.music.timeline import Timeline
from lyricaudio.pipeline.making.soundfiles import CEILING_DBTP, Recorded, write_sound
from lyricaudio.units import gain_from_db

EMPTY = Timeline(stretches=(), placements=(), spans=())


def recorded(folder: Path, seconds: float, rate: int = 48000, channels: int = 1) -> Recording:
    t = np.arange(round(seconds * rate)) / rate
    sound = (0.05 * np.sin(2 * np.pi * 500 * t)).astype(np.float32)
    file = folder / "song.wav"
    write_wavs((file,), [(np.repeat(sound[:, None], channels, axis=1),)], rate)
    return Recording(file=file)


@pytest.mark.parametrize(("rate", "channels"), [(48000, 1), (44100, 2), (22050, 1)])
def test_a_recording_comes_in_blocks_of_stereo_at_our_rate(tmp_path: Path, rate: int, channels: int) -> None:
    blocks = list(recorded(tmp_path, 7.5, rate, channels).mixed())
    assert [len(block) for block in blocks[:-1]] == [BLOCK_FRAMES] * (len(blocks) - 1)
    samples = np.concatenate(blocks)
    assert samples.shape[1] == 2
    assert len(samples) == pytest.approx(7.5 * SAMPLE_RATE, abs=2)
    heard = samples[SAMPLE_RATE : 2 * SAMPLE_RATE, 0]
    assert abs(np.fft.rfft(heard)).argmax() == 500


def test_it_is_brought_to_our_loudness(tmp_path: Path) -> None:
    source = Recorded(timeline=EMPTY, recording=recorded(tmp_path, 5.0), lufs=-16.0)
    peaks = write_sound(source, tmp_path / "song.mp3", None, peak_s=0.5)
    assert len(peaks) == 10
    meter = LoudnessMeter(SAMPLE_RATE, 2)
    for block in decoded_blocks(tmp_path / "song.mp3"):
        meter.add(block)
    assert meter.integrated_lufs() == pytest.approx(-16.0, abs=0.3)


def test_where_the_encoder_makes_peaks_too_high_only_that_moment_is_quieter(tmp_path: Path) -> None:
    sound = recorded(tmp_path, 4.0, SAMPLE_RATE, 2)
    rng = np.random.default_rng(1)
    bursts = rng.normal(0, 0.02, (4 * SAMPLE_RATE, 2)).astype(np.float32)
    noisy = np.arange(len(bursts)) % (SAMPLE_RATE // 2) < SAMPLE_RATE // 50
    bursts[noisy] = np.sign(rng.normal(0, 1, (noisy.sum(), 2)))
    write_wavs((sound.file,), [(bursts,)], SAMPLE_RATE)
    source = Recorded(timeline=EMPTY, recording=sound, lufs=-16.0)
    plain, ours = tmp_path / "plain.mp3", tmp_path / "song.mp3"
    with premastered(source.mixed(), tmp_path) as premaster:
        write_mp3(plain, master(premaster, -16.0, CEILING_DBTP), sample_rate=SAMPLE_RATE)
    write_sound(source, ours, None, peak_s=0.5)
    before, after = (np.concatenate(list(decoded_blocks(path))) for path in (plain, ours))
    limit = gain_from_db(-1.0)
    loud = np.array(frames_above(before, limit))
    assert loud.size
    assert not frames_above(after, limit)
    changed = np.flatnonzero((before != after).any(axis=1))
    assert np.abs(changed[:, None] - loud).min(axis=1).max() < 1500


def test_another_recording_is_another_sound(tmp_path: Path) -> None:
    before = Recorded(timeline=EMPTY, recording=recorded(tmp_path, 1.0), lufs=-16.0).digest
    assert before == Recorded(timeline=EMPTY, recording=recorded(tmp_path, 1.0), lufs=-16.0).digest
    assert before != Recorded(timeline=EMPTY, recording=recorded(tmp_path, 1.5), lufs=-16.0).digest


@pytest.mark.parametrize("name", ["song.txt", "song.mp3", "gone.wav"])
def test_what_is_no_recording_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    if not name.startswith("gone"):
        (tmp_path / name).write_text("no sound", "utf-8")
    with pytest.raises(CodecError, match=name):
        list(Recording(file=tmp_path / name).mixed())


@pytest.mark.parametrize(("start_s", "end_s"), [(-1.0, 2.0), (2.0, 1.0), (0.0, math.inf), (math.nan, 1.0)])
def test_a_line_is_heard_within_its_recording(start_s: float, end_s: float) -> None:
    with pytest.raises(ValueError, match="is heard from"):
        RecordedLine(text="行", start_s=start_s, end_s=end_s)
