from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.programs import started

from lyricaudio.study.log import Event, StudyError, append, as_json_lines, from_json_lines, read

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
START = datetime(2026, 1, 1, tzinfo=UTC)


def event(days: int = 0, line: str = "a", **changes: str) -> Event:
    found = {"song": "04-relu", "what": "asked"} | changes
    return Event(at=NOON + timedelta(days=days), line=line, **found)  # type: ignore[arg-type]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "data" / "study.sqlite"


def test_what_was_added_is_there_in_order_of_time_and_once(log: Path) -> None:
    assert read(log) == ()
    append(log, [event(1), event(0)])
    append(log, [event(0), event(0, what="again")])
    assert read(log) == (event(0, what="again"), event(0), event(1))


def test_it_goes_to_another_machine_and_back_as_lines_of_json(log: Path, tmp_path: Path) -> None:
    append(log, [event(0), event(3, line="勾配")])
    lines = list(as_json_lines(read(log)))
    other = tmp_path / "other.sqlite"
    append(other, from_json_lines([*lines, "", lines[0]]))
    assert read(other) == read(log)


@pytest.mark.parametrize(
    "line",
    ["{}", "[]", "谷", '{"at": "2026-11-29", "song": "a", "line": "b", "what": "asked"}'],
)
def test_a_line_that_is_no_event_is_named_and_nothing_is_taken_in(line: str, log: Path) -> None:
    good = next(as_json_lines([event()]))
    with pytest.raises(StudyError, match="line 2 is no event of a log"):
        append(log, list(from_json_lines([good, line])))
    assert read(log) == ()


def test_a_damaged_log_is_one_line_with_what_to_do(log: Path) -> None:
    log.parent.mkdir()
    log.write_bytes(b"no database at all" * 100)
    with pytest.raises(StudyError, match=r"study\.sqlite cannot be used: .*; move it away to begin anew"):
        read(log)


KILLS = int(os.environ.get("LYRICAUDIO_TEST_KILLS", "3"))
"""How often a writer is killed in all, two at a time; 200 were tried by hand."""

WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from lyricaudio.study.log import Event, append
for number in range(100_000):
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
    append(Path(sys.argv[1]), [Event(at=at, song=sys.argv[2], line=line, what="asked") for line in "abc"])
    print(number, flush=True)
"""


def acknowledged(writers: Sequence[subprocess.Popen[str]], chance: random.Random) -> Iterator[list[int]]:
    """Kill writers while they write, and yield what each has said to be written."""
    said = []
    for writer in writers:
        assert writer.stdout is not None
        said.append([writer.stdout.readline() for _ in range(chance.randint(1, 3))])
    for writer in writers:
        writer.kill()
    for writer, lines in zip(writers, said, strict=True):
        assert writer.stdout is not None
        yield [int(line) for line in [*lines, *writer.stdout] if line.endswith("\n")]


@pytest.mark.slow
def test_two_writers_and_kills_lose_nothing_that_was_acknowledged_and_leave_no_half(log: Path) -> None:
    written: set[tuple[str, int]] = set()
    for number in range((KILLS + 1) // 2):
        names = (f"one-{number}", f"two-{number}")
        with (
            started([sys.executable, "-c", WRITER, str(log), names[0]]) as one,
            started([sys.executable, "-c", WRITER, str(log), names[1]]) as two,
        ):
            for name, numbers in zip(names, acknowledged((one, two), random.Random(number)), strict=True):
                assert numbers
                written |= {(name, each) for each in numbers}
        found = Counter((event.song, round((event.at - START).total_seconds())) for event in read(log))
        assert written <= found.keys()
        assert set(found.values()) == {3}
    with closing(sqlite3.connect(log)) as opened:
        assert opened.execute("pragma integrity_check").fetchone() == ("ok",)
