"""A recording is tapped along in the studio, and the times of its lines are written beside it."""

from __future__ import annotations

import doctest
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.studio.desk import Studio, make_project, studio

from lyricaudio.audio.wavefile import write_wavs
from lyricaudio.studio import tapping

pytestmark = pytest.mark.slow

SONG = """\
title: 谷のうた
# 自分の録音
recording: my-song.wav
sections:
  - name: サビ
    hook: true
    lines: [少しずつおりていく]
  - lines: [学習率は一歩の大きさ]
"""
NAMED = SONG.replace("my-song.wav", "{file: my-song.wav, lyrics: my-song.lrc}")
TIMES = "[00:00.50]少しずつおりていく\n[00:01.25]学習率は一歩の大きさ\n[00:02.00]\n"


@pytest.fixture
def taps(tmp_path: Path) -> Iterator[Studio]:
    root = make_project(tmp_path, valley=SONG, silent="title: う\nlines: [行]\n")
    sound = 0.1 * np.sin(np.arange(24000) / 10).astype(np.float32)[:, None]
    write_wavs((root / "songs" / "my-song.wav",), [(sound,)], 8000)
    with studio(root) as started:
        yield started


def tapped(taps: Studio) -> list[dict[str, object]]:
    first, second, _ = (line["of"] for line in taps.get("/api/taps/valley")["lines"])
    return [{"of": first, "at_s": 0.5}, {"of": second, "at_s": 1.25}, {"of": "", "at_s": 2.0}]


def test_lines_come_as_they_are_sung_and_the_recording_is_heard_from_anywhere(taps: Studio) -> None:
    shown = taps.get("/api/taps/valley")
    assert [(line["shown"], line["at_s"]) for line in shown["lines"]] == [
        ("少しずつおりていく", None),
        ("学習率は一歩の大きさ", None),
        ("少しずつおりていく", None),
    ]
    assert (shown["recording"], shown["lrc"], shown["stamped"]) == ("my-song.wav", "my-song.lrc", 0)
    part = taps.ask("/api/recording/valley", Range="bytes=0-3")
    assert (part.status, part.body, part.headers["Content-Type"]) == (206, b"RIFF", "audio/wav")


def test_times_are_written_beside_the_song_which_names_them_and_come_back(taps: Studio) -> None:
    version = taps.get("/api/taps/valley")["version"]
    shown = taps.send("/api/taps/valley", version=version, times=tapped(taps))
    assert [line["at_s"] for line in shown["lines"]] == [0.5, 1.25]
    assert (taps.song("valley").parent / "my-song.lrc").read_text("utf-8") == TIMES
    assert taps.song("valley").read_text("utf-8") == NAMED


def test_times_that_are_there_are_replaced_only_when_that_is_said(taps: Studio) -> None:
    lrc = taps.song("valley").parent / "my-song.lrc"
    lrc.write_text("[ar:わたし]\n[00:09.00]学習率は一歩の大きさ\n", "utf-8")
    sent = {"version": taps.get("/api/taps/valley")["version"], "times": tapped_two(taps)}
    refused = taps.send("/api/taps/valley", status=409, **sent)
    assert "my-song.lrc has the times of 1 lines already" in refused["error"]
    assert taps.song("valley").read_text("utf-8") == SONG
    taps.send("/api/taps/valley", **sent, replace=True)
    assert lrc.read_text("utf-8").startswith("[ar:わたし]\n[00:00.50]")


def tapped_two(taps: Studio) -> list[dict[str, object]]:
    lines = taps.get("/api/taps/valley")["lines"]
    return [{"of": line["of"], "at_s": 0.5 + number} for number, line in enumerate(lines)]


@pytest.mark.parametrize(
    ("times", "status"),
    [([{"of": "gone", "at_s": 1}], 422), ([], 422), ([{"of": "", "at_s": -1}], 400), ("no", 400), ([1], 400)],
)
def test_what_is_no_time_of_a_line_is_refused(taps: Studio, times: object, status: int) -> None:
    version = taps.get("/api/taps/valley")["version"]
    body = json.dumps({"version": version, "times": times}).encode()
    assert taps.ask("/api/taps/valley", "POST", body).status == status
    assert not (taps.song("valley").parent / "my-song.lrc").exists()


def test_a_song_without_a_recording_says_so_and_an_older_version_writes_nothing(taps: Studio) -> None:
    answer = taps.ask("/api/taps/silent")
    assert answer.status == 422
    assert "this song has no recording" in answer.body.decode()
    taps.send("/api/taps/valley", status=412, version="old", times=tapped(taps))
    assert taps.song("valley").read_text("utf-8") == SONG


def test_lines_are_looked_for_and_what_is_not_heard_has_no_time(taps: Studio) -> None:
    shown = taps.get("/api/found/valley")
    assert len({line["of"] for line in shown["lines"]}) == 2
    assert all(line["at_s"] is None or line["sure"] < 0.5 for line in shown["lines"])


def test_the_examples_are_true() -> None:
    assert doctest.testmod(tapping) == (0, 3)
