"""A key without effect says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyricaudio.pipeline.project.idle import idle_notes
from lyricaudio.pipeline.project.library import open_library

SUNG = "title: う\nsections:\n  - {hook: HOOK, melody: '5 3', lines: [行]}\n  - lines: [列]\n"


def notes(root: Path, song: str, project: str = "artist: わたし\n") -> list[str]:
    (root / "songs").mkdir(exist_ok=True)
    (root / "songs" / "a.yaml").write_text(song, "utf-8")
    (root / "lyricaudio.yaml").write_text(project, "utf-8")
    return [note.replace(str(root), "") for note in idle_notes(open_library([], folder=root))]


def test_a_reading_that_is_used_nowhere_is_named_with_its_place(tmp_path: Path) -> None:
    (note,) = notes(tmp_path, "title: う\nreadings: {SELU: セルー, ELU: エルー}\nlines: [ELUの値]\n")
    assert note.startswith("/songs/a.yaml:2:12: 'SELU' occurs nowhere in this song")


@pytest.mark.parametrize(
    "line", ["SELUは", "selu と", "Se-LUは", "ＳＥＬＵは", "{SELU|セル}", r"\(SELU(x)\)"]
)
def test_a_reading_that_is_used_is_not(tmp_path: Path, line: str) -> None:
    assert notes(tmp_path, f"title: う\nreadings: {{SELU: セルー}}\nlines:\n  - '{line}'\n") == []


def test_readings_may_be_for_explanations_points_and_the_title(tmp_path: Path) -> None:
    song = (
        "title: 甲\nreadings: {甲: コウ, 乙乙: オツ, 丙丙: ヘイ, 丁丁: テイ}\n"
        "lines:\n  - {lyric: 行, explain: 乙乙です}\npoints:\n  - {q: 丙丙は, a: 丁丁}\n"
    )
    assert notes(tmp_path, song) == []


def test_a_word_to_tell_apart_that_occurs_nowhere_is_named(tmp_path: Path) -> None:
    (note,) = notes(tmp_path, "title: う\nlines: [ReLUの値]\nconfuse: [[ReLU, Leaky ReLU]]\n")
    assert "'Leaky ReLU' occurs nowhere" in note


@pytest.mark.parametrize(
    ("song", "said"),
    [
        ("title: う\nmelody: 5 3\nlines: [行]\n", "nobody sings this melody; write 'delivery: sing'"),
        (SUNG.replace("HOOK", "true"), "nobody sings this melody"),
        (SUNG.replace("HOOK", "false") + "melody: 1 2\ndelivery: chant\n", "nobody sings this melody"),
        (
            "title: う\ndelivery: sing\nmelody: 1 2\nsections:\n  - {melody: 5 3, lines: [行]}\n",
            "every verse has its own",
        ),
        (
            "title: う\ndelivery: sing\nmelody: |\n  1 2\n  3 4\nlines: [行]\n",
            "2 lines and its longest section 1",
        ),
    ],
)
def test_a_melody_that_nobody_sings_is_named(tmp_path: Path, song: str, said: str) -> None:
    found = notes(tmp_path, song)
    assert found
    assert all("/songs/a.yaml:" in note for note in found)
    assert said in found[0]


def test_a_melody_that_is_sung_is_not(tmp_path: Path) -> None:
    assert notes(tmp_path, SUNG.replace("HOOK", "false") + "delivery: sing\n") == []
    assert notes(tmp_path, "title: う\nmelody: 5 3\nlines: [{lyric: 行, delivery: sing}]\n") == []
    assert notes(tmp_path, "title: う\nmelody: 5 3\nlines: [行]\n", "delivery: sing\n") == []


def test_a_tempo_beside_a_loop_is_named(tmp_path: Path) -> None:
    song = "title: う\nstyle: {bpm: 90}\nbeat: {file: l.wav, bpm: BPM}\nlines: [行]\n"
    (note,) = notes(tmp_path, song.replace("BPM", "100"))
    assert note.startswith("/songs/a.yaml:3:14: the loop gives the tempo")
    assert notes(tmp_path, song.replace("BPM", "90")) == []


def test_a_playlist_that_selects_nothing_is_named(tmp_path: Path) -> None:
    project = "forms: [song]\nplaylists:\n  - {name: 通, select: [う, タグ, ない], forms: [song, explain]}\n"
    tag, form = notes(tmp_path, "title: う\ntags: [タグ]\nlines: [行]\n", project)
    assert tag.startswith(
        "/lyricaudio.yaml: the playlist '通' selects 'ない', which is no song's title or tag"
    )
    assert form.startswith("/lyricaudio.yaml: the playlist '通' asks for the form 'explain'")
