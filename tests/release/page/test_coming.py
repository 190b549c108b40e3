"""The rides of the coming days, from what a release holds."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from tests.release.page.test_pieces import CHOICE, EXPLAIN, RECALL, SONG, heard
from tests.stand_ins.episodes import episode

from lyricaudio.lesson.ride import FIRST_RECALL_S, MOST_RECALLS
from lyricaudio.release.catalogue import CatalogueEpisode, CatalogueLine
from lyricaudio.release.page.coming import DAYS, LENGTH_S, Item, coming_rides, rides_json

SMALL = (heard("song", SONG), heard("explain", EXPLAIN), heard("recall", RECALL))
NEW_A_DAY = 8


def made_up(
    song: str, form: str, lines: list[tuple[str, str, str]], chance: random.Random
) -> CatalogueEpisode:
    """An episode of such lines, roles and texts, one after the other."""
    now_s, cues = 2.0, []
    for line, role, text in lines:
        end_s = now_s + (chance.uniform(8, 14) if role == "explain" else chance.uniform(4, 6))
        cues.append(CatalogueLine(line=line, role=role, text=text, start_s=now_s, end_s=end_s))
        now_s = end_s + chance.uniform(0.2, 3)
    return replace(
        episode(song), id=f"{song}/{form}", form=form, lines=tuple(cues), seconds=now_s, digest=song * 20
    )


def album(song: str, chance: random.Random) -> list[CatalogueEpisode]:
    verses = [[f"{verse}{n}" for n in range(chance.randint(2, 5))] for verse in "abc"]
    hook = ["h0", "h1"]
    sung = [line for verse in verses for line in (*verse, *hook)]
    lines = [*hook, *(line for verse in verses for line in verse)]
    taught = [(line, role, line) for line in lines for role in ("lyric", "explain", "lyric")]
    asked = [(line, "lyric", text) for line in lines for text in (line, "＿", line)]
    return [
        made_up(song, "song", [(line, "lyric", line) for line in sung], chance),
        made_up(song, "explain", taught, chance),
        made_up(song, "recall", asked, chance),
    ]


@cache
def library(seed: int) -> tuple[CatalogueEpisode, ...]:
    chance = random.Random(seed)
    return tuple(one for n in range((1, 3, 5, 20)[seed % 4]) for one in album(f"song{n:02}", chance))


@cache
def rides(seed: int) -> tuple[tuple[Item, ...], ...]:
    return coming_rides(library(seed))


SEEDS = range(8)


def timed(ride: tuple[Item, ...]) -> list[tuple[float, float, Item]]:
    now_s, found = 0.0, []
    for item in ride:
        found.append((now_s, now_s + item.length_s, item))
        now_s += item.length_s
    return found


def outline(ride: tuple[Item, ...]) -> list[str]:
    return [" ".join((item.kind, *item.lines)) for item in ride]


def test_the_first_rides_of_a_small_release() -> None:
    first, second = coming_rides(SMALL)[:2]
    assert outline(first) == [
        "line a",
        "song",
        "line b",
        "song",
        "line h",
        "recall a",
        "line c",
        "recall b",
        "again h",
        "again c",
        "hook",
    ]
    assert outline(second) == ["again a", "song", "again b", "song", "again h", "again c", "hook"]


def test_which_of_two_is_asked_where_an_episode_asks_it() -> None:
    second = coming_rides([*SMALL, heard("choice", CHOICE)])[1]
    chosen = [item for item in second if item.kind == "choice"]
    assert [item.lines for item in chosen] == [("a",), ("b",)]
    assert [(piece.episode, piece.from_s) for item in chosen for piece in item.pieces] == [
        ("r/choice", 1.75),
        ("r/choice", 21.75),
    ]


def test_a_choice_of_a_line_that_is_heard_nowhere_else_is_not_asked() -> None:
    unknown = heard("choice", CHOICE.replace("a ", "z ").replace("b ", "z "))
    assert coming_rides([*SMALL, unknown]) == coming_rides(SMALL)


def test_there_is_a_ride_for_each_day_and_none_is_too_long() -> None:
    for seed in SEEDS:
        assert len(rides(seed)) == DAYS
        assert all(sum(item.length_s for item in ride) <= LENGTH_S for ride in rides(seed))
        assert all(ride[-1].kind == "hook" for ride in rides(seed))


def test_every_piece_lies_in_its_episode() -> None:
    for seed in SEEDS:
        seconds = {one.id: one.seconds for one in library(seed)}
        for piece in (piece for ride in rides(seed) for item in ride for piece in item.pieces):
            assert 0 <= piece.from_s < piece.to_s <= seconds[piece.episode]


def test_a_line_is_new_on_one_day_and_on_no_day_too_many_are() -> None:
    for seed in SEEDS:
        new = [[(item.song, *item.lines) for item in ride if item.kind == "line"] for ride in rides(seed)]
        assert all(len(day) <= NEW_A_DAY for day in new)
        met = [line for day in new for line in day]
        assert len(met) == len(set(met))


def test_what_is_new_is_asked_soon_and_not_too_often() -> None:
    for seed in (seed for seed in SEEDS if len(library(seed)) >= 15):
        for ride in rides(seed):
            for line in {(item.song, item.lines) for item in ride if item.kind == "line"}:
                times = [one for one in timed(ride) if (one[2].song, one[2].lines) == line]
                (_, met_s, _), (asked_s, _, asked) = times[:2]
                assert asked.kind == "recall"
                assert FIRST_RECALL_S[0] <= asked_s - met_s <= FIRST_RECALL_S[1]
                assert sum(item.kind == "recall" for _, _, item in times) <= MOST_RECALLS


def test_what_was_met_is_asked_on_later_days_but_not_on_the_next() -> None:
    days: dict[tuple[str, str], list[int]] = {}
    for day, ride in enumerate(rides(3)):
        for song, line in {(item.song, item.lines[0]) for item in ride if item.kind == "recall"}:
            days.setdefault((song, line), []).append(day)
    first = [asked for asked in days.values() if asked[0] == 0]
    assert len(first) == NEW_A_DAY
    assert sum(len(asked) >= 2 for asked in first) >= NEW_A_DAY / 2
    assert all(later - before > 1 for asked in first for before, later in pairwise(asked))


def test_a_ride_across_the_songs_is_no_song() -> None:
    lines = tuple(replace(line, song="r") for line in SMALL[1].lines)
    ride = replace(SMALL[1], id="rides/a/ride", song="rides/a", form="ride", lines=lines)
    assert coming_rides([ride, *SMALL]) == coming_rides(SMALL)
    assert coming_rides([ride]) == ()


def test_the_plans_name_each_item_and_each_episode_once() -> None:
    data = json.loads(rides_json(SMALL, {"r/song": "e1"}))
    assert data["version"] == 1
    assert data["episodes"] == [["r/explain", ""], ["r/song", "e1"], ["r/recall", ""]]
    assert data["items"][0] == ["line", "r", ["a"], [[0, 1.75, 12.4, 0.5]]]
    assert len({json.dumps(item) for item in data["items"]}) == len(data["items"])
    assert {number for ride in data["rides"] for number in ride} == set(range(len(data["items"])))


def test_without_episodes_there_are_no_rides() -> None:
    assert json.loads(rides_json([], {}))["rides"] == []


def test_they_are_kilobytes_for_any_number_of_songs() -> None:
    for seed in SEEDS:
        assert len(rides_json(library(seed), {}).encode()) < 64_000


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_they_are_the_same_wherever_they_are_made(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = rides_json(library(1), {})
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert rides_json(library(1), {}) == expected
    finally:
        monkeypatch.undo()
        time.tzset()
