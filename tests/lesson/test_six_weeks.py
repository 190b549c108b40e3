"""Six weeks of rides, some days missed, against hearing the songs in order for the same minutes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from tests.sampling import some_of
from tests.stand_ins.listener import Line, Listener

from lyricaudio.lesson.blocks import Block, RideSong, reviewed, ride_song, taught_share
from lyricaudio.lesson.ride import plan_ride
from lyricaudio.pipeline.rides import Wish
from lyricaudio.study.log import Event, What
from lyricaudio.study.memory import NEW, Memory, memories

BEGIN = date(2026, 1, 5)
DAYS = 42
MINUTES = 23.0
MISSED = 0.28  # of all days
LINES = 16  # of a song

# The means of our five songs.
LINE_S, AGAIN_S, SUNG_S, RECALL_S, VERSE_S, HOOK_S = 28.0, 19.5, 8.7, 14.5, 27.0, 23.0
VERSES = 4
PARTS_S = {
    (kind, str(number)): seconds
    for number in range(LINES)
    for kind, seconds in (("line", LINE_S), ("again", AGAIN_S), ("sung", SUNG_S), ("recall", RECALL_S))
} | {("song", str(verse)): VERSE_S for verse in range(VERSES)}
PARTS_S["hook", ""] = HOOK_S
SEEDS = range(3)


def lines_of(songs: int) -> list[Line]:
    return [(f"song {song}", str(number)) for song in range(songs) for number in range(LINES)]


def days(seed: int) -> Iterator[int]:
    """Yield the days on which somebody rides."""
    chance = random.Random(seed)
    return (day for day in range(DAYS) if chance.random() >= MISSED)


def after_rides(songs: int, seed: int, *, is_graded: bool) -> Listener:
    """Ride by the plan of each day, and say how it went, or never say anything."""
    listener, log = Listener(seed), list[Event]()
    for day in days(seed):
        today = BEGIN + timedelta(days=day)
        known = memories(log, today=today)
        stock = [stock_of(f"song {song}", known) for song in range(songs)]
        unheard = sum(line.state == "new" for song in stock for line in song.lines)
        wish = Wish(minutes=MINUTES, today=today)
        for block in plan_ride(stock, length_s=wish.length_s, new=wish.most_new(unheard)):
            now = day + block.start_s / 86_400
            for line in heard_in(block):
                if block.recall_of is None:
                    listener.hear(line, now)
                    continue
                remembered = listener.recall(line, now)
                what: What = "asked" if not is_graded else "good" if remembered else "again"
                log.append(event(line, today, block.start_s, what))
    return listener


def event(line: Line, today: date, start_s: float, what: What) -> Event:
    at = datetime(today.year, today.month, today.day, 12, tzinfo=UTC) + timedelta(seconds=start_s)
    return Event(at=at, song=line[0], line=line[1], what=what)


def stock_of(song: str, known: Mapping[Line, Memory]) -> RideSong:
    return ride_song(song, PARTS_S, lambda line: known.get((song, line), NEW))


def heard_in(block: Block) -> list[Line]:
    """Return the lines that are heard in a block; the hook says nothing of its own."""
    first = block.number * LINES // VERSES
    verse = range(first, first + LINES // VERSES) if block.kind == "song" else ()
    return [(block.song, line) for line in (*block.lines, *map(str, verse))]


@cache  # who never says anything hears the same as who does
def after_songs_in_order(songs: int, seed: int) -> Listener:
    """Hear each song, then its explanations, then the next song, and go on the next day where one was."""
    listener, at = Listener(seed), 0
    lines = lines_of(songs)
    plays = [
        play
        for song in range(songs)
        for length_s in (SUNG_S, LINE_S)
        for play in ((line, length_s) for line in lines[song * LINES : (song + 1) * LINES])
    ]
    for day in days(seed):
        now_s = 0.0
        while now_s < 60 * MINUTES:
            line, length_s = plays[at % len(plays)]
            listener.hear(line, day + now_s / 86_400)
            now_s, at = now_s + length_s, at + 1
    return listener


def retention(listener: Listener, songs: int) -> float:
    """Return which part of all lines is remembered at the end."""
    lines = lines_of(songs)
    return sum(listener.chance(line, DAYS) for line in lines) / len(lines)


@pytest.mark.slow
@pytest.mark.parametrize("is_graded", [True, False], ids=["graded", "never graded"])
@pytest.mark.parametrize(("songs", "times"), some_of([(5, 0.97), (10, 0.98), (20, 1.15), (36, 1.8)], 3))
def test_rides_teach_as_much_as_the_songs_in_order_and_far_more_of_many(
    songs: int, times: float, is_graded: bool
) -> None:
    rides = sum(retention(after_rides(songs, seed, is_graded=is_graded), songs) for seed in SEEDS)
    in_order = sum(retention(after_songs_in_order(songs, seed), songs) for seed in SEEDS)
    assert rides >= times * in_order


@pytest.mark.slow
@pytest.mark.parametrize("minutes", [5, 10, 23, 45, 90])
def test_two_fifths_of_every_ride_are_explanations_from_the_first_day_until_all_is_known(
    minutes: int,
) -> None:
    log: list[Event] = []
    for day in range(14):
        today = BEGIN + timedelta(days=day)
        known = memories(log, today=today)
        wish = Wish(minutes=minutes, today=today)
        stock = [stock_of(f"song {song}", known) for song in range(5)]
        blocks = plan_ride(stock, length_s=wish.length_s, new=wish.most_new(0))
        assert taught_share(blocks) >= 0.4, today
        log += [event(line, today, 0.0, "asked") for line in reviewed(blocks)]
