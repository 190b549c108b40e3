"""Single texts of a song file are changed where they stand, and all else stays to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.errors import SongErrors
from lyricaudio.song import Line, Names, Song, parse_song
from lyricaudio.song.folding import unified
from lyricaudio.song.rewrite import (
    with_clip,
    with_explanation,
    with_line,
    with_text,
    without_clip,
    without_explanation,
    without_line,
)

NAMES = Names(styles=(), metres=(), engines=(), forms=())
SONG = """\
# わたしの歌
title: '学習率'   # だいじ

sections:
  - name: Aメロ
    lines:
      # 一行目
      - lyric: '学習率は幅'   # 韻
        explain:   # 二つ
          - '勾配に''かけます'
          - >
            長い
            解説
      # 二行目
      - '谷を下る'  # まだ
      - {lyric: 山を登る, explain: 上り坂}

points:
  - q: 幅は
    a: 学習率
"""


def song(text: str) -> Song:
    return parse_song(text, source="song.yaml", names=NAMES)


def lines(text: str) -> list[Line]:
    return [line for section in song(text).sections for line in section.lines]


def changed(before: str, after: str) -> list[tuple[str, str]]:
    """Return the rows that differ, of texts of equally many rows."""
    ours, theirs = before.split("\n"), after.split("\n")
    assert len(ours) == len(theirs)
    return [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]


def test_a_text_is_replaced_as_it_was_written_and_its_comment_stays() -> None:
    lyric = with_text(SONG, lines(SONG)[0].lyric.place, "学習率は歩幅", source="")
    assert changed(SONG, lyric) == [
        ("      - lyric: '学習率は幅'   # 韻", "      - lyric: '学習率は歩幅'   # 韻")
    ]
    title = with_text(SONG, song(SONG).title.place, "it's", source="")
    assert changed(SONG, title) == [("title: '学習率'   # だいじ", "title: 'it''s'   # だいじ")]
    inside = with_text(SONG, lines(SONG)[2].explain[0].place, "上り, 下り", source="")
    assert changed(SONG, inside) == [
        (
            "      - {lyric: 山を登る, explain: 上り坂}",
            "      - {lyric: 山を登る, explain: '上り, 下り'}",
        )
    ]


def test_a_text_that_ran_over_lines_becomes_one_and_what_follows_stays() -> None:
    edited = with_text(SONG, lines(SONG)[0].explain[1].place, "短い解説", source="")
    assert edited == SONG.replace(
        "          - >\n            長い\n            解説\n", "          - '短い解説'\n"
    )


@pytest.mark.parametrize("text", ["a: b", "x # y", "- 一", "null", "{傾|かたむ}く", "'", '"', "@", "12"])
def test_a_text_of_any_shape_comes_back_as_it_was(text: str) -> None:
    for line in lines(SONG):
        edited = with_text(SONG, line.lyric.place, text, source="")
        assert text in [line.lyric.text for line in lines(edited)]


ADDED = {
    "lines: [谷, 山]\n": "lines: [{lyric: 谷, explain: 低い}, 山]\n",
    "lines:\n- 谷": "lines:\n- lyric: 谷\n  explain: 低い",
    "lines:\n  -   '谷'  # 韻\n  - 山\n": (
        "lines:\n  -   lyric: '谷'  # 韻\n      explain: '低い'\n  - 山\n"
    ),
    "lines:\n  - lyric: '谷' # 韻\n    terms: [谷]\n": (
        "lines:\n  - lyric: '谷' # 韻\n    explain: '低い'\n    terms: [谷]\n"
    ),
    "lines:\n  - {lyric: 谷, delivery: speak}\n": (
        "lines:\n  - {lyric: 谷, explain: 低い, delivery: speak}\n"
    ),
    "lines:\n  - lyric: 谷\n    explain: '深い' # 一\n  - 山\n": (
        "lines:\n  - lyric: 谷\n    explain:\n      - '深い' # 一\n      - 低い\n  - 山\n"
    ),
    "lines:\n  - lyric: 谷\n    explain: |\n      深い\n      底\n\n  - 山\n": (
        "lines:\n  - lyric: 谷\n    explain:\n      - '深い 底'\n      - 低い\n\n  - 山\n"
    ),
    "lines:\n  - {lyric: 谷, explain: 深い}\n": "lines:\n  - {lyric: 谷, explain: ['深い', 低い]}\n",
    "lines:\n  - lyric: 谷\n    explain:\n    - 深い\n": (
        "lines:\n  - lyric: 谷\n    explain:\n    - 深い\n    - 低い\n"
    ),
    "lines:\n  - lyric: 谷\n    explain: [深い, 底]\n": (
        "lines:\n  - lyric: 谷\n    explain: [深い, 底, 低い]\n"
    ),
    '"lines": [{"lyric": "谷"}]\n': '"lines": [{"lyric": "谷", "explain": "低い"}]\n',
    "lines:\n  - lyric: 谷\n    explain: {text: 深い, clip: a.wav} # 一\n": (
        "lines:\n  - lyric: 谷\n    explain:\n      - {text: 深い, clip: a.wav} # 一\n      - 低い\n"
    ),
    "lines: [{lyric: 谷, explain: {text: 深い, clip: a.wav}}]\n": (
        "lines: [{lyric: 谷, explain: [{text: 深い, clip: a.wav}, 低い]}]\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("before", ADDED)
def test_an_explanation_is_added_in_the_files_own_manner(before: str) -> None:
    text = "title: う\n" + before
    if before.startswith('"'):
        text = '{"title": "う",\n ' + before.rstrip() + "}\n"
    edited = with_explanation(text, lines(text)[0].lyric.place, "低い", source="")
    if before.startswith('"'):
        assert edited == '{"title": "う",\n ' + ADDED[before].rstrip() + "}\n"
    else:
        assert edited == "title: う\n" + ADDED[before]
    assert lines(edited)[0].explain[-1].text == "低い"


REMOVED = {
    "lines:\n  - lyric: '谷' # 韻\n    explain: 深い\n  # 次\n  - 山\n": (
        "lines:\n  - lyric: '谷' # 韻\n  # 次\n  - 山\n"
    ),
    "lines:\n  - lyric: 谷\n    explain:\n      - 深い\n      # と\n      - 底\n": (
        "lines:\n  - lyric: 谷\n    explain:\n      # と\n      - 底\n"
    ),
    "lines:\n  - lyric: 谷\n    explain:\n      - 深い\n    terms: [谷]\n": (
        "lines:\n  - lyric: 谷\n    terms: [谷]\n"
    ),
    "lines:\n  - {lyric: 谷, explain: 深い}\n": "lines:\n  - {lyric: 谷}\n",
    "lines:\n  - {lyric: 谷, explain: {clip: a.wav, text: 深い}}\n": "lines:\n  - {lyric: 谷}\n",
    "lines:\n  - lyric: 谷\n    explain:\n      clip: a.wav\n      text: 深い\n": "lines:\n  - lyric: 谷\n",
    "lines:\n  - {explain: 深い, lyric: 谷}\n": "lines:\n  - {lyric: 谷}\n",
    "lines:\n  - {lyric: 谷, explain: [深い, 底]}\n": "lines:\n  - {lyric: 谷, explain: [底]}\n",
    "lines:\n  - {lyric: 谷, explain: [深い], terms: [谷]}\n": "lines:\n  - {lyric: 谷, terms: [谷]}\n",
    "lines:\n  - lyric: 谷\n    explain: >\n      深い\n\n  - 山\n": "lines:\n  - lyric: 谷\n\n  - 山\n",
}


@pytest.mark.parametrize("before", REMOVED)
def test_an_explanation_is_removed_and_nothing_else(before: str) -> None:
    text = "title: う\n" + before
    edited = without_explanation(text, lines(text)[0].explain[0].place, source="")
    assert edited == "title: う\n" + REMOVED[before]


SAID = {
    "lines: [谷, 山]\n": "lines: [{lyric: 谷, clip: a.webm}, 山]\n",
    "lines:\n  - '谷'  # 韻\n  - 山\n": "lines:\n  - lyric: '谷'  # 韻\n    clip: 'a.webm'\n  - 山\n",
    "lines:\n  - lyric: 谷\n    # 韻\n    explain: 深い\n": (
        "lines:\n  - lyric: 谷\n    clip: a.webm\n    # 韻\n    explain: 深い\n"
    ),
    "lines:\n  - lyric: 谷\n    clip: 'old.wav'  # 昔の\n": (
        "lines:\n  - lyric: 谷\n    clip: 'a.webm'  # 昔の\n"
    ),
    "lines:\n  - {clip: old.wav, lyric: 谷}\n": "lines:\n  - {clip: a.webm, lyric: 谷}\n",
    "lines:\n  - {lyric: 谷}\n": "lines:\n  - {lyric: 谷, clip: a.webm}\n",
    '"lines": [{"lyric": "谷"}]\n': '"lines": [{"lyric": "谷", "clip": "a.webm"}]\n',
}  # fmt: skip
EXPLAINED = {
    "'深い'  # 一": "{text: '深い', clip: 'a.webm'}  # 一",
    "深い, 谷": "{text: '深い, 谷', clip: a.webm}",
    "深い": "{text: 深い, clip: a.webm}",
    '"深い"': '{"text": "深い", "clip": "a.webm"}',
    "[深い, 底]": "[{text: 深い, clip: a.webm}, 底]",
    "\n      - 深い\n      - 底": "\n      - {text: 深い, clip: a.webm}\n      - 底",
    "|\n      深い\n      底": "{text: '深い 底', clip: 'a.webm'}",
    "{text: 深い}": "{text: 深い, clip: a.webm}",
    "\n      text: 深い\n      clip: b.wav": "\n      text: 深い\n      clip: a.webm",
    "\n      - text: 深い": "\n      - text: 深い\n        clip: a.webm",
}


@pytest.mark.parametrize("before", SAID)
def test_a_lyric_names_its_clip_and_no_more(before: str) -> None:
    text = "title: う\n" + before
    if before.startswith('"'):
        text = '{"title": "う",\n ' + before.rstrip() + "}\n"
    edited = with_clip(text, lines(text)[0].lyric.place, "a.webm", source="")
    assert SAID[before].rstrip() in edited
    clip = lines(edited)[0].lyric.clip
    assert clip
    assert clip.text == "a.webm"
    removed = without_clip(edited, lines(edited)[0].lyric.place, source="")
    assert [line.lyric.clip for line in lines(removed)] == [None] * len(lines(text))
    assert len(removed.split("\n")) == len(edited.split("\n")) - ("\n    clip" in edited)


@pytest.mark.parametrize("before", EXPLAINED)
def test_an_explanation_names_its_clip_and_no_more(before: str) -> None:
    text = f"title: う\nlines:\n  - lyric: 谷\n    explain: {before}\n  - 山\n".replace(": \n", ":\n")
    edited = with_clip(text, lines(text)[0].explain[0].place, "a.webm", source="")
    explained = EXPLAINED[before]
    assert edited == f"title: う\nlines:\n  - lyric: 谷\n    explain: {explained}\n  - 山\n".replace(
        ": \n", ":\n"
    )
    clip = lines(edited)[0].explain[0].clip
    assert clip
    assert clip.text == "a.webm"
    removed = without_clip(edited, lines(edited)[0].explain[0].place, source="")
    assert [one.text for one in lines(removed)[0].explain] == [one.text for one in lines(edited)[0].explain]
    assert "clip" not in removed


def test_what_is_neither_lyric_nor_explanation_has_no_clip() -> None:
    for place in (song(SONG).title.place, song(SONG).points[0].answer.place):
        with pytest.raises(SongErrors, match="safely"):
            with_clip(SONG, place, "a.webm", source="")
    with pytest.raises(SongErrors, match="safely"):
        without_clip(SONG, lines(SONG)[0].lyric.place, source="")


PUT_BELOW = {
    "lines: [谷, 山]\n": "lines: [谷, 川, 山]\n",
    "lines: [{lyric: 谷, explain: [深い]}, 山]\n": "lines: [{lyric: 谷, explain: [深い]}, 川, 山]\n",
    "lines:\n  - '谷' # 韻\n  - 山\n": "lines:\n  - '谷' # 韻\n  - '川'\n  - 山\n",
    "lines:\n- lyric: 谷\n  explain:\n    - 深い\n# 次\n- 山": (
        "lines:\n- lyric: 谷\n  explain:\n    - 深い\n- 川\n# 次\n- 山"
    ),
    "sections:\n  - lines:\n    - 谷": "sections:\n  - lines:\n    - 谷\n    - 川",
}


@pytest.mark.parametrize("before", PUT_BELOW)
def test_a_line_is_put_below_another_and_removed_again(before: str) -> None:
    text = "title: う\n" + before
    edited = with_line(text, lines(text)[0].lyric.place, "川", source="")
    assert edited == "title: う\n" + PUT_BELOW[before]
    removed = without_line(edited, lines(edited)[1].lyric.place, source="")
    assert removed.rstrip("\n") == text.rstrip("\n")


def test_line_ends_stay_as_they_are() -> None:
    text = "title: う\r\nlines:\r\n  - 谷\r\n  - 山"
    edited = with_explanation(text, lines(text)[1].lyric.place, "高い", source="")
    assert edited == "title: う\r\nlines:\r\n  - 谷\r\n  - lyric: 山\r\n    explain: 高い"


def test_what_cannot_be_put_in_safely_is_refused() -> None:
    text = "title: う\nlines:\n  - lyric: 谷\n    explain: # ここ\n      深い\n"
    with pytest.raises(SongErrors, match="safely"):
        with_explanation(text, lines(text)[0].lyric.place, "低い", source="")
    with pytest.raises(SongErrors, match="safely"):
        with_text(text, lines(text)[0].lyric.place._replace(line=1), "低い", source="")


WHOLE = st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="\ufffc\ufffd")
TEXTS = st.text(WHOLE, min_size=1, max_size=12).map(unified)


@given(TEXTS, st.integers(0, 2))
def test_any_text_is_read_back_and_nothing_else_changes(text: str, number: int) -> None:
    edited = with_explanation(SONG, lines(SONG)[number].lyric.place, text, source="")
    comments = [row.partition("#")[2] for row in SONG.split("\n") if "#" in row]
    assert all(comment in edited for comment in comments)
