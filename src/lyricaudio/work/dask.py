"""Workers on other machines, by Dask: an executor over a scheduler's address.

Nothing is shared with the workers, a file system neither: a task travels as a parcel with what it needs, and
its answer brings back what it has made (see `blobs`). What a lost worker had to do is done again by another;
Dask's scheduler gives a task up that has taken several workers with it (its setting `allowed-failures`).

A Dask worker runs a parcel in a worker process of our own. So limits hold, a crash costs its task and not the
Dask worker with all that it holds, and engines that are not made for threads have a process each, however
many threads the Dask worker has.

Everything that decides what a task makes must be the same there as here, so `software` is compared with each
worker's. The scheduler need not know this package: what it sees are bytes for `pickle.loads`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import pickle
import time
from concurrent.futures import CancelledError
from types import TracebackType
from typing import Any
from uuid import uuid4

import dask.config
from distributed import Client, KilledWorker

from lyricaudio.errors import LyricAudioError, WorkerError
from lyricaudio.messages import told
from lyricaudio.work import parcel
from lyricaudio.work.executor import ExecutorUnavailable, Task
from lyricaudio.work.software import difference, software
from lyricaudio.work.turns import Turns
from lyricaudio.work.worker import Worker

_CONNECT_S = 10.0
_PATIENCE_S = 60.0
_LOOK_S = 1.0
_LEAVE_S = 1.0
_MORE = 2

AHEAD = 2
"""Tasks on their way for each thread of a worker: the one that is done, and the next."""

_LARGE_PARCEL = {"distributed.admin.large-graph-warning-threshold": "1 TB"}
"""Dask warns of calls over 10 MB, which should hold references; ours hold what is needed once."""


_LOUD = ("distributed", "distributed.client", "tornado.application")
"""Loggers that Dask lets write to the terminal, with tracebacks."""


class Dask:
    """An executor over the workers of a Dask scheduler.

    Parameters
    ----------
    address
        The scheduler's, as `192.168.1.5:8786` or `tls://cluster:8786`.
    connect_s, patience_s
        How long to wait for the scheduler, and for a worker when there is none.
    wanted
        The software that a worker must have; None is that of this process.
    """

    def __init__(
        self,
        address: str,
        *,
        connect_s: float = _CONNECT_S,
        patience_s: float = _PATIENCE_S,
        wanted: dict[str, str] | None = None,
    ) -> None:
        self._address, self._connect_s, self._patience_s = address, connect_s, patience_s
        self._wanted = wanted or software()
        self._threads = 0
        self._turns = Turns(self._work, lambda: AHEAD * self._threads)
        self._open = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Dask:
        for name in _LOUD:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        async with contextlib.AsyncExitStack() as opening:
            opening.enter_context(dask.config.set(_LARGE_PARCEL))
            self._client = await self._connected(opening)
            await self._wait_for_worker()
            await self._compare()
            self._open = opening.pop_all()
        self._watching = asyncio.create_task(self._watch())
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
        """Leave the scheduler; what runs on workers ends there, and nobody hears of it."""
        self._watching.cancel()
        await self._turns.close()
        await self._open.aclose()

    async def _connected(self, opening: contextlib.AsyncExitStack) -> Any:
        try:
            client = Client(  # type: ignore[no-untyped-call]
                self._address, asynchronous=True, timeout=self._connect_s, set_as_default=False
            )
            opening.push_async_callback(_leave, client)
            async with asyncio.timeout(
                _MORE * self._connect_s
            ):  # Dask's own is not for one that listens only
                return await client
        except ValueError as error:
            raise ExecutorUnavailable(
                told("'{address}' is no scheduler's address: {error}", address=self._address, error=error)
            ) from error
        except Exception as error:  # of many kinds: another server's answer may be read as an enormous length
            raise ExecutorUnavailable(
                told(
                    "no Dask scheduler answers at {address}; start one with: dask scheduler",
                    address=self._address,
                )
            ) from error

    async def _wait_for_worker(self) -> None:
        try:
            await self._client.wait_for_workers(1, timeout=self._patience_s)
        except TimeoutError as error:
            raise ExecutorUnavailable(self._deserted) from error
        self._threads = sum((await self._client.nthreads()).values())

    @property
    def _deserted(self) -> str:
        return told(
            "the scheduler at {address} has no workers; start some with: dask worker {address}",
            address=self._address,
        )

    @property
    def _gone(self) -> str:
        return told(
            "the Dask scheduler at {address} is gone; start it and its workers, and run again",
            address=self._address,
        )

    async def _compare(self) -> None:
        """Let each worker tell what it is made of."""
        question = pickle.dumps(_Call(software))
        answers = await self._client.run(pickle.loads, question, on_error="return")
        for worker, answer in answers.items():
            if isinstance(answer, Exception):
                raise ExecutorUnavailable(
                    told("the Dask worker {worker} cannot work for us: {error}", worker=worker, error=answer)
                )
            if what := difference(answer, self._wanted):
                raise ExecutorUnavailable(
                    told(
                        "the Dask worker {worker} has {software}; install the same on both",
                        worker=worker,
                        software=what,
                    )
                )

    async def _watch(self) -> None:
        """Count the workers' threads, and give up when there is none for long, or the scheduler is gone."""
        last_s = time.monotonic()
        while True:
            await asyncio.sleep(_LOOK_S)
            try:
                self._threads = sum((await self._client.nthreads()).values())
            except (OSError, CancelledError):
                self._turns.fail(WorkerError(self._gone))
                return
            if self._threads:
                last_s = time.monotonic()
                self._turns.start()
            elif time.monotonic() > last_s + self._patience_s:
                self._turns.fail(WorkerError(self._deserted))
                return

    async def _work(self, task: Task) -> Any:
        sent = parcel.packed(task)
        called = pickle.dumps(_Call(run_here, task.name, sent.content, task.limit_s, self._wanted))
        answer, error = pickle.loads(await self._answer(task, called))
        if error is not None:
            raise error
        return sent.unpacked(answer)

    async def _answer(self, task: Task, called: bytes) -> bytes:
        kind = getattr(task.function, "__name__", "task")  # Dask learns how long each kind takes
        future = self._client.submit(pickle.loads, called, key=f"{kind}-{uuid4()}", pure=False)
        try:
            answer: bytes = await future
        except KilledWorker as error:
            times = error.allowed_failures + 1
            raise WorkerError(
                told(
                    "{task}: lost with its worker {times} times; the rest goes on",
                    task=task.name,
                    times=times,
                )
            ) from error
        except CancelledError as error:  # the scheduler's end, which the client sees first
            raise WorkerError(self._gone) from error
        except Exception as error:  # Dask's own, of many kinds; those of the task are in the answer
            raise WorkerError(
                told("{task}: the Dask worker failed: {error}", task=task.name, error=error)
            ) from error
        finally:
            future.release()
        return answer


async def _leave(client: Any) -> None:
    with contextlib.suppress(Exception):  # a scheduler that is gone need not hear it
        await client.close(timeout=_LEAVE_S)


class _Call:
    """What becomes a call when it is loaded from its pickle."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self._call = function, arguments

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return self._call


_idle: list[Worker] = []
"""Worker processes of this Dask worker that wait for a task; they end with it."""


def run_here(name: str, content: bytes, limit_s: float, wanted: dict[str, str]) -> bytes:
    """Run a parcel (in a thread of a Dask worker); return the pickled answer and error, one of them None."""
    if what := difference(software(), wanted):
        other = told("the Dask worker of this task has {software}; install the same on both", software=what)
        return pickle.dumps((None, ExecutorUnavailable(other)))
    multiprocessing.current_process().daemon = False  # a daemon's, as Dask starts it, may have no children
    worker = _idle.pop() if _idle else Worker()
    try:
        task = Task(name=name, function=parcel.run, arguments=(content,), limit_s=limit_s)
        return pickle.dumps((worker.call(task), None))
    except LyricAudioError as error:
        return pickle.dumps((None, error))
    finally:
        if worker.is_alive:
            _idle.append(worker)
