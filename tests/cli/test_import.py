"""`lyricaudio import`, as a person runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.intake.articles import QUOTES
from tests.programs import LYRICAUDIO, finished


def test_an_article_becomes_a_song_that_checks(tmp_path: Path) -> None:
    (tmp_path / "記事.txt").write_text(QUOTES, "utf-8")
    made = finished([*LYRICAUDIO, "import", "記事.txt"], cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    found = "5 lines, 3 explanations at their lines, 2 points"
    assert made.stdout == f"songs/正則化覚えうた.yaml: {found}; then: lyricaudio check\n"
    checked = finished([*LYRICAUDIO, "check"], cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr


def test_what_goes_wrong_with_one_file_is_its_error_and_the_others_are_made(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("谷を下る\n山に登る\n", "utf-8")
    (tmp_path / "b.txt").write_bytes("谷を下る山に登る谷を下る".encode("cp932"))
    made = finished([*LYRICAUDIO, "import", "none.txt", "b.txt", "a.txt", "a.txt"], cwd=tmp_path)
    assert made.returncode == 1
    assert made.stdout.startswith("songs/a.yaml: 2 lines")
    none, b, again = made.stderr.splitlines()
    assert "none.txt" in none
    assert "b.txt" in b
    assert "songs/a.yaml is there already" in again
    assert [path.name for path in (tmp_path / "songs").iterdir()] == ["a.yaml"]


@pytest.mark.slow
def test_an_imported_song_is_built(tmp_path: Path) -> None:
    (tmp_path / "記事.txt").write_text(QUOTES, "utf-8")
    (tmp_path / "lyricaudio.yaml").write_text("voice: {lyric: tone, explain: tone}\n", "utf-8")
    assert finished([*LYRICAUDIO, "import", "記事.txt"], cwd=tmp_path).returncode == 0
    built = finished([*LYRICAUDIO, "build"], cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    assert len(list((tmp_path / "output" / "正則化覚えうた").glob("*.mp3"))) == 3
