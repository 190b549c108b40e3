from __future__ import annotations

import doctest

import pytest

from lyricaudio.song import lrc
from lyricaudio.song.lrc import Stamped, read_lrc, restamped


def heard(text: str) -> list[tuple[float, str]]:
    return [(round(one.at_s, 3), one.text) for one in read_lrc(text).stamped]


def test_lines_come_in_order_of_time_each_as_often_as_it_has_stamps() -> None:
    written = "[ti:谷のうた]\n[01:02.50]山へ\n[00:10.00][00:30:25]谷へ\n\n[00:40]\n説明\n"
    found = read_lrc(written)
    assert [(one.at_s, one.text) for one in found.stamped] == [
        (10.0, "谷へ"),
        (30.25, "谷へ"),
        (40.0, ""),
        (62.5, "山へ"),
    ]
    assert [one.row for one in found.stamped] == [3, 3, 5, 2]
    assert (found.title, found.rest) == ("谷のうた", ("説明",))


@pytest.mark.parametrize(
    ("offset", "at_s"), [("250", 9.75), ("+250", 9.75), ("-250", 10.25), ("soon", 10.0), ("20000", 0.0)]
)
def test_a_positive_offset_lets_lines_come_sooner(offset: str, at_s: float) -> None:
    assert heard(f"[offset: {offset}]\n[00:10.00]谷へ") == [(at_s, "谷へ")]


def test_stamps_of_words_are_left_out_and_characters_brought_to_one_form() -> None:
    assert heard("[00:01.00] <00:01.00>⼈⼯ <00:02.00>知能") == [(1.0, "人工 知能")]


@pytest.mark.parametrize("text", ["", "谷へ", "[00:xx]谷へ", "[ar:わたし]", "1\n0:01 --> 0:02\n谷へ"])
def test_what_is_no_lrc_has_no_stamps(text: str) -> None:
    assert heard(text) == []


def line(at_s: float, text: str) -> Stamped:
    return Stamped(at_s=at_s, text=text, row=0)


def test_new_stamps_take_the_place_of_old_ones_and_all_else_that_was_written_stays() -> None:
    written = "[ti:谷のうた]\n[offset:500]\n# わたしの注\n[00:10.00]谷へ\n山へ\n[00:12.00]ほか\n"
    found = restamped(written, [line(75.256, "山へ"), line(9.5, "谷[1]へ")])
    assert found == "[ti:谷のうた]\n# わたしの注\n[00:09.50]谷［1］へ\n[01:15.26]山へ\n"
    assert [(one.at_s, one.text) for one in read_lrc(found).stamped] == [(9.5, "谷［1］へ"), (75.26, "山へ")]


def test_lines_of_a_new_file_are_those_that_are_given_and_an_empty_one_ends_the_one_before() -> None:
    assert restamped("", [line(1.0, "谷へ"), line(3.999, "")]) == "[00:01.00]谷へ\n[00:04.00]\n"


def test_the_example_is_true() -> None:
    assert doctest.testmod(lrc) == (0, 2)
