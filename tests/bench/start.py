"""What a command costs that has nothing to do, how planning grows with the songs, and what a ride's costs."""

from __future__ import annotations

import gc
import os
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tests.bench.figure import Figure
from tests.programs import LYRICAUDIO
from tests.stand_ins.maker import make_silently

from lyricaudio.cli import MOST_NEW_VALUES
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.library import Library, open_library
from lyricaudio.pipeline.project.record import read_record
from lyricaudio.pipeline.rides import Wish, plan_of_ride
from lyricaudio.pipeline.run import build

FEW, MANY = 100, 1000
OF_A_RIDE = 200


def figures(project: Path) -> Iterator[Figure]:
    """Ask for help, plan libraries made of the project's songs, and build a large one twice."""
    yield Figure(name="--help, CPU", value=_cpu_s(project, "--help"), limit=0.25, unit="s")
    gc.set_threshold(MOST_NEW_VALUES)  # as the program does
    few, many = (_library(project, count) for count in (FEW, MANY))
    yield Figure(
        name=f"planning {MANY} songs over {FEW}, CPU", value=_planning_s(many) / _planning_s(few), limit=11
    )
    ride_s = _ride_s(_library(project, OF_A_RIDE))
    yield Figure(name=f"planning a ride over {OF_A_RIDE} timed songs, CPU", value=ride_s, limit=0.5, unit="s")
    build(many, many.root / "output", watch=lambda progress: None, maker=make_silently)
    _cpu_s(many.root, "build")  # one that looks at all, and remembers that nothing was to be done
    nothing = _cpu_s(many.root, "build")
    yield Figure(name=f"nothing to do over {MANY} songs, CPU", value=nothing, limit=2.0, unit="s")


def _library(project: Path, count: int) -> Library:
    """Write so many songs, by the words of the project's."""
    root = project.with_name(f"{count} songs")
    (root / "songs").mkdir(parents=True)
    texts = [path.read_text("utf-8") for path in sorted(project.glob("songs/*.yaml"))]
    for number in range(count):
        (root / "songs" / f"{number:04}.yaml").write_text(texts[number % len(texts)], "utf-8")
    return open_library([], folder=root)


def _planning_s(library: Library) -> float:
    def once() -> float:
        started = time.process_time()
        plan(library, read_record(library.root / "output"))
        return time.process_time() - started

    return min(once() for _ in range(3))


def _ride_s(library: Library) -> float:
    """Return what it costs to plan a ride, its workers included, when its songs were timed for one before."""
    wish = Wish(minutes=23, today=date(2026, 12, 1))

    def once() -> float:
        before = os.times()
        plan_of_ride(library, library.root / "output", wish, {})
        after = os.times()
        return sum(after[:4]) - sum(before[:4])

    once()
    return min(once() for _ in range(3))


def _cpu_s(root: Path, *arguments: str) -> float:
    """Return the least CPU time of a few runs of the program."""

    def once() -> float:
        before = os.times()
        subprocess.run([*LYRICAUDIO, *arguments], cwd=root, check=True, stdout=subprocess.DEVNULL)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    return min(once() for _ in range(3))
