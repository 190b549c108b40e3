from __future__ import annotations

from pathlib import Path

import pytest
from tests.lesson.example import LINES, song
from tests.lesson.outline import outline

from lyricaudio.lesson.form import plan_episode
from lyricaudio.lesson.forms.choice import FORM
from lyricaudio.lesson.plan import Cue
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.song import Song

SONG = song("""\
title: 勾配のうた
lines:
  - Wide ResNetは幅を広げ ResNetは{数|すう}層を飛ばす
  - DenseNetは前の全層とつなぐ
  - ReLUは正を通し PReLUは負も通す
confuse:
  - pair: [ResNet, DenseNet]
    because: 足すかつなぐかが違います。
  - [ReLU, PReLU]
""")


def test_a_choice_names_both_and_then_the_right_one_and_why_not_the_other() -> None:
    assert (
        outline(plan_episode(SONG, FORM))
        == """\
# 問1
  question なになには前の全層とつなぐ。ResNet、それとも、DenseNet?
  gap      for answer   DenseNet  2 s
  answer   DenseNet
  explain  足すかつなぐかが違います。
# 問2
  question なになには正を通し。ReLU、それとも、PReLU?
  gap      for answer   ReLU  2 s
  answer   ReLU
# 問3
  question なになには負も通す。PReLU、それとも、ReLU?
  gap      for answer   PReLU  2 s
  answer   PReLU
"""
    )


def test_a_song_without_pairs_gives_no_choice() -> None:
    assert plan_episode(LINES, FORM).parts == ()


@pytest.fixture(scope="module")
def ours() -> list[Song]:
    return [entry.song for entry in open_library([], folder=Path(__file__).parents[3]).entries]


def test_the_right_one_is_as_often_first_as_last(ours: list[Song]) -> None:
    firsts = []
    for each in ours:
        for part in plan_episode(each, FORM).parts:
            asked = part.cues[0].text.text.rpartition("。")[2]
            firsts.append(asked.startswith(f"{right(part.cues).text.text}、"))
    assert 0.4 <= sum(firsts) / len(firsts) <= 0.6
    assert len(firsts) >= 30


def right(cues: tuple[Cue, ...]) -> Cue:
    return next(cue for cue in cues if cue.role == "answer")


def test_every_choice_is_of_a_line_of_its_song(ours: list[Song]) -> None:
    for each in ours:
        lines = {line.id for section in each.sections for line in section.lines}
        assert {cue.of for part in plan_episode(each, FORM).parts for cue in part.cues} <= lines
