from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.errors import SongErrors
from lyricaudio.song import Names, parse_song
from lyricaudio.song.edit import with_lyrics, with_readings
from lyricaudio.song.folding import unified

NAMES = Names(styles=(), metres=(), engines=(), forms=())


def edited(text: str, **readings: str) -> str:
    return with_readings(text, readings, source="song.yaml")


def test_readings_are_put_under_the_title_when_there_are_none() -> None:
    assert edited("# わたしの\ntitle: うた  # だいじ\n\nlines:\n  - 行\n", 一回="イッカイ") == (
        "# わたしの\ntitle: うた  # だいじ\nreadings:\n  一回: イッカイ\n\nlines:\n  - 行\n"
    )


def test_readings_join_those_that_are_there_in_their_manner() -> None:
    assert edited("title: う\nreadings:   # 語\n    SELU: セルー # 読み\nlines: [行]\n", 一回="イッカイ") == (
        "title: う\nreadings:   # 語\n    一回: イッカイ\n    SELU: セルー # 読み\nlines: [行]\n"
    )
    assert edited("title: う\nreadings: {SELU: セルー}\nlines: [行]", 一回="イッカイ", 層="ソー") == (
        "title: う\nreadings: {一回: イッカイ, 層: ソー, SELU: セルー}\nlines: [行]"
    )
    assert edited("title: う\nreadings: {}\nlines: [行]", 一回="イッカイ") == (
        "title: う\nreadings: {一回: イッカイ}\nlines: [行]"
    )


def test_line_ends_and_a_last_line_without_one_are_kept() -> None:
    assert edited("title: う\r\nlines: [行]\r\n", 層="ソー") == (
        "title: う\r\nreadings:\r\n  層: ソー\r\nlines: [行]\r\n"
    )
    assert edited("lines: [行]\ntitle: う", 層="ソー") == "lines: [行]\ntitle: う\nreadings:\n  層: ソー\n"


@pytest.mark.parametrize("term", ["C#", "a: b", "- x", "don't", "k-NN", "ε法", "{x}", "No"])
def test_a_term_of_any_shape_comes_back_as_it_was(term: str) -> None:
    text = with_readings("title: う\nlines: [行]\n", {term: "カナ"}, source="song.yaml")
    (own,) = parse_song(text, source="song.yaml", names=NAMES).readings
    assert (own.term, own.kana) == (term, "カナ")


WHOLE = st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="\ufffc\ufffd")
"""What a song may hold: the two that stand for what was lost are refused."""

TERMS = st.text(WHOLE, min_size=1, max_size=8).map(unified)


@given(st.dictionaries(TERMS, st.just("カナ"), min_size=1, max_size=4))
def test_what_is_added_is_read_back_and_nothing_else_changes(readings: dict[str, str]) -> None:
    before = "title: う\nlines:\n  # 注\n  - 行\n"
    text = with_readings(before, readings, source="song.yaml")
    song = parse_song(text, source="song.yaml", names=NAMES)
    assert {own.term: own.kana for own in song.readings} == readings
    assert [line for line in before.splitlines() if line not in text.splitlines()] == []


LAYOUTS = {
    "braces": "{title: う, lines: [行]}\n",
    "braces over lines": "# 注\n{\n  title: う,  # 題\n  lines: [行],\n}\n",
    "JSON": '{"title": "う", "lines": ["行", {"lyric": "列", "explain": "い"}]}',
    "JSON over lines": '{\n "title": "う",\n "readings": {"層": "ソー"},\n "lines": ["行"]\n}\n',
    "an indented top": "  title: う\n  lines:\n    - 行\n",
    "after a dash row": "---\ntitle: う\nlines: [行]\n...\n",
    "braces after dashes": "--- {title: う, lines: [行]}\n",
    "a title over lines": "title: い-\nlines: [行]\n",
    "a title on the next line": "title:\n  ながい\nlines: [行]\n",
    "the title last": "lines: [行]\ntitle:\n  う\n",
    "a key in quotes": "'title': う\n\"lines\": [行]\n",
    "readings over lines": "title: う\nreadings: {\n  層: ソー\n  }\nlines: [行]\n",
    "readings of nothing": "title: う\nreadings: ~\nlines: [行]\n",
    "readings in quotes": "title: う\nreadings:\n  '層': 'ソー'\nlines: [行]\n",
    "line ends of old": "title: う\rlines: [行]\r",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_takes_readings_and_says_the_same_besides(layout: str) -> None:
    before = parse_song(LAYOUTS[layout], source="song.yaml", names=NAMES)
    text = with_readings(LAYOUTS[layout], {"a, b": "ア'ビ", "一回": "イッカイ"}, source="song.yaml")
    song = parse_song(text, source="song.yaml", names=NAMES)
    said = {own.term: own.kana for own in song.readings}
    assert said == {own.term: own.kana for own in before.readings} | {"a, b": "ア'ビ", "一回": "イッカイ"}
    assert (song.title.text, len(song.sections[0].lines)) == (
        before.title.text,
        len(before.sections[0].lines),
    )


def test_json_stays_json() -> None:
    text = with_readings(LAYOUTS["JSON"], {"一回": "イッカイ"}, source="song.yaml")
    assert json.loads(text)["readings"] == {"一回": "イッカイ"}


COMPLEX_KEYS = "? title\n: う\n? readings\n:\n  ? 層\n  : ソー\n? lines\n: [行]\n"


def test_what_cannot_take_them_safely_is_refused_and_says_why() -> None:
    with pytest.raises(SongErrors, match="write them into it yourself"):
        with_readings(COMPLEX_KEYS, {"一回": "イッカイ"}, source="song.yaml")


def test_a_term_that_is_there_already_is_not_written_again() -> None:
    with pytest.raises(SongErrors, match="write them into it yourself"):
        edited("title: う\nreadings: {層: ソー}\nlines: [行]\n", 層="ソオ")


def timed(recording: str) -> str:
    text = f"# 題\ntitle: う\n{recording}\nlines: [行]  # 歌詞\n"
    edited = with_lyrics(text, "うた.lrc", source="song.yaml")
    song = parse_song(edited, source="song.yaml", names=NAMES)
    assert song.recording is not None
    assert song.recording.lyrics is not None
    assert song.recording.lyrics.text == "うた.lrc"
    head, tail = text.split(recording)
    return edited.removeprefix(head).removesuffix(tail)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# 曲\nrecording: my-song.mp3", "# 曲\nrecording: {file: my-song.mp3, lyrics: うた.lrc}"),
        ("recording: '1 曲''s.mp3'", "recording: {file: '1 曲''s.mp3', lyrics: うた.lrc}"),
        (
            "recording: {file: my.mp3, bpm: 120}  # 曲",
            "recording: {lyrics: うた.lrc, file: my.mp3, bpm: 120}  # 曲",
        ),
        ("recording: {file: my.mp3, lyrics: old.lrc}", "recording: {file: my.mp3, lyrics: うた.lrc}"),
        ('recording: {file: my.mp3, lyrics: "old.lrc" }', "recording: {file: my.mp3, lyrics: うた.lrc }"),
        (
            "recording:\n    # 曲\n    file: my.mp3",
            "recording:\n    # 曲\n    lyrics: うた.lrc\n    file: my.mp3",
        ),
        (
            "recording:\n  file: my.mp3\n  lyrics: old.lrc",
            "recording:\n  file: my.mp3\n  lyrics: うた.lrc",
        ),
    ],
)
def test_a_recording_is_told_its_lrc_and_all_else_stays(before: str, after: str) -> None:
    assert timed(before) == after


def test_json_with_a_recording_stays_json() -> None:
    text = '{"title": "う", "recording": "my.mp3", "lines": ["行"]}'
    assert json.loads(with_lyrics(text, "my.lrc", source="song.yaml"))["recording"] == {
        "file": "my.mp3",
        "lyrics": "my.lrc",
    }


def test_a_recording_that_is_written_over_lines_is_left_as_it_is_and_says_what_to_write() -> None:
    text = "title: う\nrecording: >-\n  my.mp3\nlines: [行]\n"
    with pytest.raises(SongErrors, match=r"write it yourself: recording: \{file: …, lyrics: my\.lrc\}"):
        with_lyrics(text, "my.lrc", source="song.yaml")
