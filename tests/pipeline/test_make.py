"""How the episodes of a build wait for each other, told by an executor that is no process."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.pipeline.test_living import left
from tests.stand_ins.executor import Frugal, Inline

from lyricaudio.lesson.plan import Segment
from lyricaudio.music.timeline import Timeline
from lyricaudio.pipeline.making import layout
from lyricaudio.pipeline.making import make as making
from lyricaudio.pipeline.making.draft import Draft
from lyricaudio.pipeline.making.make import make_episodes
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.beside import Extras
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import Record, read_record
from lyricaudio.pipeline.project.report import Progress, Report, Status, Watch
from lyricaudio.pipeline.run import build

pytestmark = pytest.mark.slow

SONG = """\
title: {title}
year: 2026
{more}
voice: {{lyric: {lyric}, explain: {explain}}}
delivery: {delivery}
lines:
  - lyric: {line}
    explain: 深い
  - 山と谷
"""


def write(
    root: Path,
    name: str,
    *,
    title: str = "うた",
    line: str = "谷",
    lyric: str = "tone",
    explain: str = "tone",
    delivery: str = "chant",
    more: str = "style: {name: none, bpm: 200}",
) -> None:
    (root / "songs").mkdir(exist_ok=True)
    (root / "lyricaudio.yaml").write_text("forms: [song, explain]\n", "utf-8")
    text = SONG.format(title=title, line=line, lyric=lyric, explain=explain, delivery=delivery, more=more)
    (root / "songs" / f"{name}.yaml").write_text(text, "utf-8")


def built(
    root: Path, executor: Inline, *, output: str = "output", seen: list[Progress] | None = None
) -> Report:
    """Build a project by an executor."""

    def make(orders: Sequence[Order], record: Record, watch: Watch, *, extras: Extras) -> Report:
        return make_episodes(orders, record, watch, extras=extras, executor=executor)

    watch = ([] if seen is None else seen).append
    return build(open_library([], folder=root), root / output, watch=watch, maker=make)


def kinds(executor: Inline) -> Counter[str]:
    return Counter(task.function.__name__ for task in executor.done)


def test_what_several_episodes_need_is_made_once(tmp_path: Path) -> None:
    write(tmp_path, "a")
    executor, seen = Inline(), list[Progress]()
    report = built(tmp_path, executor, seen=seen)
    assert [result.error for result in report.results] == [None, None]
    assert kinds(executor) == {"speak": 3, "score": 1, "set_line": 2, "mix_episode": 2}
    assert (seen[-1].clips, seen[-1].clips_total, seen[-1].episodes) == (5, 5, 2)
    assert seen[-1].share == pytest.approx(1.0)


def test_what_is_in_the_store_is_not_made_again_and_counts_as_done(tmp_path: Path) -> None:
    write(tmp_path, "a")
    built(tmp_path, Inline())
    write(tmp_path, "a", line="谷川")
    executor, seen = Inline(), list[Progress]()
    built(tmp_path, executor, seen=seen)
    assert kinds(executor)["speak"] == 1
    assert seen[-1].clips == seen[-1].clips_total == 1 + kinds(executor)["set_line"]
    assert seen[-1].share == pytest.approx(1.0)


def test_an_engine_that_is_out_is_asked_once_and_costs_only_its_episodes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LYRICAUDIO_VOICEVOX_URL", "http://127.0.0.1:9")  # where nobody answers
    write(tmp_path, "a", title="いち", explain="voicevox")
    write(tmp_path, "b", title="に", explain="voicevox", line="川")
    executor = Inline()
    results = {result.name: result for result in built(tmp_path, executor).results}
    assert {name for name, result in results.items() if result.error} == {"いち (解説)", "に (解説)"}
    assert len({str(result.error) for result in results.values() if result.error}) == 1
    assert [task.lane for task in executor.done].count("voicevox") == 1


def test_what_nobody_foresaw_costs_its_song_and_the_others_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a", title="こわれる")
    write(tmp_path, "b", title="無事")

    def laid_out(planned: Draft, *given: Any) -> Timeline:
        if planned.order.song_id == "a":
            raise KeyError("a chord")
        return layout.laid_out(planned, *given)

    monkeypatch.setattr(making, "laid_out", laid_out)
    report = built(tmp_path, Inline())
    errors = {str(result.error) for result in report.results if result.error}
    assert len(errors) == 1
    assert re.match(r"songs/a\.yaml: unforeseen, KeyError: 'a chord' \(test_make\.py:\d+\)", errors.pop())
    assert {result.status for result in report.results if "無事" in result.name} == {Status.BUILT}


def test_the_earlier_song_is_begun_first(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path, name, title=name, line=f"谷{name}")
    executor = Inline()
    built(tmp_path, executor)
    mixed = [task.name for task in executor.done if task.function.__name__ == "mix_episode"]
    assert [name[0] for name in mixed] == ["a", "a", "b", "b", "c", "c"]


@pytest.mark.parametrize("delivery", ["chant", "sing"])
def test_a_task_says_what_it_needs(tmp_path: Path, delivery: str) -> None:
    write(tmp_path, "a", delivery=delivery, more="style: {name: lofi, bpm: 200}")
    executor = Frugal()
    report = built(tmp_path, executor)
    assert [result.error for result in report.results] == [None, None]
    built(tmp_path, Inline(), output="clean")
    assert left(tmp_path / "output") == left(tmp_path / "clean")


def test_sound_follows_its_song_into_the_place_of_another(tmp_path: Path) -> None:
    write(tmp_path, "a", title="いち", line="谷")
    write(tmp_path, "b", title="に", line="川")
    built(tmp_path, Inline())
    write(tmp_path, "a", title="に", line="谷")
    write(tmp_path, "b", title="いち", line="川")
    executor = Inline()
    built(tmp_path, executor)
    mixes = [task for task in executor.done if task.function.__name__ == "mix_episode"]
    assert any(task.arguments[0].earlier for task in mixes)
    built(tmp_path, Inline(), output="clean")
    assert left(tmp_path / "output") == left(tmp_path / "clean")


def ride(root: Path) -> Order:
    """An episode of song a that has a line of song b in its midst, and ends as it began."""
    library = open_library([], folder=root)
    orders = {order.key: order for order in plan(library, read_record(root / "output")).orders}
    own, other = orders["a/song"], orders["b/explain"]
    ((verse,),) = (segment.parts for segment in own.plan.segments)
    (guest, *_) = other.plan.parts
    segments = (
        Segment(parts=(verse,)),
        Segment(song="b", parts=(replace(guest, events=guest.events[1:]),)),
        Segment(parts=(verse,)),
    )
    return replace(
        own,
        plan=replace(own.plan, segments=segments),
        manners=own.manners | {"b": other.manner},
        stem="09 乗車",
        digest="",
    )


def test_an_episode_of_several_songs_says_and_plays_each_in_its_own_manner(tmp_path: Path) -> None:
    write(tmp_path, "a", line="勾配", more="style: {name: lofi, bpm: 160}")
    write(
        tmp_path, "b", line="谷と勾配の山", more="style: {name: electropop, bpm: 200}\nreadings: {山: ヤマ}"
    )
    report = built(tmp_path, Inline())
    assert [str(result.error) for result in report.results if result.error] == []
    record, executor, order = read_record(tmp_path / "output"), Inline(), ride(tmp_path)
    report = make_episodes([order], record, lambda progress: None, extras=Extras(), executor=executor)
    assert [str(result.error) for result in report.results if result.error] == []
    # What the songs said in their own episodes is heard again: nothing is spoken or set anew.
    assert Counter(task.function.__name__ for task in executor.done) == {"score": 2, "mix_episode": 1}
    (result,) = report.results
    assert result.path is not None
    player = json.loads(result.path.with_suffix(".json").read_text("utf-8"))
    assert [chapter["bpm"] for chapter in player["chapters"]] == [160, 200, 160]
    lines = record.episodes[order.key].episode.lines
    assert [line.song for line in lines] == ["", "", "b", "b", "", ""]
    assert [line.text for line in lines[2:4]] == ["深い", "谷と勾配の山"]
    ends = [chapter["end_s"] for chapter in player["chapters"]]
    assert ends[0] < lines[2].start_s < lines[3].end_s < ends[1] < lines[4].start_s
    assert result.seconds == pytest.approx(ends[2], abs=0.001)
