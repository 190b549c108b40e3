from __future__ import annotations

import json
import os
import stat
import wave
from pathlib import Path

import numpy as np
import pytest
from tests.cli.within import called
from tests.programs import LYRICAUDIO, finished

from lyricaudio.audio.loudness import loudness_lufs
from lyricaudio.audio.sound import mono


def samples_of(path: Path) -> tuple[np.ndarray, int]:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 3)
        data = np.frombuffer(file.readframes(file.getnframes()), dtype=np.uint8).reshape(-1, 3)
    wide = np.pad(data, ((0, 0), (1, 0))).copy().view("<i4")[:, 0]
    return wide / 2.0**31, file.getframerate()


@pytest.mark.slow
def test_a_clip_is_written_at_the_loudness_of_a_voice(tmp_path: Path) -> None:
    said = ["try", "勾配を下る", "--voice", "openjtalk:mei_low", "--out", "voice.wav"]
    result = called(tmp_path, *said)
    assert result.returncode == 0, result.stderr
    assert result.stdout == "openjtalk:mei_low  0.9 s  コーバイオクダル\n"
    samples, rate = samples_of(tmp_path / "voice.wav")
    assert loudness_lufs(mono(samples, rate)) == pytest.approx(-18, abs=0.5)


@pytest.mark.slow
def test_without_a_file_it_is_played_where_a_player_is_and_else_asks_for_a_file(tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    env = os.environ | {"PATH": str(programs)}
    said = [*LYRICAUDIO, "try", "谷", "--voice", "tone"]
    refused = finished(said, cwd=tmp_path, env=env)
    assert refused.returncode == 2
    assert "there is no program here that plays sound; give --out FILE.wav" in refused.stderr
    player = programs / "aplay"
    player.write_text('#!/bin/sh\n[ -s "$2" ] && echo "$1 $2" > played\n')
    player.chmod(player.stat().st_mode | stat.S_IXUSR)
    played = finished(said, cwd=tmp_path, env=env)
    assert (played.returncode, played.stdout) == (0, "tone:sine  0.2 s  タニ\n"), played.stderr
    assert (tmp_path / "played").read_text().startswith("-q /")


@pytest.mark.slow
def test_the_voices_of_every_engine_are_listed_as_songs_name_them(tmp_path: Path) -> None:
    rows = json.loads(called(tmp_path, "engines", "--json").stdout)
    listed = called(tmp_path, "engines", "--voices").stdout.splitlines()
    names = [f"{row['name']}:{voice}" for row in rows for voice in row["voices"].split(", ") if voice]
    assert [line.split()[0] for line in listed if ":" in line.split()[0]] == names
    assert {"openjtalk:mei_low", "kokoro:jm_kumo"} <= set(names)
