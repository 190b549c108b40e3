"""`lyricaudio watch`: edits are built as they are saved."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.programs import LYRICAUDIO, finished, until

SONG = "title: 谷のうた\nyear: 2026\nstyle: none\nvoice: {{lyric: tone, explain: tone}}\nlines: [{line}]\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "songs").mkdir()
    (tmp_path / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    (tmp_path / "songs" / "a.yaml").write_text(SONG.format(line="谷を下る"), "utf-8")
    return tmp_path


@contextlib.contextmanager
def watching(project: Path, *words: str, programs: str = "") -> Iterator[Path]:
    """Watch a project in a program of its own, and give the file that has all it says."""
    said = project / "said.txt"
    with said.open("w") as output:
        process = subprocess.Popen(
            [*LYRICAUDIO, "watch", *words],
            cwd=project,
            stdout=output,
            stderr=output,
            env=os.environ | {"PATH": f"{programs}:{os.environ['PATH']}"},
            start_new_session=True,
        )
        try:
            yield said
            assert process.poll() is None, said.read_text("utf-8")
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def builds(said: Path) -> list[str]:
    return [line for line in said.read_text("utf-8").splitlines() if " built, " in line]


@pytest.mark.slow
def test_what_is_saved_is_built_and_what_is_wrong_is_told_and_can_be_mended(project: Path) -> None:
    song = project / "songs" / "a.yaml"
    with watching(project) as said:
        until(lambda: len(builds(said)) == 1, "the first build")
        song.write_text(SONG.format(line="山道を登る"), "utf-8")
        until(lambda: len(builds(said)) == 2, "the build of the edit")
        (project / "songs" / "b.yaml").write_text("titel: x\n", "utf-8")
        until(lambda: "songs/b.yaml:1:1" in said.read_text("utf-8"), "the error with its place")
        (project / "songs" / "b.yaml").unlink()
        (project / "lexicon.yaml").write_text("山道: サンドウ\n", "utf-8")
        until(lambda: builds(said)[-1].startswith("1 built"), "the build of a reading")
    assert [line.split(" built")[0] for line in builds(said)][:2] == ["1", "1"]
    lrc = (project / "output" / "谷のうた" / "01 うた.lrc").read_text("utf-8")
    assert "山道を登る" in lrc


@pytest.mark.slow
def test_what_an_edit_has_changed_is_played_from_its_line_on(project: Path, tmp_path: Path) -> None:
    programs, song = tmp_path / "programs", project / "songs" / "a.yaml"
    programs.mkdir()
    for name in ("afplay", "pw-play"):
        (programs / name).write_text('#!/bin/sh\ncp "$1" played.part && mv played.part played.wav\n')
        (programs / name).chmod(0o755)
    song.write_text(SONG.format(line="谷を下る, 山道を登る, 川を渡る"), "utf-8")
    with watching(project, "--play", programs=str(programs)) as said:
        until(lambda: len(builds(said)) == 1, "the first build")
        until(lambda: "waiting for the next change" in said.read_text("utf-8"), "the end of it")
        assert not (project / "played.wav").exists()
        song.write_text(SONG.format(line="谷を下る, 坂道を登る, 川を渡る"), "utf-8")
        until((project / "played.wav").exists, "what is played")
    (episode,) = json.loads((project / "output" / "release.json").read_text("utf-8"))["episodes"]
    changed = episode["lines"][1]
    with wave.open(str(project / "played.wav")) as played:
        length_s = played.getnframes() / played.getframerate()
    assert changed["text"] == "坂道を登る"
    assert length_s == pytest.approx(changed["end_s"] - changed["start_s"] + 1.0, abs=0.01)


@pytest.mark.slow
def test_where_nothing_plays_sound_it_says_so_at_once(project: Path) -> None:
    refused = finished([*LYRICAUDIO, "watch", "--play"], cwd=project, env=os.environ | {"PATH": ""})
    assert refused.returncode == 2
    assert "there is no program here that plays sound; leave out --play" in refused.stderr
