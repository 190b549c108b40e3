"""`lyricaudio import`, as a person runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.within import called
from tests.intake.articles import QUOTES
from tests.programs import LYRICAUDIO, finished

SHORT = """\
タイトル・歌詞の紹介

曲のタイトル

谷のうた

歌詞

谷を下る 一歩ずつ
山に登る 一歩ずつ

歌詞の解説

谷を下る/一歩ずつ

小さく下ります。

まとめ

  • 谷：低いところ。
"""


def test_an_article_becomes_a_song_that_checks(tmp_path: Path) -> None:
    (tmp_path / "記事.txt").write_text(QUOTES, "utf-8")
    made = finished([*LYRICAUDIO, "import", "記事.txt"], cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    found = "5 lines, 3 explanations at their lines, 2 points"
    assert made.stdout == f"songs/正則化覚えうた.yaml: {found}; then: lyricaudio check\n"
    checked = called(tmp_path, "check")
    assert checked.returncode == 0, checked.stderr


def test_what_goes_wrong_with_one_file_is_its_error_and_the_others_are_made(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("谷を下る\n山に登る\n", "utf-8")
    (tmp_path / "b.txt").write_bytes("谷を下る山に登る谷を下る".encode("cp932"))
    made = called(tmp_path, "import", "none.txt", "b.txt", "a.txt", "a.txt")
    assert made.returncode == 1
    assert made.stdout.startswith("songs/a.yaml: 2 lines")
    none, b, again = made.stderr.splitlines()
    assert "none.txt" in none
    assert "b.txt" in b
    assert "songs/a.yaml is there already" in again
    assert [path.name for path in (tmp_path / "songs").iterdir()] == ["a.yaml"]


@pytest.mark.slow
def test_an_imported_song_is_built(tmp_path: Path) -> None:
    (tmp_path / "記事.txt").write_text(SHORT, "utf-8")
    settings = "style: none\nvoice: {lyric: tone, explain: tone, answer: tone}\n"
    (tmp_path / "lyricaudio.yaml").write_text(settings, "utf-8")
    assert called(tmp_path, "import", "記事.txt").stdout.endswith("then: lyricaudio check\n")
    built = called(tmp_path, "build")
    assert built.returncode == 0, built.stderr
    assert len(list((tmp_path / "output" / "谷のうた").glob("*.mp3"))) == 3
