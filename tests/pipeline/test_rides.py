"""A ride across songs, made and published like any other episode."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.stand_ins.executor import Inline
from tests.stand_ins.maker import make_here, make_silently

from lyricaudio.lesson.plan import Cue
from lyricaudio.pipeline.project.library import Library, open_library
from lyricaudio.pipeline.project.record import read_record
from lyricaudio.pipeline.rides import NothingToHear, Ride, Wish, left_unheard, make_ride, plan_of_ride
from lyricaudio.pipeline.run import Maker, build
from lyricaudio.release.catalogue import read_catalogue
from lyricaudio.study.memory import Line, Memory

pytestmark = pytest.mark.slow

SONG = """\
title: {title}
year: 2026
tags: [{tag}]
style: {{name: lofi, bpm: {bpm}}}
voice: {{lyric: tone, explain: tone}}
sections:
  - lines:
      - {{lyric: {first}は谷を下る, explain: 一歩ずつ下る。}}
      - {{lyric: {second}は山に登る, explain: 少しずつ登る。}}
  - hook: true
    lines: [みんなで歌う]
"""
TODAY = date(2026, 11, 29)
WISH = Wish(minutes=2, today=TODAY)
NOTHING: Mapping[Line, Memory] = {}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Two songs for tests that only plan; what was spoken and timed for one of them is there for the next."""
    root = tmp_path_factory.mktemp("shelf")
    songs = root / "songs"
    songs.mkdir()
    text = SONG.format(title="一", tag="基礎", bpm=80, first="勾配法", second="加速法")
    (songs / "01-a.yaml").write_text(text, "utf-8")
    text = SONG.format(title="二", tag="応用", bpm=92, first="探索法", second="焼鈍法")
    (songs / "02-b.yaml").write_text(text, "utf-8")
    return open_library([], folder=root)


@pytest.fixture
def library(shelf: Library, tmp_path: Path) -> Library:
    """The same two songs, of which nothing was made."""
    shutil.copytree(shelf.root / "songs", tmp_path / "songs")
    return open_library([], folder=tmp_path)


def planned(library: Library, wish: Wish = WISH, known: Mapping[Line, Memory] = NOTHING) -> Ride:
    return plan_of_ride(library, library.root / "output", wish, known, executor=Inline())


def made(library: Library, wish: Wish = WISH, maker: Maker = make_silently) -> tuple[Path, float]:
    """Make a ride, without its sound if no other maker is given; return it and how long it is."""
    ride, output = planned(library, wish), library.root / "output"
    (result,) = make_ride(ride, library, output, lambda progress: None, maker=maker).results
    assert result.error is None
    assert result.path is not None
    return result.path, result.seconds


def test_a_ride_is_as_long_as_the_way_and_lists_what_is_heard_of_which_song(library: Library) -> None:
    mp3, seconds = made(library, maker=make_here)
    assert mp3 == library.root / "output" / "通勤" / "2026-11-29 2分.mp3"
    assert seconds == pytest.approx(120, abs=0.5)
    catalogue = read_catalogue(library.root / "output")
    assert catalogue is not None
    (ride,) = catalogue.episodes
    assert (ride.id, ride.title) == ("rides/2026-11-29-2/ride", "通勤 11月29日 (2分)")
    songs = {line.song for line in ride.lines}
    assert songs == {"01-a", "02-b"} or songs == {"01-a"}
    assert ride.lines[-1].text == "みんなで歌う"


def test_the_same_day_and_history_give_the_same_ride(shelf: Library) -> None:
    first, second = planned(shelf), planned(shelf)
    assert first.blocks == second.blocks
    assert first.order.digest == second.order.digest


def test_what_is_heard_once_more_is_explained_before_the_line_is_sung(shelf: Library) -> None:
    """As the page's rides have it: who hears the explanation may think of the line before it comes."""
    ride = planned(shelf, replace(WISH, minutes=5, new=6))
    roles = {
        tuple(event.role for event in part.events if isinstance(event, Cue))
        for block, segment in zip(ride.blocks, ride.order.plan.segments, strict=True)
        for part in segment.parts
        if block.kind == "again"
    }
    assert roles == {("explain", "lyric"), ("lyric",)}  # the hook has no explanation


def test_what_was_spoken_for_a_ride_before_is_planned_without_a_worker(shelf: Library) -> None:
    planned(shelf)
    asked = Inline()
    plan_of_ride(shelf, shelf.root / "output", WISH, NOTHING, executor=asked)
    assert asked.done == []


def test_what_is_known_is_not_taught_again(shelf: Library) -> None:
    lines = {(block.song, line) for block in planned(shelf).blocks for line in block.lines}
    known = dict.fromkeys(lines, Memory(state="known", due=TODAY + timedelta(days=9), reviews=2))
    kinds = {
        block.kind for block in planned(shelf, known=known).blocks if set(block.lines) & {x for _, x in lines}
    }
    assert "line" not in kinds


def test_what_is_only_heard_once_more_was_not_asked(shelf: Library) -> None:
    lines = {(block.song, line) for block in planned(shelf).blocks for line in block.lines}
    known = dict.fromkeys(lines, Memory(state="known", due=TODAY + timedelta(days=9), reviews=2, chance=0.9))
    ride = planned(shelf, known=known)
    heard = {(block.song, line) for block in ride.blocks for line in block.lines}
    assert set(ride.asked) < heard


def test_a_build_keeps_the_ride_and_a_later_ride_lets_the_oldest_go(library: Library) -> None:
    output = library.root / "output"
    first, _ = made(library)
    report = build(library, output, watch=lambda progress: None, maker=make_silently)
    assert [result.error for result in report.results if result.error] == []
    assert first.is_file()
    for days in (1, 2, 3):
        made(library, replace(WISH, today=TODAY + timedelta(days=days)))
    assert not first.exists()
    assert sum(key.startswith("rides/") for key in read_record(output).episodes) == 3


def test_rides_come_before_songs_and_the_newest_before_the_older(library: Library) -> None:
    output = library.root / "output"
    build(library, output, watch=lambda progress: None, maker=make_silently)
    rides = [made(library, replace(WISH, today=TODAY + timedelta(days=days)))[0] for days in range(3)]
    catalogue = read_catalogue(output)
    assert catalogue is not None
    assert [output / episode.mp3 for episode in catalogue.episodes[:3]] == rides[::-1]
    assert not any(episode.id.startswith("rides/") for episode in catalogue.episodes[3:])
    times = [ride.stat().st_mtime_ns for ride in rides]
    assert times == sorted(times)
    build(library, output, watch=lambda progress: None, maker=make_silently)
    assert [ride.stat().st_mtime_ns for ride in rides] == times


def test_tags_choose_the_songs_and_a_tag_of_none_is_told(shelf: Library) -> None:
    chosen = planned(shelf, replace(WISH, tags=("応用",)))
    assert {block.song for block in chosen.blocks} == {"02-b"}
    with pytest.raises(NothingToHear, match="leave --tag out"):
        planned(shelf, replace(WISH, tags=("歴史",)))


@pytest.mark.parametrize(
    ("days", "unheard", "most"), [(None, 500, 9), (100, 500, 9), (20, 500, 25), (1, 30, 30), (0, 30, 30)]
)
def test_an_exam_that_is_near_asks_for_more_that_is_new(days: int | None, unheard: int, most: int) -> None:
    exam = None if days is None else TODAY + timedelta(days=days)
    assert Wish(minutes=23, today=TODAY, exam=exam).most_new(unheard) == most
    assert Wish(minutes=23, today=TODAY, exam=exam, new=4).most_new(unheard) == 4


def test_what_no_ride_until_the_exam_has_room_for_is_counted(shelf: Library) -> None:
    wish = replace(WISH, new=1, exam=TODAY + timedelta(days=2))
    ride = planned(shelf, wish)
    assert left_unheard(ride, wish) == ride.unheard - 1 > 0
    assert left_unheard(ride, replace(wish, exam=TODAY + timedelta(days=30))) == 0
    assert left_unheard(ride, replace(wish, exam=None)) == 0


def test_of_many_songs_a_ride_takes_the_first_new_ones_and_those_with_something_due(
    tmp_path: Path,
) -> None:
    (tmp_path / "songs").mkdir()
    for number in range(12):
        text = SONG.format(title=f"歌{number}", tag="基礎", bpm=80, first=f"勾配{number}", second="谷")
        (tmp_path / "songs" / f"{number:02}.yaml").write_text(text, "utf-8")
    library = open_library([], folder=tmp_path)
    assert {block.song for block in planned(library).blocks} <= {"00", "01", "02"}
    last = library.entries[-1]
    line = last.song.sections[0].lines[0].id
    due = {(last.song_id, line): Memory(state="due", due=TODAY, reviews=1)}
    assert last.song_id in {block.song for block in planned(library, known=due).blocks}
    assert planned(library).unheard == 12 * 3 - 1
