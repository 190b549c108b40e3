"""`lyricaudio new`: what it asks in a terminal, what it takes as options; what it leaves is a song."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
from pathlib import Path

import pytest
from tests.documents import ROOT
from tests.programs import LYRICAUDIO, PATIENCE_S, finished

from lyricaudio.errors import LyricAudioError
from lyricaudio.intake.template import Beginning, pasted, template
from lyricaudio.pipeline.project.library import known_names
from lyricaudio.song import Song, parse_song
from lyricaudio.song.written import Text


def song(text: str) -> Song:
    return parse_song(text, source="new.yaml", names=known_names(ROOT))


def wanted(**changes: object) -> Beginning:
    return Beginning(**{"title": "谷のうた", "year": 2026, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("lines", [1, 2, 7])
def test_a_template_has_so_many_lines_and_a_hook(lines: int) -> None:
    made = song(template(wanted(), lines, usual_style="electropop"))
    assert [(len(section.lines), section.hook) for section in made.sections] == [(lines, False), (1, True)]
    assert made.style.name is None
    assert len(made.points) == 1


def test_what_is_said_stands_in_the_song_and_what_is_not_as_a_comment() -> None:
    bare = template(wanted(), 2, usual_style="electropop")
    assert "# style: electropop" in bare
    assert "# delivery: sing" in bare
    text = template(wanted(style="lofi", bpm=84.5, delivery="sing"), 2, usual_style="electropop")
    made = song(text)
    assert (made.style.name, made.style.bpm, made.delivery) == ("lofi", 84.5, "sing")


def test_a_tempo_alone_is_one_of_the_usual_style() -> None:
    made = song(template(wanted(bpm=120.0), 2, usual_style="electropop"))
    assert (made.style.name, made.style.bpm) == ("electropop", 120.0)


PASTED = "勾配は坂の傾き\n学習率: 歩幅\n\nサビ\n谷を下る\n"


def texts(made: Song) -> list[tuple[str, bool]]:
    return [(line.lyric.text, section.hook) for section in made.sections for line in section.lines]


def test_pasted_lyrics_are_its_lines_and_labels_part_them() -> None:
    made = song(pasted(wanted(), PASTED, usual_style="electropop"))
    assert texts(made) == [("勾配は坂の傾き", False), ("学習率: 歩幅", False), ("谷を下る", True)]
    assert made.title == Text(text="谷のうた", place=made.title.place)


def test_nothing_pasted_is_no_song() -> None:
    with pytest.raises(LyricAudioError, match="no line and no point"):
        pasted(wanted(), "\n\n", usual_style="electropop")


def run(root: Path, *words: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    return finished([*LYRICAUDIO, *words], cwd=root, text=text)


@pytest.mark.slow
def test_without_a_terminal_it_takes_options_and_asks_nothing(tmp_path: Path) -> None:
    made = run(tmp_path, "new", "谷", "--style", "lofi", "--delivery", "sing", "--bpm", "84", "--lines", "3")
    assert (made.returncode, made.stderr) == (0, "")
    found = song((tmp_path / "songs" / "谷.yaml").read_text("utf-8"))
    assert (found.style.name, found.style.bpm, found.delivery) == ("lofi", 84, "sing")
    assert len(found.sections[0].lines) == 3
    by_paste = run(tmp_path, "new", "山", "--paste", text=PASTED)
    assert by_paste.returncode == 0, by_paste.stderr
    assert len(texts(song((tmp_path / "songs" / "山.yaml").read_text("utf-8")))) == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Missing argument 'TITLE'."),
        (("谷", "--style", "polka"), "there is no style 'polka'; choose one of electropop"),
        (("谷", "--bpm", "9"), "9.0 is not in the range"),
        (("谷", "--delivery", "hum"), "'hum' is not one of"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    refused = run(tmp_path, "new", *words)
    assert refused.returncode == 2
    assert said in refused.stderr
    assert not (tmp_path / "songs").exists()


def talked(root: Path, *words: str, typed: str, language: str = "en") -> tuple[int, str]:
    """Run a command in a terminal in which somebody types; return its exit code and the screen."""
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [*LYRICAUDIO, *words],
        cwd=root,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=os.environ | {"LYRICAUDIO_LANG": language, "PYTHONUTF8": "1"},
        start_new_session=True,
    ) as process:
        os.close(terminal)
        os.write(controller, typed.encode())
        screen = b""
        with contextlib.suppress(OSError):  # the terminal is gone with the program
            while chunk := os.read(controller, 4096):
                screen += chunk
        os.close(controller)
        code = process.wait(PATIENCE_S)
    return code, screen.decode("utf-8", "replace").replace("\r\n", "\n")


@pytest.mark.slow
def test_in_a_terminal_it_asks_and_enter_takes_what_is_usual(tmp_path: Path) -> None:
    code, screen = talked(tmp_path, "new", typed="谷のうた\n\n\n\n\n")
    assert code == 0, screen
    for question in (
        "Title: ",
        "[electropop]: ",
        "chanted, sung or spoken",
        "[what suits the words]: ",
        "[2]: ",
    ):
        assert question in screen
    made = song((tmp_path / "songs" / "谷のうた.yaml").read_text("utf-8"))
    assert [len(section.lines) for section in made.sections] == [2, 1]


@pytest.mark.slow
def test_what_is_typed_wrong_is_asked_again_and_lyrics_may_be_pasted(tmp_path: Path) -> None:
    typed = f"polka\nlofi\nsing\n999\n96\np\n{PASTED}\n\n"
    code, screen = talked(tmp_path, "new", "谷のうた", typed=typed)
    assert code == 0, screen
    assert "there is no style 'polka'" in screen
    assert "999" in screen
    made = song((tmp_path / "songs" / "谷のうた.yaml").read_text("utf-8"))
    assert (made.style.name, made.style.bpm, made.delivery) == ("lofi", 96, "sing")
    assert len(texts(made)) == 3


@pytest.mark.slow
def test_it_asks_in_japanese_and_who_leaves_has_written_nothing(tmp_path: Path) -> None:
    code, screen = talked(tmp_path, "new", typed="谷\n\x04", language="ja")
    assert code == 130
    assert "題名: " in screen
    assert "スタイル (electropop, " in screen
    assert not (tmp_path / "songs").exists()
