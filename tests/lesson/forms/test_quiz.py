from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from tests.lesson.example import LINES, song
from tests.lesson.outline import outline

from lyricaudio.lesson.form import plan_episode
from lyricaudio.lesson.forms.quiz import FORM, Settings
from lyricaudio.lesson.plan import Cue, Gap
from lyricaudio.lesson.questions import questions
from lyricaudio.pipeline.project.library import Entry, open_library
from lyricaudio.reading.reader import Reader
from lyricaudio.song import Song

SONG = song("""\
title: 勾配のうた
lines:
  - {lyric: 'モメンタムは 前の勢いで{進|すす}む', explain: 慣性のようなものです。}
  - {lyric: 'ReLUは正を通し ELUは負も通す', terms: [ReLU]}
  - {lyric: '谷を下れば 損失が減る', terms: [谷, 損失]}
points:
  - q: 一歩の大きさを決めるのは
    a: 学習率
  - 覚えておく一言
""")


def test_a_definition_asks_for_its_term_and_is_answered_at_once() -> None:
    assert (
        outline(plan_episode(SONG, FORM, Settings(explain=True)))
        == """\
# 問1
  question 前の勢いで{進|すす}む。これは何?
  gap      for answer   モメンタム  1.5 s
  answer   モメンタム
  explain  慣性のようなものです。
# 問2
  question 一歩の大きさを決めるのは
  gap      for answer   学習率  1.5 s
  answer   学習率
"""
    )


def test_lines_that_define_nothing_are_asked_by_one_of_their_terms_when_there_is_nothing_else() -> None:
    only = song("""\
title: 谷
lines: [{lyric: '谷を下れば 損失が減る', terms: [谷, 損失]}, {lyric: '谷は深く 山は高い', terms: [谷]}]
""")
    (question,) = questions(only)
    assert (question.asked.text, question.answer.text) == ("なになにを下れば 損失が減る", "谷")
    assert question.shown == "＿を下れば 損失が減る"


def test_a_song_that_can_be_asked_nothing_has_no_quiz() -> None:
    assert plan_episode(LINES, FORM).parts == ()


def ours() -> list[Entry]:
    return list(open_library([], folder=Path(__file__).parents[3]).entries)


@pytest.fixture(scope="module", params=[entry.song for entry in ours()], ids=lambda song: song.title.text)
def each(request: pytest.FixtureRequest) -> Song:
    """One of the songs that come with it."""
    found: Song = request.param
    return found


def test_every_question_of_our_songs_waits_for_its_answer_and_tells_it(each: Song) -> None:
    for part in plan_episode(each, FORM).parts:
        (question, gap), (_, answer) = pairwise(part.events)
        assert isinstance(gap, Gap)
        assert isinstance(question, Cue)
        assert isinstance(answer, Cue)
        assert gap.stands_for == answer
        assert answer.of == question.of


def test_four_questions_in_five_of_our_songs_ask_for_a_term(each: Song) -> None:
    asked = questions(each)
    assert 5 * sum(question.shown is not None for question in asked) <= len(asked)
    terms = [question.answer.text for question in asked]
    assert len(set(terms)) == len(terms)


def test_no_question_of_our_songs_says_its_answer(each: Song) -> None:
    reader = Reader()
    for question in questions(each):
        said = reader.read(question.answer.text).kana
        lines = reader.read(question.asked.text).kana
        assert said not in lines or "どちら" in question.asked.text
