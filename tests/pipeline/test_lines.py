from __future__ import annotations

from pathlib import Path

import pytest

from lyricaudio.pipeline.forecast import Checked, check
from lyricaudio.pipeline.lines import Beat, LineFacts
from lyricaudio.pipeline.project.library import open_library

FIRST = """\
title: 一つ目
voice: {lyric: tone, explain: tone, answer: tone}
lines:
  - lyric: 学習率は一歩の大きさ
    explain: 勾配にかける小さな数です。
  - '{傾|かたむ}きが小さいと 勾配は消えてしまうので層を深くできないのがこまる'
  - {lyric: 谷を下る, delivery: speak}
  - 学習率は、一歩の大きさ
"""
SECOND = """\
title: 二つ目
voice: {lyric: tone, explain: tone, answer: tone}
lines: [学習率は 一歩の大きさ]
points: [学習率は幅]
"""


def checked(root: Path, **songs: str) -> Checked:
    (root / "songs").mkdir()
    for name, text in songs.items():
        (root / "songs" / f"{name}.yaml").write_text(text, "utf-8")
    return check(open_library([], folder=root), root / "output", lines=True)


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checked:
    monkeypatch.chdir(tmp_path)
    return checked(tmp_path, a=FIRST, b=SECOND)


def lines(found: Checked) -> list[LineFacts]:
    return [line for song in found.lines for line in song.lines]


def test_each_line_is_told_with_its_morae_and_bars(found: Checked) -> None:
    facts = lines(found)
    assert [line.lyric for line in facts][:2] == [
        "学習率は一歩の大きさ",
        "傾きが小さいと 勾配は消えてしまうので層を深くできないのがこまる",
    ]
    assert [line.morae for line in facts] == [15, 38, 6, 15, 15]
    assert [line.place.line for line in facts] == [4, 6, 7, 8, 3]
    assert [line.bars is None for line in facts] == [False, False, True, False, False]
    assert all(line.bars >= 2 for line in facts if line.bars is not None and line.morae > 12)


def test_the_beat_is_that_of_the_songs_build(found: Checked, tmp_path: Path) -> None:
    usual = found.lines[0].beat
    assert usual is not None
    assert (usual.bar_beats, usual.pulses_beats) == (4.0, (0.0, 1.0, 2.0, 3.0))
    (tmp_path / "other").mkdir()
    waltz = checked(tmp_path / "other", a=FIRST + "style: {name: none, bpm: 100, metre: 6/8}\n")
    assert waltz.lines[0].beat == Beat(bpm=100, bar_beats=3.0, pulses_beats=(0.0, 0.5, 1.0, 1.5, 2.0, 2.5))


def test_only_a_long_line_is_to_be_broken_as_it_is_written(found: Checked) -> None:
    broken = [line.break_at for line in lines(found)]
    assert broken == [
        None,
        ("傾きが小さいと", "勾配は消えてしまうので層を深くできないのがこまる"),
        None,
        None,
        None,
    ]


def test_the_same_words_are_found_in_all_songs_however_they_are_parted(found: Checked) -> None:
    same = [str(line.same_as) if line.same_as else None for line in lines(found)]
    first = "songs/a.yaml:4:12"
    assert same == [None, None, None, first, first]


def test_what_is_missing_is_counted(found: Checked) -> None:
    assert [[line.explained for line in song.lines] for song in found.lines] == [
        [True, False, False, False],
        [False],
    ]
    assert [song.points for song in found.lines] == [0, 1]


def test_a_build_is_to_make_what_is_stale(found: Checked) -> None:
    assert found.cost is not None
    assert found.cost.episodes == len(found.episodes) > 0
    assert set(found.cost.clips) == {"tone"}
    assert found.cost.work_s > 0
