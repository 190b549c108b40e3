"""What is to be done elsewhere, and the protocol of those who get it done.

An executor is opened inside a running event loop, and left when the work is over:

    async with executor_at(None) as executor:
        clip = await executor.submit(Task(name="a line", function=speak, arguments=(item,), limit_s=60))

`submit` returns at once; what comes of the task is awaited. So the code of one episode reads like the way of
the episode, and as many episodes as there are wait side by side. Errors for the person (`LyricAudioError`)
come back whole, whichever process they come from; a task that crashes or overruns its limit costs itself
only.
"""

from __future__ import annotations

import sys
from asyncio import Future
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from lyricaudio.errors import LyricAudioError

TURN: ContextVar[int] = ContextVar("TURN", default=0)
"""Whose tasks go before whose: a coroutine that sets it does so for all that it will ask for, and whatever it
begins; of equal numbers the earlier submitted goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder that is there, for files that a task leaves."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One call to make in another process.

    Attributes
    ----------
    name
        What the person knows it by; it stands in error messages.
    function, arguments
        A module-level function and its picklable arguments: small values, but for three that stand for what
        lies on this machine, wherever the function is called. Of a `FolderStore` it may get what `needs`
        names, and what it puts is kept; a `Path` to a file it may read; in a `Folder` it may leave files.
    limit_s
        Time after which the worker is stopped and the task fails.
    lane, lane_width
        Tasks of one lane run at most `lane_width` at a time (a server that allows one connection).
    needs
        The keys that the function reads from the store among its arguments.
    turn
        The lower, the sooner: that of the coroutine that makes the task.
    """

    name: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    limit_s: float
    lane: str = ""
    lane_width: int = sys.maxsize
    needs: tuple[str, ...] = ()
    turn: int = field(default_factory=TURN.get)


class ExecutorUnavailable(LyricAudioError):
    """Nobody is there to do the work: no scheduler, no worker, or workers of another version."""

    exit_code = 3


class Executor(Protocol):
    """Who gets tasks done."""

    def submit(self, task: Task) -> Future[Any]:
        """Queue a task; it starts by its turn, then in the order of submission, as far as its lane allows.

        The future holds what the function returns, or the `LyricAudioError` that it raised; `WorkerError`
        when its process crashed, was lost too often, or took longer than the limit. An error that nobody
        awaits is forgotten.
        """

    def cancel(self, lane: str, error: LyricAudioError) -> None:
        """End the queued tasks of a lane with an error; those that run go on."""

    async def close(self) -> None:
        """Stop at once: what runs is stopped or forgotten, and futures that are not done are cancelled."""

    async def __aenter__(self) -> Self:
        """Make ready; `ExecutorUnavailable` when nobody is there to do the work."""

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
