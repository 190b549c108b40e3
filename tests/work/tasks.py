"""Tasks for tests: calls of the standard library, since a worker cannot import a test."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.programs import PATIENCE_S

from lyricaudio.work.executor import Executor, Task
from lyricaudio.work.pool import Pool


def task(function: Callable[..., Any], *arguments: Any, name: str = "a line", **more: Any) -> Task:
    return Task(name=name, function=function, arguments=arguments, **{"limit_s": PATIENCE_S, **more})


async def results(executor: Executor, *tasks: Task) -> list[Any]:
    """Run tasks, and return the value or the error of each."""
    return await asyncio.gather(*map(executor.submit, tasks), return_exceptions=True)


@dataclass(frozen=True)
class Gate:
    """A pipe with a name: a task that reads it runs until it is let go, so no test waits by the clock."""

    path: Path

    @classmethod
    def new(cls, path: Path) -> Gate:
        os.mkfifo(path)
        return cls(path)

    def task(self, **more: Any) -> Task:
        return task(Path.read_text, self.path, **{"name": self.path.name, **more})

    async def reached(self) -> Callable[[], None]:
        """Wait until the task runs; return what lets it go, with an empty text for its value."""
        deadline_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline_s:
            try:
                opened = os.open(self.path, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:  # nobody reads yet
                await asyncio.sleep(0.01)
            else:
                return lambda: os.close(opened)
        raise TimeoutError(f"{self.path} was not reached")


def called(*calls: tuple[Any, ...], workers: int) -> list[Any]:
    """Make calls, each a function and its arguments, in fresh worker processes; return what they gave."""

    async def main() -> list[Any]:
        async with Pool(workers) as pool:
            return await asyncio.gather(*(pool.submit(task(*call)) for call in calls))

    return asyncio.run(main())
