"""How long a client may keep a connection without using it, and who has to leave when there are too many.

uvicorn limits the time between two requests only. A connection that dribbles a request, or does not take
what it asked for, would stay for ever; so each looks after itself once a second.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS = 256
"""The next one takes the place of the one that has waited longest for a request."""

REQUEST_TIMEOUT_S = 10.0
"""From the first byte of a request, or the connection, to the end of its headers."""

IDLE_TIMEOUT_S = 15
"""Between two requests."""

STALL_TIMEOUT_S = 60.0
"""Without taking some 50 kB of what was sent; a player that has paused asks again for the rest."""

LOOK_S = 1.0
"""How often a connection looks at the clock."""

_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 5\r\nConnection: close\r\n\r\n"
)


class Connection(H11Protocol):
    """uvicorn's HTTP/1.1 with h11, the strict parser, and with an eye on the clock.

    Attributes
    ----------
    taken_s
        When the client last took something of what is sent, by the loop's clock.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a place, if need be that of the longest waiting; without any, answer 503."""
        self._since_s: float | None = self.loop.time()  # when it began to wait for a request
        self.taken_s = self.loop.time()
        if len(self.connections) >= MOST_CONNECTIONS and not self._make_room():
            transport.write(_BUSY)
            transport.close()
        super().connection_made(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        """Read; what h11 cannot answer in its present state ends the connection."""
        try:
            super().data_received(data)
        except Exception:
            self.transport.abort()
        if self.transport.is_closing() and self.answering:
            self.cycle.disconnected = True  # refused as it went on, it gets no second answer
        if self.answering:
            self._since_s = None
        elif self._since_s is None:
            self._since_s = self.loop.time()

    def resume_writing(self) -> None:
        """Note that the client takes what is sent."""
        self.taken_s = self.loop.time()
        super().resume_writing()

    @property
    def answering(self) -> bool:
        """Whether a request has come and its answer is not all written."""
        cycle: Any = self.cycle
        return cycle is not None and not cycle.response_complete

    @property
    def expendable(self) -> bool:
        """Whether to end it would interrupt nothing."""
        return not self.answering and not self.transport.is_closing()

    def waiting_s(self, now_s: float) -> float:
        """Return for how long a request has been on its way; 0 when none is."""
        return 0.0 if self._since_s is None or self.answering else now_s - self._since_s

    def _make_room(self) -> bool:
        now_s = self.loop.time()
        waiting = [other for other in self.connections if isinstance(other, Connection) and other.expendable]
        if waiting:
            max(waiting, key=lambda other: other.waiting_s(now_s)).transport.abort()
        return bool(waiting)

    def _look(self) -> None:
        now_s = self.loop.time()
        if self.transport.get_write_buffer_size() == 0:
            self.taken_s = now_s
        late = self.waiting_s(now_s) > REQUEST_TIMEOUT_S or now_s - self.taken_s > STALL_TIMEOUT_S
        if late:
            self.transport.abort()
        elif self in self.connections:
            self.loop.call_later(LOOK_S, self._look)
