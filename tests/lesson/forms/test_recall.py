from __future__ import annotations

from tests.lesson.example import POINTS, song
from tests.lesson.outline import outline

from lyricaudio.lesson.form import plan_episode
from lyricaudio.lesson.forms.recall import FORM
from lyricaudio.lesson.plan import Gap

SONG = song("""\
title: 勾配のうた
sections:
  - name: Aメロ
    lines:
      - lyric: 勾配は 小さな勾配の{傾|かたむ}き
        terms: [勾配, 傾き]
      - 消えていく
  - lines: [ここがサビ]
    hook: true
""")


def test_a_section_is_heard_four_times_and_less_of_it_each_time() -> None:
    assert (
        outline(plan_episode(SONG, FORM))
        == """\
# Aメロ: 全部きく
  lyric    勾配は 小さな勾配の{傾|かたむ}き
  lyric    消えていく
# Aメロ: 用語をうめる
  lyric    勾配は 小さな勾配の{傾|かたむ}き  (without 0-2, 7-9, 10-12)
  lyric    消えていく  (without key terms)
# Aメロ: 頭の音から
  lyric    勾配は 小さな勾配の{傾|かたむ}き  (without all after 1)
  lyric    消えていく  (without all after 1)
# Aメロ: ひとりで歌う
  gap      a bar to count in
  gap      for lyric    勾配は 小さな勾配の{傾|かたむ}き
  lyric    勾配は 小さな勾配の{傾|かたむ}き
  gap      for lyric    消えていく
  lyric    消えていく
# 勾配のうた: 全部きく
  lyric    ここがサビ
# 勾配のうた: 用語をうめる
  lyric    ここがサビ  (without key terms)
# 勾配のうた: 頭の音から
  lyric    ここがサビ  (without all after 1)
# 勾配のうた: ひとりで歌う
  gap      a bar to count in
  gap      for lyric    ここがサビ
  lyric    ここがサビ
"""
    )


def test_a_song_of_points_alone_has_nothing_to_sing() -> None:
    assert plan_episode(POINTS, FORM).parts == ()


def test_what_a_gap_shows_is_as_long_as_its_line_and_tells_nothing_of_it() -> None:
    (section, *_) = [part for part in plan_episode(SONG, FORM).parts if part.title.endswith("ひとりで歌う")]
    gaps = [event for event in section.events if isinstance(event, Gap) and event.stands_for]
    assert [gap.seen for gap in gaps] == ["＿＿＿ ＿＿＿＿＿＿＿＿", "＿＿＿＿＿"]
