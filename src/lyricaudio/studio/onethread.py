"""The thread that reads and speaks: one, for what analyses texts costs each thread a set of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class OneThread:
    """Does one thing after the other, beside the event loop; it starts with the first."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "studio reads")

    async def do(
        self, function: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> Result:
        """Return what a function returns, or raise what it raises."""
        return await asyncio.wrap_future(self._thread.submit(function, *arguments, **named))

    def close(self) -> None:
        """Finish what is being done, and leave the rest."""
        self._thread.shutdown(cancel_futures=True)
