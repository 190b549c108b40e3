"""The lines of an `.lrc` are found among those of a song, whoever typed either."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.lesson.example import NAMES

from lyricaudio.lesson.sung import FoundLine, SungLine, as_heard, sung_lines
from lyricaudio.song import Song, parse_song
from lyricaudio.song.lrc import Lrc, Stamped, read_lrc

LINES = (
    "損失は坂道 勾配はその傾き",
    "一歩を小さく 谷底へ",
    "{傾|かたむ}きが消える 深い層",
    "学習率は一歩の幅",
)


def song(lines: tuple[str, ...] = LINES) -> Song:
    written = "".join(f"  - '{line}'\n" for line in lines)
    return parse_song(f"title: 谷のうた\nlines:\n{written}", source="a.yaml", names=NAMES)


WRITTEN = song()


def found(lrc: str, written: Song = WRITTEN) -> list[tuple[int, float, float | None]]:
    """Return the number of each line that is sung, and its stamps."""
    names = [line.id for section in written.sections for line in section.lines]
    return [(names.index(one.of), one.at_s, one.until_s) for one in sung_lines(written, read_lrc(lrc)).lines]


def test_lines_are_found_whatever_their_brackets_spaces_and_small_slips() -> None:
    lrc = "[00:05]損失は坂道、勾配はその傾き\n[00:10]一歩を小さくし谷底へ\n"
    lrc += "[00:15]【傾きが消える】深い層\n[00:20]\n"
    assert found(lrc) == [(0, 5.0, 10.0), (1, 10.0, 15.0), (2, 15.0, 20.0)]


def test_a_line_that_has_two_stamps_is_one_line() -> None:
    lrc = "[00:05]損失は坂道\n[00:07]勾配はその傾き\n[00:10]一歩を小さく\n[00:11]谷底へ\n"
    lrc += "[00:14]学習率は一歩の幅\n"
    assert found(lrc) == [(0, 5.0, 10.0), (1, 10.0, 14.0), (3, 14.0, None)]


def test_a_refrain_is_sung_as_often_as_it_is_stamped_and_lines_in_any_order() -> None:
    lrc = "[00:05][00:25]一歩を小さく谷底へ\n[00:15]損失は坂道 勾配はその傾き\n"
    assert found(lrc) == [(1, 5.0, 15.0), (0, 15.0, 25.0), (1, 25.0, None)]


def test_of_lines_that_are_alike_it_is_the_next_one() -> None:
    lrc = "[00:05]谷へ\n[00:10]山へ行く\n[00:15]谷へ\n[00:20]谷へ\n"
    assert [line for line, _, _ in found(lrc, song(("谷へ", "山へ行く", "谷へ")))] == [0, 1, 2, 0]


def test_what_is_in_no_line_is_told_and_ends_the_line_before() -> None:
    found = sung_lines(WRITTEN, read_lrc("[00:05]一歩を小さく 谷底へ\n[00:10]ラララ\n[00:12]♪\n"))
    assert [(one.at_s, one.until_s) for one in found.lines] == [(5.0, 10.0)]
    assert [(one.row, one.text) for one in found.strange] == [(2, "ラララ")]


def test_of_another_song_hardly_a_line_is_found() -> None:
    other = "[00:01]さくら さくら\n[00:05]やよいの空は\n[00:09]見わたす限り\n"
    assert sung_lines(WRITTEN, read_lrc(other)).lines == ()


def test_stamps_are_moved_to_where_their_lines_were_heard_near_them_each_once() -> None:
    lines = [SungLine(of=of, text=of, at_s=at_s, until_s=None) for of, at_s in STAMPED]
    heard = [FoundLine(of=of, at_s=at_s, end_s=at_s + 1, sure=sure) for of, at_s, sure in HEARD]
    assert [(one.of, one.at_s, one.heard) for one in as_heard(lines, heard)] == [
        ("谷", 5.4, True),
        ("山", 8.8, True),
        ("谷", 10.0, False),  # so far away it is another time that it is sung
        ("川", 15.0, False),  # nobody is sure of it
        ("ハイ", 20.1, True),
        ("ハイ", 20.8, False),  # it was heard once
        ("空", 22.0, False),
    ]
    assert as_heard(lines, ()) == tuple(lines)


STAMPED = (("谷", 5.0), ("山", 9.0), ("谷", 10.0), ("川", 15.0), ("ハイ", 20.0), ("ハイ", 20.8), ("空", 22.0))
HEARD = (("谷", 5.4, 0.9), ("山", 8.8, 0.5), ("谷", 13.0, 1.0), ("川", 15.2, 0.4), ("ハイ", 20.1, 0.9))


@given(
    st.lists(st.tuples(st.sampled_from([*LINES[:2], "ラララ", "", "、"]), st.integers(0, 5990)), max_size=12)
)
def test_each_stamp_is_in_one_line_at_most_and_lines_follow_each_other(rows: list[tuple[str, int]]) -> None:
    stamped = sorted((Stamped(at_s=at / 10, text=text, row=1) for text, at in rows), key=lambda one: one.at_s)
    lines: tuple[SungLine, ...] = sung_lines(WRITTEN, Lrc(stamped=tuple(stamped))).lines
    assert len(lines) <= sum(bool(one.text) for one in stamped)
    assert all(one.until_s is not None and one.until_s <= after.at_s for one, after in pairwise(lines))
