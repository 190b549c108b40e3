"""The rules of a ride, on many libraries."""

from __future__ import annotations

import random
from functools import cache
from itertools import groupby, pairwise
from statistics import median
from typing import Literal

import pytest

from lyricaudio.lesson.blocks import Block, RideChoice, RideLine, RideSong
from lyricaudio.lesson.course import MOST_AGAIN_IN_A_ROW, SUMMARY_EVERY_S
from lyricaudio.lesson.fresh import new_lines, songs_of_new
from lyricaudio.lesson.ride import (
    APART_S,
    FIRST_RECALL_S,
    MOST_RECALLS,
    plan_ride,
)

pytestmark = pytest.mark.slow

State = Literal["new", "due", "known"]
STATES: tuple[State, ...] = ("new", "new", "new", "due", "known")
Named = tuple[str, str]

MOST_SONGS = 60
TAUGHT = ("line", "again", "choice")


def line(song: str, name: str, chance: random.Random) -> RideLine:
    return RideLine(
        song=song,
        line=name,
        state=chance.choice(STATES),
        line_s=(line_s := chance.uniform(14, 42)),
        again_s=0.9 * line_s,
        sung_s=chance.uniform(5, 9),
        recall_s=chance.choice((None, *(chance.uniform(9, 18) for _ in range(5)))),
    )


@cache
def library(seed: int) -> tuple[RideSong, ...]:
    chance = random.Random(seed)
    asked = random.Random(-seed - 1)
    return tuple(
        RideSong(
            song=f"song {number}",
            lines=tuple(line(f"song {number}", f"line {i}", chance) for i in range(chance.randint(2, 18))),
            choices=tuple(
                RideChoice(line=f"line {asked.randrange(2)}", choice_s=asked.uniform(12, 20))
                for _ in range(asked.randrange(4))
            ),
            verses_s=tuple(chance.uniform(16, 35) for _ in range(chance.randint(1, 4))),
            hook_s=chance.choice((None, chance.uniform(15, 30))),
        )
        for number in range(1 + seed % MOST_SONGS)
    )


SEEDS = range(120)
RIDES = [(seed, minutes) for seed in SEEDS for minutes in (5, 10, 23, 45, 90)]


@cache
def ride(seed: int, minutes: int) -> tuple[Block, ...]:
    return plan_ride(library(seed), length_s=60.0 * minutes, new=round(minutes / 2.5))


def heard(blocks: tuple[Block, ...]) -> dict[Named, list[Block]]:
    """The blocks in which each line is heard by name, in order."""
    found: dict[Named, list[Block]] = {}
    for block in blocks:
        for name in block.lines:
            found.setdefault((block.song, name), []).append(block)
    return found


def lines_of(seed: int) -> dict[Named, RideLine]:
    return {(one.song, one.line): one for song in library(seed) for one in song.lines}


def test_blocks_follow_each_other_and_never_pass_the_end() -> None:
    for seed, minutes in RIDES:
        blocks = ride(seed, minutes)
        assert blocks[0].start_s == 0.0
        assert all(one.end_s == other.start_s for one, other in pairwise(blocks))
        assert blocks[-1].end_s <= 60 * minutes


def test_the_end_is_a_hook_where_there_is_one() -> None:
    for seed, minutes in RIDES:
        blocks = ride(seed, minutes)
        assert (blocks[-1].kind == "hook") == any(song.hook_s for song in library(seed))
        assert all(block.kind != "hook" for block in blocks[:-1])


def test_what_is_new_is_asked_first_after_15_to_60_seconds() -> None:
    waits = []
    for seed, minutes in RIDES:
        known = lines_of(seed)
        for name, blocks in heard(ride(seed, minutes)).items():
            if known[name].state == "new" and known[name].recall_s:
                (met, asked, *_) = blocks
                assert (met.kind, asked.kind) == ("line", "recall")
                waits.append(asked.start_s - met.end_s)
    low, high = FIRST_RECALL_S
    assert min(waits) >= low
    assert max(waits) <= high


def test_nothing_is_heard_twice_within_a_minute_but_for_its_first_recall() -> None:
    for seed, minutes in RIDES:
        for blocks in heard(ride(seed, minutes)).values():
            for first, second in pairwise(blocks):
                if first.kind != "line":
                    assert second.start_s - first.end_s >= APART_S


def test_a_line_is_asked_three_times_at_most_and_what_is_due_once() -> None:
    for seed, minutes in RIDES:
        known = lines_of(seed)
        for name, blocks in heard(ride(seed, minutes)).items():
            asked = [block for block in blocks if block.recall_of]
            assert len(asked) <= (MOST_RECALLS if known[name].state == "new" else 1)


def test_of_what_is_due_that_is_asked_first_which_is_nearest_to_being_forgotten() -> None:
    songs = [
        RideSong(song=song, lines=tuple(due(song, str(i), chance) for i, chance in enumerate(chances)))
        for song, chances in (("a", (0.9, 0.3, 0.7)), ("b", (0.5, 0.1)))
    ]
    blocks = plan_ride(songs, length_s=50.0, new=0)
    assert [(block.song, *block.lines) for block in blocks] == [
        ("b", "1"),
        ("a", "1"),
        ("b", "0"),
        ("a", "2"),
    ]


def due(song: str, name: str, chance: float) -> RideLine:
    return RideLine(
        song=song, line=name, state="due", chance=chance, line_s=28.0, again_s=26.0, sung_s=8.0, recall_s=12.0
    )


def test_which_of_two_is_asked_of_what_was_asked_before_or_is_known() -> None:
    asked = 0
    for seed, minutes in RIDES:
        known = lines_of(seed)
        for name, blocks in heard(ride(seed, minutes)).items():
            kinds = [block.kind for block in blocks]
            if "choice" in kinds:
                asked += 1
                assert known[name].state != "due"
                assert known[name].state == "known" or "recall" in kinds[: kinds.index("choice")]
        pairs = pairwise(block.kind for block in ride(seed, minutes))
        assert ("choice", "choice") not in set(pairs)
    assert asked > 100


def test_nothing_new_is_said_only_once() -> None:
    for seed, minutes in RIDES:
        known = lines_of(seed)
        for name, blocks in heard(ride(seed, minutes)).items():
            if known[name].state == "new":
                assert len(blocks) >= 2


def test_the_second_recall_is_as_far_from_the_first_as_the_ride_allows() -> None:
    for seed in (seed for seed in SEEDS if len(library(seed)) >= 3):
        gaps: list[float] = []
        for blocks in heard(ride(seed, 45)).values():
            asked = [block for block in blocks if block.kind == "recall"]
            gaps += [later.start_s - before.end_s for before, later in list(pairwise(asked))[:1]]
        assert median(gaps) >= 300, seed


def test_a_summary_comes_about_every_five_minutes() -> None:
    for seed in SEEDS:
        blocks = ride(seed, 45)
        times = [0.0, *(block.start_s for block in blocks if block.kind == "summary"), blocks[-1].end_s]
        assert all(later - before <= SUMMARY_EVERY_S + 180 for before, later in pairwise(times))


def test_at_least_two_fifths_are_explanations_and_why_questions() -> None:
    """A recall of a term is neither; which of two it is, is answered with why it is not the other."""
    for seed, minutes in RIDES:
        blocks = ride(seed, minutes)
        taught = sum(block.end_s - block.start_s for block in blocks if block.kind in TAUGHT)
        assert taught >= 0.4 * blocks[-1].end_s, (seed, minutes)


def test_there_are_no_more_new_lines_than_is_wanted() -> None:
    for seed, minutes in RIDES:
        assert sum(block.kind == "line" for block in ride(seed, minutes)) <= round(minutes / 2.5)


@pytest.mark.parametrize(
    ("has", "most", "takes"),
    [
        ((16, 16, 16, 16, 16), 9, [3, 3, 3]),
        ((16, 16, 16, 16, 16), 8, [4, 4]),
        ((16, 16, 16, 16, 16), 3, [3]),
        ((16, 16, 16, 16, 16), 18, [5, 5, 4, 4]),
        ((0, 1, 16, 2, 16, 16), 9, [1, 6, 2]),
        ((1, 1, 1, 16), 9, [1, 1, 1, 6]),
        ((16, 2), 9, [7, 2]),
        ((2, 1), 9, [2, 1]),
        ((16, 16), 0, []),
    ],
)
def test_new_lines_are_of_several_songs_and_of_each_so_many_side_by_side(
    has: tuple[int, ...], most: int, takes: list[int]
) -> None:
    songs = [
        RideSong(song=f"{n}", lines=tuple(fresh(f"{n}", str(i)) for i in range(count)))
        for n, count in enumerate(has)
    ]
    lines = [(line.song, int(line.line)) for line in new_lines(songs, most)]
    runs = [[number for _, number in run] for _, run in groupby(lines, key=lambda line: line[0])]
    assert runs == [list(range(count)) for count in takes]
    assert lines == [
        (line.song, int(line.line)) for line in new_lines(songs[: songs_of_new(has, most)], most)
    ]


def fresh(song: str, name: str) -> RideLine:
    return RideLine(song=song, line=name, state="new", line_s=28.0, again_s=26.0, sung_s=8.0, recall_s=12.0)


def test_new_lines_of_a_song_come_in_its_order_and_no_other_songs_between_them() -> None:
    for seed, minutes in RIDES:
        met = [(block.song, block.lines[0]) for block in ride(seed, minutes) if block.kind == "line"]
        runs = [(song, list(run)) for song, run in groupby(met, key=lambda line: line[0])]
        assert len(runs) == len({song for song, _ in runs})
        for song, run in runs:
            new = [name for name, line in lines_of(seed).items() if name[0] == song and line.state == "new"]
            assert run == new[: len(run)]


def test_a_ride_to_work_has_something_new_of_three_songs_where_there_are() -> None:
    for seed in SEEDS:
        songs = {block.song for block in ride(seed, 23) if block.kind == "line"}
        assert len(songs) >= min(3, len(library(seed)) // 2), seed


def test_the_ride_is_full() -> None:
    """What is left is less than a song's worth, where there is enough to hear."""
    for seed, minutes in RIDES:
        if len(library(seed)) >= 2:
            assert 60 * minutes - ride(seed, minutes)[-1].end_s <= 30, (seed, minutes)


def test_verses_follow_each_other_only_at_the_end_where_nothing_else_fits() -> None:
    for seed, minutes in RIDES:
        kinds = [block.kind for block in ride(seed, minutes) if block.kind != "hook"]
        if len(library(seed)) >= 5:
            assert ("song", "song") not in set(pairwise(kinds[:-1])), (seed, minutes)


def test_after_what_is_heard_again_twice_something_else_comes_where_there_are_songs() -> None:
    for seed, minutes in RIDES:
        kinds = [block.kind for block in ride(seed, minutes)]
        rows = [len(list(row)) for kind, row in groupby(kinds) if kind == "again"]
        if len(library(seed)) >= 5:
            assert max(rows, default=0) <= MOST_AGAIN_IN_A_ROW + 1, (seed, minutes)


@pytest.mark.parametrize("new", [0, 3])
def test_a_ride_without_anything_due_or_new_is_what_is_known(new: int) -> None:
    known = RideLine(song="a", line="1", state="known", line_s=20.0, again_s=18.0, sung_s=6.0, recall_s=12.0)
    song = RideSong(song="a", lines=(known,), verses_s=(20.0,), hook_s=15.0)
    kinds = [block.kind for block in plan_ride([song], length_s=120.0, new=new)]
    assert kinds == ["again", "song", "hook"]


def test_what_is_longer_than_the_ride_is_left_out() -> None:
    long = RideLine(song="a", line="1", state="new", line_s=400.0, again_s=390.0, sung_s=6.0, recall_s=12.0)
    assert plan_ride([RideSong(song="a", lines=(long,))], length_s=180.0, new=5) == ()
