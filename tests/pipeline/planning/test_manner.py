"""Who says what, as a song and its project choose it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record

SONG = """\
title: 学習率のうた
lines: [学習率は一歩の大きさ]
points: [{q: 一歩の大きさは何, a: 学習率}]
"""


@pytest.mark.parametrize(
    ("song", "project", "explains", "answers"),
    [
        ("", "", "openjtalk:mei_normal", "openjtalk:mei_low"),
        ("voice: {explain: openjtalk:mei_low}", "", "openjtalk:mei_low", "openjtalk:mei_normal"),
        ("voice: {explain: tone}", "", "tone:sine", "tone:sine"),
        ("", "voice: {answer: tone}", "openjtalk:mei_normal", "tone:sine"),
        (
            "voice: {answer: openjtalk}",
            "voice: {answer: tone}",
            "openjtalk:mei_normal",
            "openjtalk:mei_normal",
        ),
    ],
)
def test_who_answers_is_another_voice_than_who_asks_unless_one_is_chosen(
    tmp_path: Path, song: str, project: str, explains: str, answers: str
) -> None:
    (tmp_path / "songs").mkdir()
    (tmp_path / "songs" / "a.yaml").write_text(SONG + song, "utf-8")
    (tmp_path / "lyricaudio.yaml").write_text(f"artist: 私\n{project}", "utf-8")
    planned = plan(open_library([], folder=tmp_path), read_record(tmp_path / "output"))
    explain = next(order for order in planned.orders if order.form.name == "explain")
    assert [str(explain.manner.voices[role]) for role in ("question", "answer")] == [explains, answers]
