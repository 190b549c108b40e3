from __future__ import annotations

import asyncio
import contextlib
import itertools
import multiprocessing
import operator
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.programs import PATIENCE_S, lives, rest_of, started
from tests.work.tasks import Gate, results, task

from lyricaudio.errors import LyricAudioError, UnforeseenError, WorkerError
from lyricaudio.work.executor import Task
from lyricaudio.work.pool import WORKERS, Pool, workers_here
from lyricaudio.work.worker import Worker, stop

pytestmark = pytest.mark.slow


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


@pytest.fixture
def all_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(WORKERS)  # tests run with one worker


@pytest.mark.usefixtures("all_processors")
def test_each_processor_that_may_be_used_has_a_worker() -> None:
    usable = os.sched_getaffinity(0)
    ask = "import os; from lyricaudio.work.pool import workers_here; {}; print(workers_here())"
    counted = [
        subprocess.run([sys.executable, "-c", ask.format(first)], capture_output=True, text=True, check=True)
        for first in ("pass", f"os.sched_setaffinity(0, {{{min(usable)}}})")
    ]
    assert [int(ended.stdout) for ended in counted] == [len(usable), 1]


def test_a_person_says_how_many_workers_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WORKERS, "3")
    assert workers_here() == 3


@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5", "²"])
def test_what_is_no_number_of_workers_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WORKERS, value)
    with pytest.raises(LyricAudioError, match=f"={re.escape(value)} is no number of workers"):
        Pool()


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


def test_a_mistake_of_ours_is_one_line_that_names_the_task_and_the_others_go_on() -> None:
    error, value = run(task(operator.truediv, 1, 0, name="songs/relu.yaml:14:9"), task(abs, -1))
    assert isinstance(error, UnforeseenError)
    assert re.fullmatch(
        r"songs/relu\.yaml:14:9: unforeseen, ZeroDivisionError: division .* \(.*\)", str(error)
    )
    assert value == 1


def test_a_crash_while_a_value_is_sent_fails_its_own_task() -> None:
    worker = Worker()
    try:
        # Begun beside `call`, which would read the value as it comes: it does not fit into the pipe.
        worker._pipe.send(("a line", bytes, (10_000_000,), PATIENCE_S))
        assert worker._pipe.poll(PATIENCE_S)
        kill_workers()
        with pytest.raises(WorkerError, match=r"^a line: its worker process crashed \(exit -9\)"):
            worker.call(task(abs, -1))
        assert not worker.is_alive
    finally:
        stop([worker])


def busy(seconds: float) -> float:
    """Work for so long, by the clock of the processor."""
    end_s = time.process_time() + seconds
    while time.process_time() < end_s:
        pass
    return seconds


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no system that tells how a process works")
def test_a_task_that_works_is_not_stopped_by_the_clock_on_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lyricaudio.work.worker._PATIENCE", 0.1)
    working, waiting = run(task(busy, 1.5, limit_s=20.0), task(time.sleep, PATIENCE_S, limit_s=20.0))
    assert working == 1.5
    assert str(waiting) == "a line: stopped after 2 s without a result"


def multiplied() -> float:
    """Multiply matrices; return how much CPU the process spent for each second of its thread that asked."""
    matrix = np.ones((500, 500))
    process_s, thread_s = time.process_time(), time.thread_time()
    for _ in range(20):
        matrix = matrix @ matrix / 500
    return (time.process_time() - process_s) / (time.thread_time() - thread_s)


def test_numpy_has_no_threads_of_its_own_beside_the_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    (ratio,) = run(task(multiplied))
    assert ratio < 1.2


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

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the program, as often as is asked for."""
    with contextlib.ExitStack() as programs:

        def start_one(function: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
            return programs.enter_context(started([sys.executable, PROGRAM, function, tmp_path], env=env))

        yield start_one


def wait_for(program: subprocess.Popen[str], line: str, times: int = 1) -> None:
    assert program.stdout is not None
    said = iter(program.stdout.readline, "")
    found = itertools.islice((heard for heard in said if heard == f"{line}\n"), times)
    assert len(list(found)) == times


@pytest.mark.parametrize("function", ["encode", "compute"])
def test_ctrl_c_leaves_no_process_no_file_and_no_complaint(
    start: Start, tmp_path: Path, function: str
) -> None:
    program = start(function)
    wait_for(program, "busy", times=2)
    os.killpg(program.pid, signal.SIGINT)
    assert rest_of(program) == (130, "")
    assert list(tmp_path.iterdir()) == []


TELL_HOW_FAR = """\
import os, sys

def tell(event, arguments):
    if event == "import" and arguments[0] in ("lyricaudio.work.worker", "numpy"):
        os.write(1, f"imports {arguments[0]}\\n".encode())

if "--multiprocessing-fork" in sys.orig_argv:
    os.write(1, b"born\\n")
    sys.addaudithook(tell)
"""


@pytest.fixture
def telling(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """An environment in which workers say how far their start is."""
    folder = tmp_path_factory.mktemp("telling")
    (folder / "sitecustomize.py").write_text(TELL_HOW_FAR, "utf-8")
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])}


@pytest.mark.parametrize("moment", ["submitted", "born", "imports numpy", "imports lyricaudio.work.worker"])
def test_ctrl_c_while_workers_start_leaves_no_process_and_no_complaint(
    start: Start, telling: Mapping[str, str], moment: str
) -> None:
    program = start("compute", telling)
    wait_for(program, moment)
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


def test_a_worker_that_is_asked_to_end_where_no_exception_gets_out_ends_without_a_word(start: Start) -> None:
    program = start("finalize")
    wait_for(program, "busy", times=2)
    program.terminate()
    assert rest_of(program) == (-15, "")
