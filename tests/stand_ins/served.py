"""Stand-ins that answer HTTP, in threads that end with the test."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.programs import PATIENCE_S


class StandIn(ThreadingHTTPServer):
    """A server at a free port of this machine; a handler that keeps a client waiting does so until `over`."""

    block_on_close = False

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.over = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when a client has left."""

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server_address[1]}"

    @contextlib.contextmanager
    def served(self) -> Iterator[None]:
        """Answer while the block lasts."""
        with self, ThreadPoolExecutor(1) as thread:
            thread.submit(self.serve_forever, 0.01)
            try:
                yield
            finally:
                self.over.set()
                self.shutdown()


def keep_waiting(handler: BaseHTTPRequestHandler) -> None:
    """Let a client wait until the test is over."""
    assert isinstance(handler.server, StandIn)
    handler.server.over.wait(PATIENCE_S)
