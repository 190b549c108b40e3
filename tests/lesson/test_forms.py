from __future__ import annotations

from collections.abc import Callable

import pytest

from lyricaudio.lesson.form import FORMS, plan_episode
from lyricaudio.lesson.forms.song import in_singing_order
from lyricaudio.lesson.plan import outline
from lyricaudio.song import Names, Section, Song, parse_song

NAMES = Names(styles=("lofi",), metres=(), engines=("tone",), forms=tuple(FORMS))

SONG = parse_song(
    r"""title: 活性化関数のうた
sections:
  - name: Aメロ
    lines:
      - lyric: '{傾|かたむ}きが小さいと 勾配は消えていく'
        explain: [一つめの解説です。, '式では \(x\) です。']
      - 解説のない行
  - name: サビ
    hook: true
    lines: [ここがサビ]
  - name: Bメロ
    lines: [もう一つの節]
points:
  - q: 負の領域の勾配は
    a: ゼロになる
  - 覚えておく一言
""",
    source="song.yaml",
    names=NAMES,
)


def test_the_form_song_sings_all_lines_and_brings_the_hook_back() -> None:
    assert (
        outline(plan_episode(SONG, FORMS["song"]))
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


def test_the_form_explain_says_each_line_its_explanation_and_the_line_again() -> None:
    assert (
        outline(plan_episode(SONG, FORMS["explain"]))
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
    song = parse_song("title: 点\npoints: [覚える]\n", source="song.yaml", names=NAMES)
    assert plan_episode(song, FORMS["song"]).parts == ()
    assert len(plan_episode(song, FORMS["explain"]).cues) == 1


@pytest.mark.parametrize("name", FORMS)
def test_every_form_speaks_every_lyric_line_of_a_song(name: str) -> None:
    written = {line.lyric for section in SONG.sections for line in section.lines}
    assert written <= {cue.text for cue in plan_episode(SONG, FORMS[name]).cues}


def test_a_lyric_is_delivered_as_its_line_its_section_or_its_song_says() -> None:
    song = parse_song(
        """title: うた
delivery: speak
sections:
  - delivery: sing
    lines: [節のとおり, {lyric: 行のとおり, delivery: chant}]
  - {hook: true, lines: [うたのとおり]}
""",
        source="song.yaml",
        names=NAMES,
    )
    heard = [(cue.delivery, cue.line, cue.hook) for cue in plan_episode(song, FORMS["song"]).cues]
    assert heard == [("sing", 0, False), ("chant", 1, False), ("speak", 0, True)]
    assert {cue.delivery for cue in plan_episode(SONG, FORMS["song"]).cues} == {"chant"}


def named(song: Song) -> dict[str, str]:
    """Return what belongs to each line and point of a song: all its texts, by its name."""
    lines = [line for section in song.sections for line in section.lines]
    texts = {line.id: (line.lyric, *line.explain) for line in lines}
    texts |= {p.id: (p.question, p.answer) if p.question else (p.answer,) for p in song.points}
    return {text.text: name for name, belonging in texts.items() for text in belonging}


@pytest.mark.parametrize("name", FORMS)
def test_every_cue_of_every_form_says_to_which_line_or_point_it_belongs(name: str) -> None:
    belongs = named(SONG)
    for cue in plan_episode(SONG, FORMS[name]).cues:
        assert cue.of == belongs[cue.text.text]
