"""What of a syllabus is sung, explained, mentioned or missing."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from lyricaudio.book.chart import coverage_chart
from lyricaudio.book.coverage import Covered, State, by_item, coverage, different
from lyricaudio.book.shelf import books_folder
from lyricaudio.book.syllabus import parse_syllabus
from lyricaudio.errors import SongErrors
from lyricaudio.pipeline.project.library import known_names
from lyricaudio.song import parse_song

SYLLABUS = """\
# an exam of our own
教師なし学習	次元削減	主成分分析(PCA)
教師なし学習	次元削減	t-SNE

評価	指標	適合率・再現率
評価	指標	F値
評価	指標	混同行列
評価	図	t-SNE
"""

SONG = """\
title: 混同行列のうた
lines:
  - lyric: '{軸|じく}を取るのがPCA'
    explain: t-SNEは近さを保ちます。
  - 適合率は 当たりの割合
points:
  - {q: 見つけた割合は, a: 再現率}
confuse:
  - {pair: [F値, 再現率], because: 片方は平均です。}
"""


def covered(song: str, syllabus: str = SYLLABUS) -> tuple[Covered, ...]:
    read = parse_song(song, source="a.yaml", names=known_names(books_folder()))
    return coverage(parse_syllabus(syllabus, source="exam.tsv"), [read])


def test_each_keyword_is_as_well_covered_as_where_it_stands_best() -> None:
    found = [(one.keyword.written, one.state.name, *map(str, one.places)) for one in covered(SONG)]
    assert found == [
        ("主成分分析(PCA)", "SUNG", "a.yaml:3:13"),
        ("t-SNE", "EXPLAINED", "a.yaml:4:14"),
        ("適合率・再現率", "EXPLAINED", "a.yaml:5:5", "a.yaml:7:21"),
        ("F値", "MENTIONED", "a.yaml:9:13"),
        ("混同行列", "MENTIONED", "a.yaml:1:8"),
        ("t-SNE", "EXPLAINED", "a.yaml:4:14"),
    ]


def test_of_names_that_are_joined_all_must_be_there() -> None:
    song = SONG.replace("a: 再現率", "a: 網羅率").replace("[F値, 再現率]", "[F値, 正解率]")
    assert covered(song)[2].state is State.MISSING


def test_ruby_and_breaths_stand_in_no_words_way() -> None:
    song = "title: う\nlines: ['{主成分|しゅせいぶん} 分析のうた']\n"
    assert covered(song)[0].state is State.SUNG


def test_a_keyword_under_two_items_counts_once() -> None:
    ones = covered(SONG)
    assert [len(row) for row in by_item(ones).values()] == [2, 3, 1]
    assert len(different(ones)) == 5


@pytest.mark.parametrize(
    ("text", "place"),
    [("a\tb\tc\na\tb\n", "exam.tsv:2:1"), ("a\t\tc\n", "exam.tsv:1:1"), ("", "exam.tsv:1:1")],
)
def test_what_is_no_list_of_keywords_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(SongErrors) as refused:
        parse_syllabus(text, source="exam.tsv")
    assert str(refused.value).startswith(f"{place}: ")
    assert "section, item and keyword, with a tab between each" in str(refused.value)


def test_the_picture_has_a_square_for_each_keyword_in_the_colour_of_its_state() -> None:
    picture = Image.open(io.BytesIO(coverage_chart("試験", covered(SONG)))).convert("RGB")
    colours = {colour: count for count, colour in picture.getcolors(maxcolors=256) or []}
    sung, explained, mentioned = (92, 80, 160), (168, 160, 216), (250, 196, 92)
    square = colours[(222, 36, 84)]  # of the legend: nothing is missing
    assert [round(colours[one] / square) - 1 for one in (sung, explained, mentioned)] == [1, 3, 2]
