from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.lesson.example import POINTS, SONG, song
from tests.lesson.outline import outline

from lyricaudio.lesson.form import plan_episode
from lyricaudio.lesson.forms.song import FORM, in_singing_order
from lyricaudio.song import Section


def test_all_lines_are_sung_and_the_hook_comes_back() -> None:
    assert (
        outline(plan_episode(SONG, FORM))
        == """\
# Aメロ
  lyric    {傾|かたむ}きが小さいと 勾配は消えていく
  lyric    解説のない行
# サビ
  lyric    ここがサビ
# Bメロ
  lyric    もう一つの節
# サビ
  lyric    ここがサビ
"""
    )


@pytest.mark.parametrize(
    ("written", "sung"),
    [
        ("A B", "A B"),
        ("A *h B C", "A *h B *h C *h"),
        ("*h A B", "*h A *h B *h"),
        ("A B *h", "A *h B *h"),
        ("A *h B *i C", "A *h B *i C *i"),
        ("*h", "*h"),
    ],
)
def test_a_hook_follows_every_verse(written: str, sung: str, make_section: Callable[..., Section]) -> None:
    sections = tuple(make_section(name, "行", hook=name.startswith("*")) for name in written.split())
    assert " ".join(str(section.name) for section in in_singing_order(sections)) == sung


def test_a_song_of_points_alone_has_nothing_to_sing() -> None:
    assert plan_episode(POINTS, FORM).parts == ()


def test_a_lyric_is_delivered_as_its_line_its_section_or_its_song_says() -> None:
    found = song(
        """title: うた
delivery: speak
sections:
  - delivery: sing
    lines: [節のとおり, {lyric: 行のとおり, delivery: chant}]
  - {hook: true, lines: [うたのとおり]}
"""
    )
    heard = [(cue.delivery, cue.line, cue.hook) for cue in plan_episode(found, FORM).cues]
    assert heard == [("sing", 0, False), ("chant", 1, False), ("speak", 0, True)]
    assert {cue.delivery for cue in plan_episode(SONG, FORM).cues} == {"chant"}
