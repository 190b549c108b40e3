"""What a ride may take of episodes that are there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.stand_ins.episodes import episode

from lyricaudio.release.catalogue import CatalogueEpisode, CatalogueLine
from lyricaudio.release.page.pieces import GAP_S, THINK_S, Piece, choices_of, length_s, pieces_of

SONG = """
a lyric 負ならゼロ 2 4
b lyric 傾きは一 5 7
h lyric 谷を下ろう 8 10
c lyric 正ならそのまま 11 13
h lyric 谷を下ろう 14 16
"""
EXPLAIN = """
a lyric 負ならゼロ 2 4
a explain 負の入力です 5 9
a lyric 負ならゼロ 10 12
b lyric 傾きは一 14 16
p question 負のときは 17 19
p answer ゼロ 21 22
"""
DEEP = """
a lyric 負ならゼロ 2 4
a question 負なら何 5 6
a explain 負の入力です 10 14
a lyric 負ならゼロ 15 17
a question 負なら何 18 19
a answer ゼロ 21 22
"""
RECALL = """
a lyric 負ならゼロ 2 4
b lyric 傾きは一 5 7
a lyric 負なら＿＿ 8 10
b lyric 傾きは一 11 13
a lyric ふ＿＿＿＿ 14 16
b lyric か＿＿＿ 17 19
a lyric 負ならゼロ 24 26
b lyric 傾きは一 31 33
"""
CHOICE = """
a question 負なら何 2 4
a answer ゼロ 8 9
a explain 正は一です 10 12
a question 正なら何 13 15
a answer 一 19 20
b question 傾きは何 22 24
b answer 一 28 29
"""
QUIZ = """
a question 負なら何 2 4
a answer ゼロ 6.5 7
p question 負のときは 9 11
p answer ゼロ 14 15
"""


def heard(form: str, lines: str) -> CatalogueEpisode:
    """An episode of `r` with the lines of an outline: line, role, text, start and end."""
    rows = (row.split() for row in lines.strip().splitlines())
    made = tuple(
        CatalogueLine(line=line, role=role, text=text, start_s=float(start), end_s=float(end))
        for line, role, text, start, end in rows
    )
    return replace(episode("r"), id=f"r/{form}", form=form, lines=made, seconds=made[-1].end_s + 0.1)


def times(pieces: tuple[Piece, ...]) -> list[tuple[str, float, float]]:
    return [(piece.episode.removeprefix("r/"), piece.from_s, piece.to_s) for piece in pieces]


def test_a_line_is_taken_with_its_explanation_and_the_second_time_from_there_on() -> None:
    found = pieces_of([heard("song", SONG), heard("explain", EXPLAIN)])
    assert times(found["line", "a"]) == [("explain", 1.75, 12.4)]
    assert times(found["again", "a"]) == [("explain", 4.75, 12.4)]
    assert times(found["sung", "a"]) == [("song", 1.75, 4.4)]


def test_what_nothing_explains_is_the_line_alone() -> None:
    found = pieces_of([heard("song", SONG), heard("explain", EXPLAIN)])
    assert times(found["line", "b"]) == times(found["again", "b"]) == [("explain", 13.75, 16.4)]
    assert times(found["line", "h"]) == times(found["sung", "h"]) == [("song", 7.75, 10.4)]


def test_a_question_is_taken_from_the_quiz_or_a_deep_explanation() -> None:
    quiz, deep = heard("quiz", QUIZ), heard("explain", DEEP)
    assert times(pieces_of([heard("song", SONG), deep, quiz])["recall", "a"]) == [("quiz", 1.75, 7.4)]
    found = pieces_of([heard("song", SONG), deep])
    assert times(found["recall", "a"]) == [("explain", 17.75, 22.1)]
    assert times(found["line", "a"]) == [("explain", 1.75, 17.4)]


def test_else_the_line_is_asked_as_the_recall_leaves_its_terms_out_and_answered_whole() -> None:
    asked = pieces_of([heard("song", SONG), heard("recall", RECALL)])["recall", "a"]
    assert times(asked) == [("recall", 7.75, 10.4), ("recall", 23.75, 26.4)]
    assert [piece.gap_s for piece in asked] == [GAP_S, THINK_S]
    assert length_s(asked) == pytest.approx(2 * 2.65 + GAP_S + THINK_S)


def test_a_line_without_terms_is_asked_by_its_first_sounds() -> None:
    asked = pieces_of([heard("song", SONG), heard("recall", RECALL)])["recall", "b"]
    assert times(asked) == [("recall", 16.75, 19.4), ("recall", 30.75, 33.1)]


def test_what_comes_back_is_the_hook_and_the_rest_are_verses() -> None:
    found = pieces_of([heard("song", SONG)])
    assert times(found["hook", ""]) == [("song", 7.75, 10.4)]
    assert [times(found["song", str(number)]) for number in (0, 1)] == [
        [("song", 1.75, 7.4)],
        [("song", 10.75, 13.4)],
    ]


def test_a_song_that_is_only_explained_is_sung_there_and_has_no_verses() -> None:
    found = pieces_of([heard("explain", EXPLAIN)])
    assert times(found["sung", "a"]) == [("explain", 1.75, 4.4)]
    assert {kind for kind, _ in found} == {"line", "again", "sung"}


def test_no_piece_reaches_into_another_line() -> None:
    close = "a lyric 負 1 2\nb lyric 正 2.1 3\nc lyric 零 2.9 4"
    found = pieces_of([heard("song", close)])
    assert times(found["sung", "a"]) == [("song", 0.75, 2.1)]
    assert times(found["sung", "b"]) == [("song", 2.0, 3.0)]


def test_a_quiz_alone_has_no_lines() -> None:
    assert pieces_of([heard("quiz", QUIZ)]) == {}


def test_which_of_two_is_asked_with_its_answer_and_its_reason() -> None:
    found = choices_of([heard("song", SONG), heard("choice", CHOICE)])
    assert [line for line, _ in found] == ["a", "a", "b"]
    assert [times(pieces) for _, pieces in found] == [
        [("choice", 1.75, 12.4)],
        [("choice", 12.75, 20.4)],
        [("choice", 21.75, 29.1)],
    ]
    assert choices_of([heard("song", SONG)]) == ()
