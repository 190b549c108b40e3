from __future__ import annotations

import asyncio
import contextlib
import itertools
import multiprocessing
import operator
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.work.tasks import DEADLINE_S, Gate, results, task

from lyricaudio.errors import WorkerError
from lyricaudio.work.executor import Task
from lyricaudio.work.pool import Pool
from lyricaudio.work.worker import Worker, stop


def run(*tasks: Task, size: int = 1) -> list[Any]:
    """Run tasks in a pool, and return the value or the error of each."""

    async def main() -> list[Any]:
        async with Pool(size) as pool:
            return await results(pool, *tasks)

    return asyncio.run(main())


def worker_pids() -> list[int]:
    return sorted(child.pid for child in multiprocessing.active_children() if child.pid is not None)


def kill_workers() -> None:
    for child in multiprocessing.active_children():
        child.kill()
        child.join()


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_worker_does_the_tasks_in_their_order() -> None:
    ended: list[int] = []

    async def main() -> None:
        async with Pool(1) as pool:
            futures = [pool.submit(task(abs, -number)) for number in range(5)]
            for future in futures:
                future.add_done_callback(lambda future: ended.append(future.result()))
            await asyncio.gather(*futures)

    asyncio.run(main())
    assert ended == [*range(5)]


def test_a_pool_without_tasks_starts_no_process() -> None:
    async def main() -> list[int]:
        async with Pool(2):
            await asyncio.sleep(0)
            return worker_pids()

    assert asyncio.run(main()) == []


def test_a_mistake_of_ours_is_a_crash_that_keeps_its_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    error, value = run(task(operator.truediv, 1, 0), task(abs, -1))
    assert str(error) == "a line: its worker process crashed (exit 1); the rest goes on"
    assert value == 1
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_a_crash_while_a_value_is_sent_fails_its_own_task() -> None:
    worker = Worker()
    try:
        # Begun beside `call`, which would read the value as it comes: it does not fit into the pipe.
        worker._pipe.send((bytes, (10_000_000,), 30.0))
        assert worker._pipe.poll(DEADLINE_S)
        kill_workers()
        with pytest.raises(WorkerError, match=r"^a line: its worker process crashed \(exit -9\)"):
            worker.call(task(abs, -1))
        assert not worker.is_alive
    finally:
        stop([worker])


def test_a_worker_that_dies_idle_is_replaced_and_no_task_fails() -> None:
    async def main() -> list[int]:
        async with Pool(1) as pool:
            values = []
            for number in (1, 2):
                values.append(await pool.submit(task(abs, -number)))
                kill_workers()
            return values

    assert asyncio.run(main()) == [1, 2]


def test_a_worker_goes_from_one_task_to_the_next() -> None:
    one, two = run(task(os.getpid), task(os.getpid))
    assert one == two


def test_leaving_by_an_exception_stops_all_workers_at_once(tmp_path: Path) -> None:
    gates = [Gate.new(tmp_path / name) for name in ("one", "two")]

    async def main(pids: list[int]) -> None:
        async with Pool(3) as pool:
            await pool.submit(task(abs, -1))
            for gate in gates:
                pool.submit(gate.task())
            for gate in gates:
                await gate.reached()
            pids += worker_pids()
            raise ZeroDivisionError

    pids: list[int] = []
    with pytest.raises(ZeroDivisionError):
        asyncio.run(main(pids))
    assert (len(pids), [pid for pid in pids if lives(pid)]) == (2, [])


PROGRAM = Path(__file__).with_name("program.py")

Start = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the program in a process group of its own, as a terminal does."""
    programs: list[subprocess.Popen[str]] = []

    def started(function: str) -> subprocess.Popen[str]:
        programs.append(
            subprocess.Popen(
                [sys.executable, PROGRAM, function, tmp_path],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        )
        return programs[-1]

    yield started
    for program in programs:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.communicate()


def wait_for(program: subprocess.Popen[str], line: str, times: int = 1) -> None:
    assert program.stdout is not None
    said = iter(program.stdout.readline, "")
    found = itertools.islice((heard for heard in said if heard == f"{line}\n"), times)
    assert len(list(found)) == times


def rest_of(program: subprocess.Popen[str]) -> tuple[int, str]:
    """Return exit code and complaints, when the last process that shares the program's outputs has ended."""
    _, complaints = program.communicate(timeout=DEADLINE_S)
    return program.returncode, complaints


@pytest.mark.parametrize("function", ["encode", "compute"])
def test_ctrl_c_leaves_no_process_no_file_and_no_complaint(
    start: Start, tmp_path: Path, function: str
) -> None:
    program = start(function)
    wait_for(program, "busy", times=2)
    os.killpg(program.pid, signal.SIGINT)
    assert rest_of(program) == (130, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("moment_s", [0.0, 0.03, 0.06, 0.1])
def test_ctrl_c_while_workers_start_leaves_no_process_and_no_complaint(start: Start, moment_s: float) -> None:
    program = start("compute")
    wait_for(program, "submitted")
    time.sleep(moment_s)  # waits for nothing: some moment is as good as another
    os.killpg(program.pid, signal.SIGINT)
    assert rest_of(program) == (130, "")


@pytest.mark.parametrize("function", ["encode", "compute"])
def test_workers_end_when_the_program_is_killed(start: Start, tmp_path: Path, function: str) -> None:
    program = start(function)
    wait_for(program, "busy", times=2)
    program.kill()
    assert rest_of(program) == (-9, "")
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_is_asked_to_end_removes_its_temporary_file(start: Start, tmp_path: Path) -> None:
    program = start("encode")
    wait_for(program, "busy", times=2)
    assert len(list(tmp_path.iterdir())) == 2
    program.terminate()
    assert rest_of(program) == (-15, "")
    assert list(tmp_path.iterdir()) == []
