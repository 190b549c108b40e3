from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import operator
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import pytest
from tests.programs import PATIENCE_S, lives, rest_of, started, until
from tests.tasks import be_deaf_for_ever, sleep_for_ever, wait_at

from lyricaudio.errors import EngineUnavailable, LyricAudioError, WorkerError
from lyricaudio.voice.engine import load_engine
from lyricaudio.workers import Outcome, Pool, Task

# A worker imports what it calls, and cannot import a test: so the tasks are functions of the standard
# library, of the package, and of tests/tasks.py.


def task(function: Callable[..., Any], *arguments: Any, name: str = "a line", **more: Any) -> Task:
    return Task(name=name, function=function, arguments=arguments, **{"limit_s": PATIENCE_S, **more})


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


def until_one_answers(pool: Pool) -> None:
    """Wait until a worker has begun to send an answer, and leave it in the pipe."""
    assert wait([worker.pipe for worker in pool._workers], timeout=PATIENCE_S)


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """A named pipe at which a task can wait."""
    path = tmp_path / "gate"
    os.mkfifo(path)
    return path


def open_gate(gate: Path) -> None:
    """Let the task go on that waits, or will wait, at a gate."""
    gate.write_bytes(b"open")


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
        until_one_answers(pool)  # the value does not fit into the pipe, and nobody reads yet
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


HANGS = [sleep_for_ever, be_deaf_for_ever]


@pytest.mark.parametrize("hang", HANGS)
def test_a_hanging_task_is_stopped_at_its_own_limit_and_the_others_go_on(
    hang: Callable[[Path], None], gate: Path, tmp_path: Path
) -> None:
    ended: list[Outcome] = []

    def go_on(outcome: Outcome) -> None:
        ended.append(outcome)
        open_gate(gate)

    with Pool(2) as pool:
        pool.submit(task(hang, tmp_path / "sign", limit_s=0.7), go_on)
        pool.submit(task(wait_at, gate), ended.append)
        pool.submit(task(abs, -1), ended.append)
        pool.run()
    assert errors(ended) == ["a line: stopped after 1 s without a result"]
    assert ended[0].error
    assert [outcome.value for outcome in ended if outcome.task.function is wait_at] == [b"open"]
    assert [outcome.value for outcome in ended if outcome.task.function is abs] == [1]


def test_a_task_that_ends_in_time_while_nobody_looks_has_not_failed(
    gate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[Outcome] = []
    now_s = time.monotonic

    def look_away(outcome: Outcome) -> None:
        ended.append(outcome)
        open_gate(gate)
        until_one_answers(pool)
        monkeypatch.setattr(time, "monotonic", lambda: now_s() + 2 * PATIENCE_S)

    with Pool(2) as pool:
        pool.submit(task(abs, -1), look_away)
        pool.submit(task(wait_at, gate), ended.append)
        pool.run()
    assert [(outcome.value, outcome.error) for outcome in ended] == [(1, None), (b"open", None)]


def test_a_lane_runs_no_more_tasks_at_a_time_than_it_is_wide(gate: Path) -> None:
    ended: list[str] = []

    def ended_beside(outcome: Outcome) -> None:
        ended.append(outcome.task.name)
        open_gate(gate)

    with Pool(2) as pool:
        for each in (
            task(wait_at, gate, name="first", lane="online", lane_width=1),
            task(abs, -1, name="second", lane="online", lane_width=1),
        ):
            pool.submit(each, lambda outcome: ended.append(outcome.task.name))
        pool.submit(task(abs, -1, name="beside"), ended_beside)
        pool.run()
    assert ended == ["beside", "first", "second"]


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


def leave_busy_workers(pids: list[int], ended: list[Outcome], signs: Path) -> None:
    with Pool(4) as pool:
        for _ in range(4):  # four workers, for until `run` none is known to have ended
            pool.submit(task(abs, -1), ended.append)
        pool.run()
        for number, hang in enumerate([*HANGS, be_deaf_for_ever]):  # the fourth is idle
            pool.submit(task(hang, signs / str(number)), ended.append)
        until(lambda: len(list(signs.iterdir())) == 3, "three workers hang")
        pids += worker_pids()
        raise ZeroDivisionError


@pytest.mark.slow
def test_leaving_by_an_exception_stops_all_workers_at_once(tmp_path: Path) -> None:
    pids: list[int] = []
    ended: list[Outcome] = []
    with pytest.raises(ZeroDivisionError):
        leave_busy_workers(pids, ended, tmp_path)
    assert (len(pids), [pid for pid in pids if lives(pid)], len(ended)) == (4, [], 4)


PROGRAM = Path(__file__).with_name("workers_program.py")

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


@pytest.mark.slow
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
    if event == "import" and arguments[0] in ("lyricaudio.workers", "numpy"):
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


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["submitted", "born", "imports numpy", "imports lyricaudio.workers"])
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
