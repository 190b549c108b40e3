"""Work that several wait for: each piece is done once, and its result is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Generic, TypeVar

from lyricaudio.work.turns import noticed

Result = TypeVar("Result")


class Once(Generic[Result]):
    """Coroutines under keys; equal keys mean equal results."""

    def __init__(self) -> None:
        self._begun: dict[str, asyncio.Task[Result]] = {}

    def do(self, key: str, work: Callable[[], Coroutine[Any, Any, Result]]) -> Awaitable[Result]:
        """Begin the work unless it was begun already; await what is returned for its result, or its error.

        Whoever stops waiting does not stop the work: others may wait for it.
        """
        if key not in self._begun:
            task = self._begun[key] = asyncio.create_task(work())
            task.add_done_callback(noticed)
        return asyncio.shield(self._begun[key])
