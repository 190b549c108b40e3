"""Asked in the terminal: what comes, and what is noted."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.cli.within import called

pytestmark = pytest.mark.slow

SONG = "title: う\nlines: [勾配は坂の傾き, 学習率は歩幅の大きさ, 谷を下る]\n"


def run(root: Path, *words: str, text: str = "") -> subprocess.CompletedProcess[str]:
    (root / "songs").mkdir(exist_ok=True)
    (root / "songs" / "a.yaml").write_text(SONG, "utf-8")
    environment = {"XDG_DATA_HOME": str(root / "data")}
    result = called(root, *words, env=environment, text=text)
    assert result.returncode == 0, result.stderr
    return result


def log(root: Path) -> list[str]:
    run(root, "progress", "--export", "log.jsonl")
    return [line.rpartition('"what": ')[2] for line in (root / "log.jsonl").read_text("utf-8").splitlines()]


def test_each_answer_is_noted_at_once_and_what_was_asked_today_is_not_asked_again(tmp_path: Path) -> None:
    asked = run(tmp_path, "grade", "--new", "5", text="\n\n\na\n")
    assert asked.stdout.count("坂の傾き。これは何?") == 1
    assert "  勾配  (勾配は坂の傾き)\n" in asked.stdout
    assert log(tmp_path) == ['"good"}', '"again"}']
    assert "nothing is due today" in run(tmp_path, "grade", "--new", "5").stdout


def test_what_was_only_heard_today_is_asked_all_the_same(tmp_path: Path) -> None:
    run(tmp_path, "grade", "--new", "1", text="\n\n")
    run(tmp_path, "progress", "--export", "log.jsonl")
    heard = (tmp_path / "log.jsonl").read_text("utf-8").replace('"good"', '"heard"')
    (tmp_path / "heard.jsonl").write_text(heard, "utf-8")
    (tmp_path / "data" / "lyricaudio" / "study.sqlite").unlink()
    run(tmp_path, "progress", "--import", "heard.jsonl")
    assert "1/1  坂の傾き。これは何?" in run(tmp_path, "grade", "--new", "1", text="").stdout


@pytest.mark.parametrize("text", ["q\n", "\nq\n", "\n", ""])
def test_who_has_enough_notes_nothing_more(tmp_path: Path, text: str) -> None:
    run(tmp_path, "grade", "--new", "5", text=text)
    assert log(tmp_path) == []


def test_without_anything_due_it_says_what_to_do(tmp_path: Path) -> None:
    said = run(tmp_path, "grade").stdout
    assert said == "nothing is due today; hear something new: lyricaudio commute --minutes 23\n"


def test_what_is_due_from_another_day_comes_first_what_was_forgotten_most_before(tmp_path: Path) -> None:
    run(tmp_path, "grade", "--new", "2", text="\n\n\na\n")
    run(tmp_path, "progress", "--export", "log.jsonl")
    earlier = (tmp_path / "log.jsonl").read_text("utf-8")
    day = earlier.split('"at": "')[1][:10]
    (tmp_path / "earlier.jsonl").write_text(earlier.replace(day, "2026-01-05"), "utf-8")
    (tmp_path / "data" / "lyricaudio" / "study.sqlite").unlink()
    run(tmp_path, "progress", "--import", "earlier.jsonl")
    asked = run(tmp_path, "grade", text="").stdout
    assert asked.startswith("1/2  歩幅の大きさ。これは何?\n")
