"""The real program, spoilt in the midst of its writes: the same command goes on, and ends as ever."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.pipeline.test_living import left
from tests.pipeline.test_run import built, statuses
from tests.programs import LYRICAUDIO, finished

from lyricaudio.work.pool import WORKERS

FAULTS = Path(__file__).parent / "faults"
KILLS = int(os.environ.get("LYRICAUDIO_TEST_KILLS", "3"))
"""How often the program is killed in all; .ci/run asks for 60, and 300 were tried by hand."""
FAILURES = max(1, KILLS // 20)
"""How many writes fail in each situation."""

SONG = """\
title: {title}
year: 2026
style: none
voice: {{lyric: tone, explain: tone}}
lines: [谷, 山と谷]
"""


def write(root: Path, name: str, title: str) -> None:
    (root / "songs").mkdir(exist_ok=True)
    (root / "songs" / f"{name}.yaml").write_text(SONG.format(title=title), "utf-8")


def first_build(root: Path) -> None:
    write(root, "01-a", "いち")
    write(root, "02-b", "に")
    (root / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")


def renumbered(root: Path) -> None:
    first_build(root)
    built(root)
    write(root, "100-c", "さん")


def corrected(root: Path) -> None:
    first_build(root)
    built(root)
    write(root, "01-a", "いちばん")
    (root / "songs" / "02-b.yaml").unlink()


SITUATIONS = {"first": first_build, "renumbered": renumbered, "corrected": corrected}


def build(root: Path, **spoilt: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([*([str(FAULTS)] if spoilt else []), *sys.path])
    environment = os.environ | {"PYTHONPATH": path, WORKERS: "2"} | spoilt
    return finished([*LYRICAUDIO, "build"], cwd=root, env=environment)


class Situation:
    """A project before a build that has something to do, what that has to leave, and how often it writes."""

    def __init__(self, root: Path, prepare: Callable[[Path], None]) -> None:
        self.root = root
        prepare(root)
        self.writes = self._writes()
        clean = self.copy("clean", ignored=("output",))
        assert set(statuses(built(clean)).values()) == {"built"}
        self.clean = left(clean / "output")

    def _writes(self) -> dict[str, int]:
        """Count the writes of the program and those of one worker."""
        copy, told = self.copy("counted"), self.root.parent / "count"
        assert build(copy, FAULT=f"fail nobody 0 {copy / 'output'}", COUNT=str(told)).returncode == 0
        shutil.rmtree(copy)
        counts = {who: self.root.parent.glob(f"count.{who}.*") for who in ("main", "worker")}
        return {who: max(int(path.read_text()) for path in paths) for who, paths in counts.items()}

    def copy(self, name: str, ignored: Sequence[str] = ()) -> Path:
        target = self.root.parent / f"{self.root.name} {name}"
        return Path(shutil.copytree(self.root, target, ignore=shutil.ignore_patterns(*ignored)))

    def is_as_clean(self, root: Path) -> None:
        """Look at what the next build has left: nothing is missing, old or left over, and nothing to do."""
        assert left(root / "output") == self.clean
        state = {path.name for path in (root / "output" / ".lyricaudio").iterdir()}
        assert state <= {"record", "lock", "clips"}
        assert not list((root / "output").rglob(".lyricaudio-tmp-*"))
        assert set(statuses(built(root)).values()) == {"unchanged"}


@pytest.fixture(scope="module", params=SITUATIONS)
def situation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Situation:
    root = tmp_path_factory.mktemp(request.param) / "project"
    root.mkdir()
    return Situation(root, SITUATIONS[request.param])


@pytest.mark.slow
@pytest.mark.parametrize("number", range(KILLS // len(SITUATIONS)))
def test_a_build_that_is_killed_is_gone_on_with(situation: Situation, number: int) -> None:
    chance = random.Random(number)
    who = chance.choice(("main", "main", "worker"))
    write = chance.randint(1, situation.writes[who])
    root = situation.copy(f"{who} {number}")
    assert build(root, FAULT=f"kill {who} {write} {root / 'output'}").returncode != 0
    assert [str(result.error) for result in built(root).results if result.error] == []
    situation.is_as_clean(root)
    shutil.rmtree(root)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(FAILURES))
def test_a_write_that_fails_is_one_line_and_the_next_build_ends_as_clean(
    situation: Situation, number: int
) -> None:
    chance = random.Random(f"fail {number}")
    who = chance.choice(("main", "main", "worker"))
    write = chance.randint(1, situation.writes[who])
    root = situation.copy(f"failing {who} {number}")
    spoilt = build(root, FAULT=f"fail {who} {write} {root / 'output'}")
    assert "Traceback" not in spoilt.stderr
    if spoilt.returncode != 0:
        assert "No space left on device" in spoilt.stderr
    done = build(root)
    assert done.returncode == 0, done.stderr
    situation.is_as_clean(root)
    shutil.rmtree(root)
