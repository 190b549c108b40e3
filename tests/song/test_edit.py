from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.song import Names, parse_song
from lyricaudio.song.edit import with_readings

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


TERMS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=8)


@given(st.dictionaries(TERMS, st.just("カナ"), min_size=1, max_size=4))
def test_what_is_added_is_read_back_and_nothing_else_changes(readings: dict[str, str]) -> None:
    before = "title: う\nlines:\n  # 注\n  - 行\n"
    text = with_readings(before, readings, source="song.yaml")
    song = parse_song(text, source="song.yaml", names=NAMES)
    assert {own.term: own.kana for own in song.readings} == readings
    assert [line for line in before.splitlines() if line not in text.splitlines()] == []
