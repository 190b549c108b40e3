from __future__ import annotations

from dataclasses import replace

from tests.lesson.example import POINTS, SONG, song
from tests.lesson.outline import outline

from lyricaudio.lesson.form import plan_episode
from lyricaudio.lesson.forms.explain import FORM, Settings


def test_each_line_is_heard_its_explanation_and_the_line_again() -> None:
    assert (
        outline(plan_episode(SONG, FORM))
        == r"""# 傾きが小さいと 勾配は消えていく
  lyric    {傾|かたむ}きが小さいと 勾配は消えていく
  explain  一つめの解説です。
  explain  式では \(x\) です。
  lyric    {傾|かたむ}きが小さいと 勾配は消えていく  (again)
# 解説のない行
  lyric    解説のない行
# ここがサビ
  lyric    ここがサビ
# もう一つの節
  lyric    もう一つの節
# まとめ
  question 負の領域の勾配は
  answer   ゼロになる
  answer   覚えておく一言
"""
    )


def test_a_song_of_points_alone_is_its_points() -> None:
    assert [cue.role for cue in plan_episode(POINTS, FORM).cues] == ["answer"]


def test_a_project_may_leave_out_the_second_hearing_and_the_points() -> None:
    once = plan_episode(SONG, FORM, Settings(again=False))
    assert not any(cue.again for cue in once.cues)
    assert once.parts[-1].title == "まとめ"
    pointless = plan_episode(SONG, FORM, Settings(points=False))
    assert pointless.parts == plan_episode(SONG, FORM).parts[:-1]


DEEP = song("""\
title: 勾配のうた
lines:
  - lyric: モメンタムは 前の勢いで進む
    explain: [慣性のようなものです。平らな場所に強くなります。, 加速します。]
  - 説明のない行は 一度だけ
""")


def test_a_deep_explanation_lies_between_an_open_question_and_its_answer() -> None:
    assert (
        outline(plan_episode(DEEP, FORM, Settings(depth="deep")))
        == """# モメンタムは 前の勢いで進む
  lyric    モメンタムは 前の勢いで進む
  question 前の勢いで進む。これは何?
  gap        3 s
  explain  慣性のようなものです。平らな場所に強くなります。
  explain  加速します。
  lyric    モメンタムは 前の勢いで進む  (again)
  question 前の勢いで進む。これは何?
  gap      for answer   モメンタム  1 s
  answer   モメンタム
# 説明のない行は 一度だけ
  lyric    説明のない行は 一度だけ
"""
    )


def test_what_is_heard_once_more_may_be_faster_in_voice_and_beat() -> None:
    plan = plan_episode(DEEP, FORM, Settings(depth="deep", speed=1.25))
    assert plan.speed == 1.25
    assert {cue.rate for cue in plan.cues} == {1.25}
    assert plan_episode(DEEP, FORM).speed == 1.0
    assert {cue.rate for cue in plan_episode(DEEP, FORM).cues} == {1.0}


def test_a_short_explanation_is_its_first_sentence() -> None:
    cues = plan_episode(DEEP, FORM, Settings(depth="short", again=False)).parts[0].cues
    assert [cue.text.text for cue in cues] == ["モメンタムは 前の勢いで進む", "慣性のようなものです。"]


def test_where_nothing_is_explained_there_is_no_such_episode() -> None:
    bare = [
        replace(section, lines=tuple(replace(line, explain=()) for line in section.lines))
        for section in SONG.sections
    ]
    assert plan_episode(replace(SONG, sections=tuple(bare), points=()), FORM).segments == ()
    assert plan_episode(replace(SONG, sections=tuple(bare)), FORM).segments
    assert not plan_episode(replace(SONG, sections=tuple(bare)), FORM, Settings(points=False)).segments
