"""How the episodes of a build wait for each other, told by an executor that is no process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.pipeline.test_living import left
from tests.stand_ins.executor import Frugal, Inline

from lyricaudio.pipeline.making.make import make_episodes
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.pipeline.project.beside import Extras
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import Record
from lyricaudio.pipeline.project.report import Progress, Report, Watch
from lyricaudio.pipeline.run import build

pytestmark = pytest.mark.slow

SONG = """\
title: {title}
year: 2026
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
) -> None:
    (root / "songs").mkdir(exist_ok=True)
    text = SONG.format(title=title, line=line, lyric=lyric, explain=explain, delivery=delivery)
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


def test_the_earlier_song_is_begun_first(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path, name, title=name, line=f"谷{name}")
    executor = Inline()
    built(tmp_path, executor)
    mixed = [task.name for task in executor.done if task.function.__name__ == "mix_episode"]
    assert [name[0] for name in mixed] == ["a", "a", "b", "b", "c", "c"]


@pytest.mark.parametrize("delivery", ["chant", "sing"])
def test_a_task_says_what_it_needs(tmp_path: Path, delivery: str) -> None:
    write(tmp_path, "a", delivery=delivery)
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
