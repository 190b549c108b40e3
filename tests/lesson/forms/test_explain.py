from __future__ import annotations

from tests.lesson.example import POINTS, SONG
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
