"""`lyricaudio book`, as a person runs it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.cli.within import called
from tests.programs import LYRICAUDIO, finished

FIRST = ["01-backpropagation", "02-stacked-autoencoder", "03-resnet", "04-relu", "05-learning-loop"]


@pytest.mark.slow
def test_the_book_is_listed_with_chapters_songs_lines_and_titles(tmp_path: Path) -> None:
    printed = called(tmp_path, "book")
    assert printed.returncode == 0, printed.stderr
    rows = [line.split() for line in printed.stdout.splitlines()]
    assert ["0-first/04-relu", "17", "ReLUのうた"] in rows
    (book,) = json.loads(called(tmp_path, "book", "--json").stdout)
    assert (book["book"], book["syllabus"]["version"]) == ("g-kentei", "1.4")
    first = book["chapters"][0]
    assert (first["chapter"], [song["song"] for song in first["songs"]]) == (
        "0-first",
        [f"0-first/{name}" for name in FIRST],
    )


@pytest.mark.slow
def test_a_chapter_becomes_songs_of_the_project_around(tmp_path: Path) -> None:
    (tmp_path / "lyricaudio.yaml").write_text("artist: わたし\n", "utf-8")
    (tmp_path / "notes").mkdir()
    tried = called(tmp_path / "notes", "book", "copy", "first", "--dry-run")
    assert (tried.stdout, (tmp_path / "songs").exists()) == (f"{tmp_path}/songs: 5 new\n", False)
    copied = called(tmp_path, "book", "copy", "first")
    assert (copied.returncode, copied.stdout, copied.stderr) == (0, "songs: 5 new\n", "")
    assert sorted(path.stem for path in (tmp_path / "songs" / "0-first").iterdir()) == FIRST


@pytest.mark.slow
def test_what_is_left_alone_is_told_by_name(tmp_path: Path) -> None:
    def copy(*options: str) -> list[str]:
        done = called(tmp_path, "book", "copy", "--to", "mine", *options)
        assert done.returncode == 0, done.stderr
        return [*done.stderr.splitlines(), *done.stdout.splitlines()]

    copy("relu", "resnet")
    (tmp_path / "mine/0-first/03-resnet.yaml").unlink()
    with (tmp_path / "mine/0-first/04-relu.yaml").open("a") as file:
        file.write("# mine\n")
    assert copy("relu", "resnet") == [
        "note: mine/0-first/03-resnet.yaml was removed or renamed by you: not brought again (--again does)",
        "note: mine/0-first/04-relu.yaml is as you have changed it: left alone",
        "mine: 1 changed by you, 1 removed by you",
    ]
    assert copy("resnet", "--again") == ["mine: 1 new"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("copy", "rellu"), "the book has no song or chapter 'rellu'; did you mean 'relu'?"),
        (("copy", "--book", "x"), "there is no book 'x'; there is: g-kentei"),
    ],
)
def test_what_is_not_there_is_one_line(tmp_path: Path, arguments: tuple[str, ...], complaint: str) -> None:
    refused = called(tmp_path, "book", *arguments)
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", f"{complaint}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_help_of_copy_is_in_the_persons_language_too(tmp_path: Path) -> None:
    environment = os.environ | {"LYRICAUDIO_LANG": "ja"}
    helped = finished([*LYRICAUDIO, "book", "copy", "--help"], cwd=tmp_path, env=environment)
    assert helped.stdout.startswith("使い方: ")
    assert "Copy songs" not in helped.stdout
