"""Whose turn it is: tasks wait by their turns, then as they came, and lanes keep their width."""

from __future__ import annotations

import asyncio
from bisect import insort_right
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from lyricaudio.errors import LyricAudioError
from lyricaudio.work.executor import Task


class Turns:
    """The queue of an executor; everything happens in the event loop, so nothing is locked.

    Parameters
    ----------
    work
        Does a task whose turn has come.
    width
        How many tasks may run at a time; asked each time, since workers come and go.
    """

    def __init__(self, work: Callable[[Task], Awaitable[Any]], width: Callable[[], int]) -> None:
        self._work, self._width = work, width
        self._waiting: list[tuple[Task, asyncio.Future[Any]]] = []
        self._running: dict[asyncio.Task[None], asyncio.Future[Any]] = {}
        self._in_lane: Counter[str] = Counter()
        self._over: LyricAudioError | None = None

    def submit(self, task: Task) -> asyncio.Future[Any]:
        """Queue a task, and start it when it is its turn."""
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        future.add_done_callback(noticed)
        if self._over:
            future.set_exception(self._over)
        else:
            insort_right(self._waiting, (task, future), key=_turn)
            self.start()
        return future

    def cancel(self, lane: str, error: LyricAudioError) -> None:
        """End the queued tasks of a lane with an error."""
        ended = [item for item in self._waiting if item[0].lane == lane]
        self._waiting = [item for item in self._waiting if item[0].lane != lane]
        for _, future in ended:
            _fail(future, error)

    def fail(self, error: LyricAudioError) -> None:
        """End all tasks with an error, those that run and those that are still to come too."""
        self._over = error
        for future in (*(future for _, future in self._waiting), *self._running.values()):
            _fail(future, error)
        self._waiting.clear()
        for running in self._running:
            running.cancel()

    def start(self) -> None:
        """Start what may: called when there may be more room than before."""
        for item in tuple(self._waiting):
            if len(self._running) >= self._width():
                return
            task, future = item
            if future.done():  # who waited for it is gone
                self._waiting.remove(item)
            elif self._in_lane[task.lane] < task.lane_width:
                self._waiting.remove(item)
                self._in_lane[task.lane] += 1
                self._running[asyncio.create_task(self._run(task, future))] = future

    async def close(self) -> None:
        """Cancel everything, and wait until what runs has noticed."""
        for _, future in self._waiting:
            future.cancel()
        self._waiting.clear()
        for running in self._running:
            running.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _run(self, task: Task, future: asyncio.Future[Any]) -> None:
        try:
            value = await self._work(task)
            if not future.done():
                future.set_result(value)
        except asyncio.CancelledError:
            future.cancel()
            raise
        except Exception as error:  # a programmer's mistake too is told to who waits for it
            _fail(future, error)
        finally:
            self._in_lane[task.lane] -= 1
            running = asyncio.current_task()
            self._running = {other: future for other, future in self._running.items() if other != running}
            self.start()


def _turn(item: tuple[Task, asyncio.Future[Any]]) -> int:
    return item[0].turn


def _fail(future: asyncio.Future[Any], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)


def noticed(future: asyncio.Future[Any]) -> None:
    """Look at an error, so that Python does not complain of one that nobody awaits any more."""
    if not future.cancelled():
        future.exception()
