from __future__ import annotations

from pathlib import Path

from tests.lesson.example import LINES, song
from tests.lesson.outline import outline

from lyricaudio.lesson.form import plan_episode
from lyricaudio.lesson.forms.contrast import FORM
from lyricaudio.pipeline.project.library import open_library

SONG = song("""\
title: 勾配のうた
lines:
  - シグモイドはゼロから1 tanhは マイナス1から1
  - 二値分類は シグモイド
  - {lyric: 出力は正か負, explain: ハード版もあります。tanhは原点を通ります。}
  - ReLUは正を通し PReLUは負も通す
confuse:
  - pair: [シグモイド, tanh]
    because: 負の値を出すかどうかが違います。
  - [ReLU, PReLU]
  - [ReLU, GELU]
""")


def test_a_pair_is_told_apart_in_turns_between_the_difference_and_the_difference() -> None:
    assert (
        outline(plan_episode(SONG, FORM))
        == """\
# シグモイド / tanh
  explain  負の値を出すかどうかが違います。
  term     シグモイド
  explain  シグモイドはゼロから1
  term     tanh
  explain  tanhは マイナス1から1
  term     tanh
  explain  tanhは原点を通ります。
  term     シグモイド
  explain  二値分類は シグモイド
  explain  負の値を出すかどうかが違います。
# ReLU / PReLU
  term     ReLU
  explain  ReLUは正を通し
  term     PReLU
  explain  PReLUは負も通す
  term     PReLU
  explain  PReLUは負も通す
  term     ReLU
  explain  ReLUは正を通し
"""
    )


def test_the_two_are_heard_from_two_sides_and_the_difference_from_the_middle() -> None:
    sides = [cue.side for cue in plan_episode(SONG, FORM).parts[0].cues]
    left, right = min(sides), max(sides)
    assert left == -right < 0
    assert sides == [0, *[left] * 2, *[right] * 4, *[left] * 2, 0]


def test_the_two_are_said_by_two_voices() -> None:
    cues = plan_episode(SONG, FORM).parts[0].cues
    assert [cue.voice for cue in cues] == [None] * 3 + ["answer"] * 4 + [None] * 3


def test_a_song_without_pairs_has_nothing_to_compare() -> None:
    assert plan_episode(LINES, FORM).parts == ()


def test_our_songs_have_something_to_say_of_each_of_their_pairs() -> None:
    for entry in open_library([], folder=Path(__file__).parents[3]).entries:
        assert len(plan_episode(entry.song, FORM).parts) == len(entry.song.confuse) > 0
        assert all(pair.because for pair in entry.song.confuse)
