"""uvicorn with its sockets already bound, quiet, and ending at once."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence

import uvicorn
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp

from lyricaudio.serve.connections import IDLE_TIMEOUT_S, MOST_CONNECTIONS, Connection

_TICKS_A_LOOK = 40


class Server(uvicorn.Server):
    """A server that hangs up instead of waiting for the last listener to finish.

    `run(sockets)` serves until a signal, or until `should_exit` is set; after an interruption it raises
    KeyboardInterrupt.

    Parameters
    ----------
    watches
        Are called every few seconds.
    """

    def __init__(self, app: ASGIApp, *, watches: Sequence[Callable[[], None]] = ()) -> None:
        self._watches = watches
        config = uvicorn.Config(
            app,
            loop="asyncio",
            http=Connection,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",  # what must be said, the application says in a line
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=IDLE_TIMEOUT_S,
            backlog=MOST_CONNECTIONS,
        )
        super().__init__(config)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, with the first worker thread made: its library takes a while to load, and a player waits."""
        await run_in_threadpool(int)
        await super().startup(sockets)

    async def on_tick(self, counter: int) -> bool:
        """Look around now and then; uvicorn ticks ten times a second."""
        if counter % _TICKS_A_LOOK == _TICKS_A_LOOK - 1:
            for watch in self._watches:
                await run_in_threadpool(watch)
        return await super().on_tick(counter)

    async def shutdown(self, sockets: Sequence[socket.socket] | None = None) -> None:
        """Hang up and end."""
        for connection in list(self.server_state.connections):
            if isinstance(connection, Connection):
                connection.transport.abort()
        await asyncio.sleep(0)  # now they are gone
        await super().shutdown(list(sockets or []))
