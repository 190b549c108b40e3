from __future__ import annotations

import contextlib
import hashlib
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

from lyricaudio.errors import EngineUnavailable, LyricAudioError, WorkerError
from lyricaudio.voice.engine import load_engine
from lyricaudio.workers import Outcome, Pool, Task

# A worker imports what it calls, and cannot import a test: so the tasks are functions of the standard
# library and of the package.


def task(function: Callable[..., Any], *arguments: Any, name: str = "a line", **more: Any) -> Task:
    return Task(name=name, function=function, arguments=arguments, **{"limit_s": 30.0, **more})


def outcomes(tasks: list[Task], size: int = 1) -> list[Outcome]:
    """Run tasks, and return how they ended, in the order in which they did."""
    ended: list[Outcome] = []
    with Pool(size) as pool:
        for each in tasks:
            pool.submit(each, ended.append)
        pool.run()
    return ended


def errors(ended: list[Outcome]) -> list[str]:
    return [str(outcome.error) for outcome in ended if outcome.error]


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


def test_values_come_back_with_their_tasks() -> None:
    ended = outcomes([task(operator.mul, number, "ab") for number in range(5)], size=2)
    assert all(outcome.value == outcome.task.arguments[0] * "ab" for outcome in ended)
    assert sorted(outcome.task.arguments[0] for outcome in ended) == [0, 1, 2, 3, 4]


def test_one_worker_does_the_tasks_in_their_order() -> None:
    assert [outcome.value for outcome in outcomes([task(abs, -number) for number in range(5)])] == [*range(5)]


def test_a_task_that_has_ended_may_submit_another() -> None:
    values: list[int] = []

    def count_down(outcome: Outcome) -> None:
        values.append(outcome.value)
        if outcome.value > 0:
            pool.submit(task(operator.sub, outcome.value, 1), count_down)

    with Pool(1) as pool:
        pool.submit(task(int, 3), count_down)
        pool.run()
    assert values == [3, 2, 1, 0]


def test_a_pool_without_tasks_starts_no_process() -> None:
    with Pool(2) as pool:
        pool.run()
        assert worker_pids() == []


def test_an_error_for_the_person_travels_with_its_kind_and_words() -> None:
    (ended,) = outcomes([task(load_engine, "openjtork")])
    assert type(ended.error) is EngineUnavailable
    assert str(ended.error).startswith("there is no voice engine 'openjtork'; choose one of openjtalk, ")


@pytest.mark.parametrize(
    ("function", "argument", "code"), [(os._exit, 7, 7), (signal.raise_signal, signal.SIGKILL, -9)]
)
def test_a_crash_fails_its_own_task_and_the_others_go_on(
    function: Callable[..., Any], argument: int, code: int
) -> None:
    crash = task(function, argument, name="songs/relu.yaml:14:9")
    ended = outcomes([task(abs, -1), crash, task(abs, -2), task(abs, -3)])
    assert [outcome.value for outcome in ended] == [1, None, 2, 3]
    assert isinstance(ended[1].error, WorkerError)
    assert errors(ended) == [
        f"songs/relu.yaml:14:9: its worker process crashed (exit {code}); the rest goes on"
    ]


def test_a_mistake_of_ours_is_a_crash_that_keeps_its_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    ended = outcomes([task(operator.truediv, 1, 0), task(abs, -1)])
    assert errors(ended) == ["a line: its worker process crashed (exit 1); the rest goes on"]
    assert ended[1].value == 1
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_a_crash_while_a_value_is_sent_fails_its_own_task_and_the_others_go_on() -> None:
    ended: list[Outcome] = []
    with Pool(1) as pool:
        pool.submit(task(bytes, 10_000_000), ended.append)
        time.sleep(0.5)  # the value does not fit into the pipe, and nobody reads yet
        kill_workers()
        pool.submit(task(abs, -1), ended.append)
        pool.run()
    assert errors(ended) == ["a line: its worker process crashed (exit -9); the rest goes on"]
    assert ended[1].value == 1


def test_a_worker_that_dies_idle_is_replaced_and_no_task_fails() -> None:
    ended: list[Outcome] = []
    with Pool(1) as pool:
        for number in (1, 2):
            pool.submit(task(abs, -number), ended.append)
            pool.run()
            kill_workers()
    assert [outcome.value for outcome in ended] == [1, 2]


HANGS = {
    "sleep": task(time.sleep, 60, limit_s=0.7),
    "deaf": task(hashlib.pbkdf2_hmac, "sha256", b"", b"", 2 * 10**9, limit_s=0.7),
}


@pytest.mark.parametrize("hang", HANGS.values(), ids=HANGS.keys())
def test_a_hanging_task_is_stopped_at_its_limit_and_the_others_go_on(hang: Task) -> None:
    started_s = time.monotonic()
    ended = outcomes([hang, task(abs, -1)])
    assert errors(ended) == ["a line: stopped after 1 s without a result"]
    assert ended[1].value == 1
    assert 0.7 < time.monotonic() - started_s < 10


def test_a_task_that_ends_in_time_while_nobody_looks_has_not_failed() -> None:
    ended: list[Outcome] = []

    def look_away(outcome: Outcome) -> None:
        ended.append(outcome)
        time.sleep(1.4)

    with Pool(2) as pool:
        for _ in range(2):
            pool.submit(task(time.sleep, 0.1), ended.append)
        pool.run()
        pool.submit(task(time.sleep, 0.1), look_away)
        pool.submit(task(time.sleep, 0.4, limit_s=1.2), ended.append)
        pool.run()
    assert errors(ended) == []


def test_a_lane_runs_no_more_tasks_at_a_time_than_it_is_wide() -> None:
    tasks = [
        task(time.sleep, 0.3, name="first", lane="online", lane_width=1),
        task(time.sleep, 0.0, name="second", lane="online", lane_width=1),
        task(time.sleep, 0.0, name="beside"),
    ]
    assert [outcome.task.name for outcome in outcomes(tasks, size=2)] == ["beside", "first", "second"]


def test_a_cancelled_lane_ends_what_waits_in_it_with_the_error_and_nothing_else() -> None:
    gone = LyricAudioError("the server is gone")
    ended: list[Outcome] = []
    with Pool(1) as pool:
        for name, lane in [("running", "online"), ("second", "online"), ("other", ""), ("third", "online")]:
            pool.submit(task(str, name, name=name, lane=lane), ended.append)
        pool.cancel("online", gone)
        pool.run()
    assert [(outcome.task.name, outcome.value, outcome.error) for outcome in ended] == [
        ("second", None, gone),
        ("third", None, gone),
        ("running", "running", None),
        ("other", "other", None),
    ]


def leave_busy_workers(pids: list[int], ended: list[Outcome]) -> None:
    with Pool(4) as pool:
        for _ in range(4):
            pool.submit(task(time.sleep, 0.1), ended.append)
        pool.run()
        for hang in (*HANGS.values(), HANGS["deaf"]):  # the fourth is idle
            pool.submit(hang, ended.append)
        time.sleep(0.1)
        pids += worker_pids()
        raise ZeroDivisionError(time.monotonic())


def test_leaving_by_an_exception_stops_all_workers_at_once() -> None:
    pids: list[int] = []
    ended: list[Outcome] = []
    with pytest.raises(ZeroDivisionError) as caught:
        leave_busy_workers(pids, ended)
    assert time.monotonic() - caught.value.args[0] < 1.5
    assert (len(pids), [pid for pid in pids if lives(pid)], len(ended)) == (4, [], 4)


PROGRAM = Path(__file__).with_name("workers_program.py")

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
    _, complaints = program.communicate(timeout=5)
    return program.returncode, complaints


@pytest.mark.parametrize("function", ["encode", "compute"])
def test_ctrl_c_leaves_no_process_no_file_and_no_complaint(
    start: Start, tmp_path: Path, function: str
) -> None:
    program = start(function)
    wait_for(program, "busy", times=2)
    started_s = time.monotonic()
    os.killpg(program.pid, signal.SIGINT)
    assert rest_of(program) == (130, "")
    assert time.monotonic() - started_s < 2.0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wait_s", [0.0, 0.03, 0.06, 0.1])
def test_ctrl_c_while_workers_start_leaves_no_process_and_no_complaint(start: Start, wait_s: float) -> None:
    program = start("compute")
    wait_for(program, "submitted")
    time.sleep(wait_s)
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
