"""What a command costs that has nothing to do, and how planning grows with the songs."""

from __future__ import annotations

import gc
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figure import Figure
from tests.programs import LYRICAUDIO
from tests.stand_ins.maker import make_silently

from lyricaudio.cli import MOST_NEW_VALUES
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.library import Library, open_library
from lyricaudio.pipeline.project.record import read_record
from lyricaudio.pipeline.run import build

FEW, MANY = 100, 1000


def figures(project: Path) -> Iterator[Figure]:
    """Ask for help, plan libraries made of the project's songs, and build a large one twice."""
    yield Figure(name="--help, CPU", value=_cpu_s(project, "--help"), limit=0.25, unit="s")
    gc.set_threshold(MOST_NEW_VALUES)  # as the program does
    few, many = (_library(project, count) for count in (FEW, MANY))
    yield Figure(
        name=f"planning {MANY} songs over {FEW}, CPU", value=_planning_s(many) / _planning_s(few), limit=11
    )
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


def _cpu_s(root: Path, *arguments: str) -> float:
    """Return the least CPU time of a few runs of the program."""

    def once() -> float:
        before = os.times()
        subprocess.run([*LYRICAUDIO, *arguments], cwd=root, check=True, stdout=subprocess.DEVNULL)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    return min(once() for _ in range(3))
