"""`lyricaudio check` as a writing aid: what it says of lines, and what it mends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.within import called as run

from lyricaudio.cli.linefacts import print_lines
from lyricaudio.pipeline.forecast import Checked
from lyricaudio.pipeline.lines import Cost

SONG = """\
# わたしの歌
題名：学習率
voice: {lyric: tone, explain: tone, answer: tone}
lines:  # だいじ
　- 歌詞: 学習率は 一歩の大きさ
    解説：勾配にかけるｶｽﾞです。
  - 大きすぎると谷を飛び越す
"""
MENDED = """\
# わたしの歌
title: 学習率
voice: {lyric: tone, explain: tone, answer: tone}
lines:  # だいじ
  - lyric: 学習率は 一歩の大きさ
    explain: 勾配にかけるカズです。
  - 大きすぎると谷を飛び越す
"""
SAID = """\
songs/a.yaml: lines: 2, without an explanation: 1, points: 0
   5  15 morae, 2 bars  学習率は 一歩の大きさ
   7  14 morae, 2 bars  大きすぎると谷を飛び越す
        no explanation: say when it holds, and why
no points: write under 'points:' what is to be taken home, best as questions
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "songs").mkdir()
    (tmp_path / "songs" / "a.yaml").write_bytes(b"\xef\xbb\xbf" + SONG.replace("\n", "\r\n").encode())
    return tmp_path


def test_what_is_mended_is_told_and_comments_line_ends_and_the_mark_stay(project: Path) -> None:
    assert run(project, "check").returncode == 2
    result = run(project, "check", "--fix", "--lines")
    assert result.returncode == 0, result.stderr
    written = (project / "songs" / "a.yaml").read_bytes()
    assert written == b"\xef\xbb\xbf" + MENDED.replace("\n", "\r\n").encode()
    assert result.stderr.splitlines()[:2] == [
        "note: songs/a.yaml:2: mended: the key is 'title'",
        "note: songs/a.yaml:5: mended: ordinary spaces",
    ]
    assert SAID in result.stdout
    assert "note: songs/a.yaml" not in run(project, "check", "--fix").stderr


@pytest.mark.slow
def test_what_a_build_costs_is_told_until_it_was_made(project: Path) -> None:
    (project / "lyricaudio.yaml").write_text("style: none\n", "utf-8")
    run(project, "check", "--fix")
    before = run(project, "check", "--lines").stdout.splitlines()[-1]
    assert before.startswith("a build makes 3 episodes and ")
    assert run(project, "build").returncode == 0
    assert run(project, "check", "--lines").stdout.splitlines()[-1] == "a build has nothing to make"
    found = json.loads(run(project, "check", "--lines", "--json").stdout)
    assert found["cost"] == {"episodes": 0, "clips": {}, "work_s": 0.0}
    assert [line["bars"] for line in found["lines"][0]["lines"]] == [2, 2]


def test_who_says_the_clips_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    cost = Cost(episodes=2, clips={"openjtalk": 3, "recording": 12, "own": 1}, work_s=61.0)
    print_lines(Checked(episodes=(), errors=(), notes=(), doubts=(), cost=cost))
    assert capsys.readouterr().out == (
        "a build makes 2 episodes and 16 clips (openjtalk 3, from a recording 12, your own voice 1):"
        " about 1:01 of one core\n"
    )


def test_programs_that_do_not_ask_for_lines_get_none(project: Path) -> None:
    run(project, "check", "--fix")
    found = json.loads(run(project, "check", "--json").stdout)
    assert (found["lines"], found["cost"]) == ([], None)
