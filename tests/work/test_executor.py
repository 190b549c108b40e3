"""What every executor promises, tried on each."""

from __future__ import annotations

import asyncio
import hashlib
import operator
import os
import signal
import time
import timeit
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.work.tasks import Gate, results, task

from lyricaudio.errors import EngineUnavailable, LyricAudioError, WorkerError
from lyricaudio.voice.engine import load_engine
from lyricaudio.work.blobs import FolderStore
from lyricaudio.work.executor import Executor, Folder, Task

pytestmark = pytest.mark.slow

Open = Callable[[], Executor]


def run(open_executor: Open, *tasks: Task) -> list[Any]:
    """Run tasks, and return the value or the error of each."""

    async def main() -> list[Any]:
        async with open_executor() as executor:
            return await results(executor, *tasks)

    return asyncio.run(main())


def test_values_come_back_to_who_submitted_them(open_executor: Open) -> None:
    assert run(open_executor, *(task(operator.mul, number, "ab") for number in range(5))) == [
        number * "ab" for number in range(5)
    ]


def test_a_task_may_be_submitted_when_another_has_ended(open_executor: Open) -> None:
    async def main() -> list[int]:
        async with open_executor() as executor:
            values = [3]
            while values[-1]:
                values.append(await executor.submit(task(operator.sub, values[-1], 1)))
            return values

    assert asyncio.run(main()) == [3, 2, 1, 0]


def test_an_error_for_the_person_travels_with_its_kind_and_words(open_executor: Open) -> None:
    (error,) = run(open_executor, task(load_engine, "openjtork"))
    assert type(error) is EngineUnavailable
    assert str(error).startswith("there is no voice engine 'openjtork'; choose one of openjtalk, ")


@pytest.mark.parametrize(
    ("function", "argument", "code"), [(os._exit, 7, 7), (signal.raise_signal, signal.SIGKILL, -9)]
)
def test_a_crash_fails_its_own_task_and_the_others_go_on(
    open_executor: Open, function: Callable[..., Any], argument: int, code: int
) -> None:
    crash = task(function, argument, name="songs/relu.yaml:14:9")
    one, error, two, three = run(open_executor, task(abs, -1), crash, task(abs, -2), task(abs, -3))
    assert (one, two, three) == (1, 2, 3)
    assert isinstance(error, WorkerError)
    said = f"songs/relu.yaml:14:9: its worker process crashed (exit {code}); the rest goes on"
    assert str(error) == said


HANGS = {
    "waits": task(signal.pause, limit_s=0.2),
    "works": task(timeit.timeit, "pass", "pass", time.perf_counter, 10**12, limit_s=0.6),
    "is deaf": task(hashlib.pbkdf2_hmac, "sha256", b"", b"", 2**31 - 1, limit_s=0.6),
}


@pytest.mark.parametrize("hang", HANGS.values(), ids=HANGS.keys())
def test_a_task_that_hangs_is_stopped_at_its_own_limit_and_the_others_go_on(
    open_executor: Open, hang: Task, tmp_path: Path
) -> None:
    gate = Gate.new(tmp_path / "patient")

    async def main() -> list[Any]:
        async with open_executor() as executor:
            patient = executor.submit(gate.task())
            go = await gate.reached()
            (error,) = await results(executor, hang)
            value = await executor.submit(task(abs, -1))
            go()
            return [error, value, await patient]

    error, *values = asyncio.run(main())
    assert isinstance(error, WorkerError)
    assert str(error).startswith("a line: stopped after ")
    assert values == [1, ""]


def test_a_lane_runs_no_more_tasks_at_a_time_than_it_is_wide(open_executor: Open, tmp_path: Path) -> None:
    first, beside = Gate.new(tmp_path / "first"), Gate.new(tmp_path / "beside")

    async def main() -> bool:
        async with open_executor() as executor:
            going = [executor.submit(gate.task(lane=lane, lane_width=1)) for gate, lane in gates]
            second = executor.submit(task(abs, -2, lane="online", lane_width=1))
            go, also_go = await first.reached(), await beside.reached()
            # One that was submitted later has ended in the other worker: the second had its chance to start.
            also_go()
            assert await executor.submit(task(abs, -3)) == 3
            had_started = second.done()
            go()
            assert [*await asyncio.gather(*going, second)] == ["", "", 2]
            return had_started

    gates = [(first, "online"), (beside, "")]
    assert not asyncio.run(main())


def test_a_cancelled_lane_ends_what_waits_in_it_with_the_error_and_nothing_else(
    open_executor: Open, tmp_path: Path
) -> None:
    gone = LyricAudioError("the server is gone")
    gate = Gate.new(tmp_path / "gate")

    async def main() -> list[Any]:
        async with open_executor() as executor:
            running = executor.submit(gate.task(lane="online", lane_width=1))
            queued = [
                executor.submit(task(abs, -1, lane=lane, lane_width=1)) for lane in ("online", "", "online")
            ]
            go = await gate.reached()
            executor.cancel("online", gone)
            go()
            return await asyncio.gather(running, *queued, return_exceptions=True)

    assert asyncio.run(main()) == ["", gone, 1, gone]


def test_a_mistake_in_submitting_is_told_to_who_made_it(open_executor: Open) -> None:
    error, value = run(open_executor, task(lambda: 1), task(abs, -1))
    assert "pickle" in str(error)
    assert value == 1


def test_a_store_holds_what_a_task_needs_and_keeps_what_it_puts(open_executor: Open, tmp_path: Path) -> None:
    store = FolderStore(folder=tmp_path)
    store.put("needed", b"held")
    values = run(
        open_executor,
        task(operator.methodcaller("put", "made", b"new"), store),
        task(operator.methodcaller("get", "needed"), store, needs=("needed",)),
        task(operator.methodcaller("get", "absent"), store, needs=("absent",)),
    )
    assert values == [None, b"held", None]
    assert store.get("made") == b"new"


def test_a_file_among_the_arguments_can_be_read(open_executor: Open, tmp_path: Path) -> None:
    (tmp_path / "loop.wav").write_bytes(b"beat")
    path = tmp_path / "loop.wav"
    assert run(open_executor, task(Path.read_bytes, path), task(operator.attrgetter("name"), path)) == [
        b"beat",
        "loop.wav",
    ]


def test_files_that_a_task_leaves_in_a_folder_are_there(open_executor: Open, tmp_path: Path) -> None:
    left = Folder(path=tmp_path / "left")
    left.path.mkdir()
    run(open_executor, task(exec, "(folder.path / 'a.lrc').write_text('words')", {"folder": left}))
    assert (left.path / "a.lrc").read_text() == "words"


def test_nothing_is_awaited_for_ever_when_it_closes(open_executor: Open, tmp_path: Path) -> None:
    gate = Gate.new(tmp_path / "gate")

    async def main() -> list[Any]:
        async with open_executor() as executor:
            submitted = [
                executor.submit(gate.task()),
                *(executor.submit(task(abs, -1, lane="a", lane_width=0)) for _ in "ab"),
            ]
            await gate.reached()
        return await asyncio.gather(*submitted, return_exceptions=True)

    assert {type(result) for result in asyncio.run(main())} == {asyncio.CancelledError}
