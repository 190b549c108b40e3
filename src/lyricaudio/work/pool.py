"""Workers on this machine: the executor that everybody has.

The standard `ProcessPoolExecutor` can neither stop a running task nor outlive a crash: one breaks the whole
pool. Here a worker that crashes or overruns its limit is replaced, its task fails, and the other tasks go on.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from types import TracebackType
from typing import Any

from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import told
from lyricaudio.work.executor import Task
from lyricaudio.work.turns import Turns
from lyricaudio.work.worker import Worker, stop

WORKERS = "LYRICAUDIO_WORKERS"


class Pool:
    """An executor of a few processes, which start when there is work for them.

    Parameters
    ----------
    size
        How many; None is as many as `workers_here` says.

    Raises
    ------
    LyricAudioError
        When the person's number of workers is none.
    """

    def __init__(self, size: int | None = None) -> None:
        self._size = size or workers_here()
        self._turns = Turns(self._work, lambda: self._size)
        self._idle: list[Worker] = []
        self._busy: dict[Worker, threading.Thread] = {}

    async def __aenter__(self) -> Pool:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def submit(self, task: Task) -> asyncio.Future[Any]:
        """Queue a task, which starts when it is its turn and its lane has room."""
        return self._turns.submit(task)

    def cancel(self, lane: str, error: LyricAudioError) -> None:
        """End the queued tasks of a lane with an error; those that run go on."""
        self._turns.cancel(lane, error)

    async def close(self) -> None:
        """Stop all workers at once."""
        busy, self._busy = self._busy, {}
        stop([*self._idle, *busy])
        self._idle.clear()
        for thread in busy.values():
            thread.join()
        await self._turns.close()

    async def _work(self, task: Task) -> Any:
        worker = self._idle_worker()
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        thread = self._busy[worker] = threading.Thread(target=_call, args=(worker, task, answer), daemon=True)
        thread.start()
        try:
            return await answer
        finally:
            if self._busy.pop(worker, None) and worker.is_alive:
                self._idle.append(worker)

    def _idle_worker(self) -> Worker:
        """Return a worker that waits for a task; one that died meanwhile is none."""
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive:
                return worker
            worker.reap()
        return Worker()


def workers_here() -> int:
    """Return how many processes work on this machine: what `LYRICAUDIO_WORKERS` says, or one a processor.

    Processors that this process may not use, as in a container, are not counted.

    Raises
    ------
    LyricAudioError
        When the variable holds something else than a number from 1 on.
    """
    if not (wanted := os.environ.get(WORKERS)):
        return _processors()
    if not (wanted.isascii() and wanted.isdigit() and int(wanted)):
        message = told(
            "{variable}={value} is no number of workers; set 1 or more, or unset it",
            variable=WORKERS,
            value=wanted,
        )
        raise LyricAudioError(message)
    return int(wanted)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):  # not on Windows and macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _call(worker: Worker, task: Task, answer: asyncio.Future[Any]) -> None:
    """Wait for a worker, in a thread: no event loop can wait for a pipe on every system."""
    value: Any = None
    error: Exception | None = None
    try:
        value = worker.call(task)
    except Exception as raised:
        error = raised
    with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
        answer.get_loop().call_soon_threadsafe(_tell, answer, value, error)


def _tell(answer: asyncio.Future[Any], value: Any, error: Exception | None) -> None:
    if answer.done():
        return
    if error is None:
        answer.set_result(value)
    else:
        answer.set_exception(error)
