"""An executor that does each task at once, in this process, and remembers what it was asked for."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any

from lyricaudio.errors import LyricAudioError
from lyricaudio.work.executor import Task
from lyricaudio.work.parcel import packed, run


class Inline:
    """Tasks are done one after the other, in their order."""

    def __init__(self) -> None:
        self.done: list[Task] = []
        self.cancelled: list[str] = []
        self._waiting: list[tuple[Task, asyncio.Future[Any]]] = []

    async def __aenter__(self) -> Inline:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def submit(self, task: Task) -> asyncio.Future[Any]:
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        self._waiting.append((task, future))
        loop.call_soon(self._do_next)
        return future

    def cancel(self, lane: str, error: LyricAudioError) -> None:
        self.cancelled.append(lane)
        for item in [item for item in self._waiting if item[0].lane == lane]:
            self._waiting.remove(item)
            item[1].set_exception(error)

    async def close(self) -> None:
        for _, future in self._waiting:
            future.cancel()

    def _do_next(self) -> None:
        if not self._waiting:
            return
        task, future = self._waiting.pop(0)
        self.done.append(task)
        try:
            future.set_result(self._result(task))
        except LyricAudioError as error:
            future.set_exception(error)

    def _result(self, task: Task) -> Any:
        return task.function(*task.arguments)


class Frugal(Inline):
    """Does each task as if it were elsewhere, with nothing at hand but what it says it needs."""

    def _result(self, task: Task) -> Any:
        parcel = packed(task)
        return parcel.unpacked(run(parcel.content))
