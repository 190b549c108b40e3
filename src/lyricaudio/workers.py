"""Worker processes that may crash or hang without harm to the program.

The engines are foreign code: they can loop for ever or bring their process down. So each task runs in a
spawned process (never forked: a fork beside a running engine hangs) with a limit in seconds. A worker that
crashes or overruns is replaced, its task fails with `WorkerError`, and the other tasks go on. The standard
`ProcessPoolExecutor` can do neither: one crash breaks the whole pool, and a running task cannot be stopped.

A worker ends by itself when its pipe closes, so nothing outlives the program, however it ends.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import FrameType, TracebackType
from typing import Any

from lyricaudio.errors import LyricAudioError, WorkerError

_SPAWN = multiprocessing.get_context("spawn")


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
        for worker in self._workers:
            _stop(worker)
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
        worker = next((worker for worker in self._workers if worker.task is None), None)
        if worker is None:
            worker = _start()
            self._workers.append(worker)
        worker.task, worker.done = task, done
        worker.deadline_s = time.monotonic() + task.limit_s
        worker.pipe.send((task.function, task.arguments))

    def _collect(self, running: list[_Worker]) -> Iterator[tuple[_Worker, Outcome]]:
        patience_s = min(worker.deadline_s for worker in running) - time.monotonic()
        ready = wait([worker.pipe for worker in running], timeout=max(0.0, patience_s))
        for worker in running:
            task = worker.task
            assert task is not None
            if worker.pipe in ready:
                yield worker, self._receive(worker, task)
            elif time.monotonic() >= worker.deadline_s:
                self._drop(worker)
                message = f"{task.name}: stopped after {task.limit_s:.0f} s without a result"
                yield worker, Outcome(task=task, error=WorkerError(message))

    def _receive(self, worker: _Worker, task: Task) -> Outcome:
        try:
            value, error = worker.pipe.recv()
        except (EOFError, ConnectionError):
            worker.process.join(5)
            self._drop(worker)
            code = worker.process.exitcode
            message = f"{task.name}: its worker process crashed (exit {code}); the rest goes on"
            return Outcome(task=task, error=WorkerError(message))
        worker.task = None
        return Outcome(task=task, value=value, error=error)

    def _drop(self, worker: _Worker) -> None:
        _stop(worker)
        self._workers.remove(worker)


def _start() -> _Worker:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process=process, pipe=ours)


def _stop(worker: _Worker) -> None:
    """End a worker: ask (so that it removes its temporary files), then insist."""
    worker.pipe.close()
    if worker.task is not None:
        worker.process.terminate()
    worker.process.join(0.7)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


def _serve(pipe: Connection[Any, Any]) -> None:
    """Run tasks from the pipe until it closes: the whole life of a worker."""
    # Ctrl-C reaches the whole foreground group; only the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _exit)
    with contextlib.suppress(EOFError, ConnectionError, BrokenPipeError):
        while True:
            function, arguments = pipe.recv()
            try:
                pipe.send((function(*arguments), None))
            except LyricAudioError as error:
                pipe.send((None, error))


def _exit(number: int, frame: FrameType | None) -> None:
    """Leave by an exception, so that `finally` blocks remove temporary files and stop the encoder."""
    sys.exit(128 + number)
