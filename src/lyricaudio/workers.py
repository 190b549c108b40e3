"""Worker processes that may crash or hang without harm to the program.

The engines are foreign code: they can loop for ever or bring their process down. So each task runs in a
spawned process (never forked: a fork beside a running engine hangs) with a limit in seconds. A worker that
crashes or overruns is replaced, its task fails with `WorkerError`, and the other tasks go on. The standard
`ProcessPoolExecutor` can do neither: one crash breaks the whole pool, and a running task cannot be stopped.

A worker watches its parent and ends when that is gone, so nothing outlives the program, however it ends.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess, parent_process
from multiprocessing.resource_tracker import ensure_running
from types import FrameType, TracebackType
from typing import Any

from lyricaudio.errors import LyricAudioError, WorkerError

_SPAWN = multiprocessing.get_context("spawn")

_GRACE_S = 0.7
"""What a worker has to clean up when it is asked to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One call to make in a worker.

    Attributes
    ----------
    name
        What the person knows it by; it stands in error messages.
    function, arguments
        A module-level function and its picklable arguments.
    limit_s
        Wall time after which the worker is stopped and the task fails.
    lane, lane_width
        Tasks of one lane run at most `lane_width` at a time (a server that allows one connection).
    """

    name: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    limit_s: float
    lane: str = ""
    lane_width: int = sys.maxsize


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a task ended: with a value, or with an error for the person."""

    task: Task
    value: Any = None
    error: LyricAudioError | None = None


Done = Callable[[Outcome], None]
"""What to do in the parent when a task has ended; it may submit more."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection[Any, Any]
    task: Task | None = None
    done: Done | None = None
    deadline_s: float = 0.0


class Pool:
    """A few workers; `submit` tasks at any time, then `run` until all have ended.

    Workers start when there is work for them. Leaving the `with` block stops them at once.
    """

    def __init__(self, size: int | None = None) -> None:
        self._size = size or os.cpu_count() or 1
        self._workers: list[_Worker] = []
        self._waiting: deque[tuple[Task, Done]] = deque()

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _stop(self._workers)
        self._workers.clear()

    def submit(self, task: Task, done: Done) -> None:
        """Queue a task; the earlier submitted starts first, as far as its lane allows."""
        self._waiting.append((task, done))
        self._start_waiting()

    def cancel(self, lane: str, error: LyricAudioError) -> None:
        """End the queued tasks of a lane with an error; those that run go on."""
        cancelled = [(task, done) for task, done in self._waiting if task.lane == lane]
        self._waiting = deque(item for item in self._waiting if item[0].lane != lane)
        for task, done in cancelled:
            done(Outcome(task=task, error=error))

    def run(self) -> None:
        """Wait until nothing is queued or running, calling each task's `done` as it ends."""
        while running := [worker for worker in self._workers if worker.task]:
            for worker, outcome in self._collect(running):
                done, worker.done = worker.done, None
                self._start_waiting()
                if done is not None:
                    done(outcome)
            self._start_waiting()

    def _start_waiting(self) -> None:
        for item in tuple(self._waiting):
            if sum(worker.task is not None for worker in self._workers) >= self._size:
                return
            task = item[0]
            in_lane = sum(w.task is not None and w.task.lane == task.lane for w in self._workers)
            if in_lane < task.lane_width:
                self._waiting.remove(item)
                self._give(*item)

    def _give(self, task: Task, done: Done) -> None:
        worker = self._idle_worker()
        worker.task, worker.done = task, done
        worker.deadline_s = time.monotonic() + task.limit_s
        with contextlib.suppress(ConnectionError):  # a worker that has just died is found by `_collect`
            worker.pipe.send((task.function, task.arguments))

    def _idle_worker(self) -> _Worker:
        """Return a worker that waits for a task; one that died meanwhile is none."""
        for worker in [worker for worker in self._workers if worker.task is None]:
            if worker.process.is_alive():
                return worker
            self._drop(worker)
        self._workers.append(_start())
        return self._workers[-1]

    def _collect(self, running: list[_Worker]) -> Iterator[tuple[_Worker, Outcome]]:
        patience_s = min(worker.deadline_s for worker in running) - time.monotonic()
        wait([worker.pipe for worker in running], timeout=max(0.0, patience_s))
        for worker in running:
            task = worker.task
            assert task is not None
            # Looked at anew: while the parent dealt with the worker before, this one may have ended in time.
            if wait([worker.pipe], timeout=0):
                yield worker, self._receive(worker, task)
            elif time.monotonic() >= worker.deadline_s:
                self._drop(worker)
                message = f"{task.name}: stopped after {task.limit_s:.0f} s without a result"
                yield worker, Outcome(task=task, error=WorkerError(message))

    def _receive(self, worker: _Worker, task: Task) -> Outcome:
        try:
            value, error = worker.pipe.recv()
        except (EOFError, OSError):  # before its answer, or in the midst of it
            worker.process.join(5)
            self._drop(worker)
            code = worker.process.exitcode
            message = f"{task.name}: its worker process crashed (exit {code}); the rest goes on"
            return Outcome(task=task, error=WorkerError(message))
        worker.task = None
        return Outcome(task=task, value=value, error=error)

    def _drop(self, worker: _Worker) -> None:
        _stop([worker])
        self._workers.remove(worker)


def _start() -> _Worker:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_serve, args=(theirs,), daemon=True)
    with _interrupts_held():
        process.start()
    theirs.close()
    return _Worker(process=process, pipe=ours)


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Make Ctrl-C wait; a process born meanwhile never hears it, and so says nothing while it imports."""
    if os.name == "nt":
        yield
        return
    ensure_running()  # multiprocessing's tracker, whose start lets interrupts through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _stop(workers: Sequence[_Worker]) -> None:
    """End workers: ask (so that they remove their temporary files), then insist."""
    for worker in workers:
        worker.pipe.close()
        if worker.task is not None:
            worker.process.terminate()
    insist_s = time.monotonic() + _GRACE_S
    for worker in workers:
        worker.process.join(max(0.0, insist_s - time.monotonic()))
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()


def _serve(pipe: Connection[Any, Any]) -> None:
    """Run tasks from the pipe until it closes: the whole life of a worker."""
    # Ctrl-C reaches the whole foreground group; only the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _exit)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            function, arguments = pipe.recv()
            try:
                pipe.send((function(*arguments), None))
            except LyricAudioError as error:
                pipe.send((None, error))


def _end_with_parent() -> None:
    """Wait for the end of the parent, which may have been killed; then end as if it had asked, or at once."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_S)
    os._exit(128 + signal.SIGTERM)


def _exit(number: int, frame: FrameType | None) -> None:
    """Leave by an exception, so that `finally` blocks remove temporary files and stop the encoder."""
    sys.exit(128 + number)
