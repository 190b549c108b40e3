"""`lyricaudio coverage`, as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.within import called

SYLLABUS = "学習\t最適化\t学習率\n学習\t最適化\t鞍点\n学習\tデータ拡張\tMixup\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "songs").mkdir()
    song = "title: う\nlines: [{lyric: 学習率は一歩の大きさ, explain: 鞍点では進みません。}]\n"
    (tmp_path / "songs" / "a.yaml").write_text(song, "utf-8")
    (tmp_path / "exam.tsv").write_text(SYLLABUS, "utf-8")
    return tmp_path


@pytest.mark.slow
def test_a_table_tells_item_by_item_and_names_what_is_not_sung(project: Path) -> None:
    printed = called(project, "coverage", "exam.tsv", "--png", "exam.png")
    assert (printed.returncode, printed.stderr) == (0, "")
    assert (
        printed.stdout
        == """\
                      sung   explained  mentioned  missing
学習
  最適化              1      1          0          0
  データ拡張          0      0          0          1
3 different keywords  1      1          0          1
                      33.3%  33.3%      0.0%       33.3%
explained: 鞍点
missing: Mixup
"""
    )
    assert (project / "exam.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
def test_json_has_every_keyword_with_its_places_and_strict_fails_on_a_missing_one(project: Path) -> None:
    printed = called(project, "coverage", "exam.tsv", "a", "--json", "--strict")
    assert (printed.returncode, printed.stderr) == (1, "")
    first, _, last = json.loads(printed.stdout)
    common = {"section": "学習", "item": "最適化"}
    place = "songs/a.yaml:2:17"
    assert first == common | {"keyword": "学習率", "state": "sung", "places": [place]}
    assert last["state"] == "missing"
    (project / "exam.tsv").write_text(SYLLABUS.rpartition("学習\t")[0], "utf-8")
    assert called(project, "coverage", "exam.tsv", "--strict").returncode == 0


@pytest.mark.slow
def test_a_book_is_looked_into_without_a_project(tmp_path: Path) -> None:
    printed = called(tmp_path, "coverage", "g-kentei", "--book", "g-kentei", "first")
    assert (printed.returncode, printed.stderr) == (0, "")
    assert "481 different keywords" in printed.stdout


@pytest.mark.slow
def test_a_list_that_is_none_is_refused_in_one_line(project: Path) -> None:
    refused = called(project, "coverage", "songs/a.yaml")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 2)  # each of its two lines
    refused = called(project, "coverage", "none.tsv")
    assert refused.stderr == "there is no file 'none.tsv'; name a list of keywords, or: g-kentei\n"
