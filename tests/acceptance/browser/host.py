"""A static web host as plain as they come, whose network can be made to fail.

It answers ranges, and says when a file was last changed, but not for how long that holds: browsers guess.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

FAULTS = ("refused", "error", "gone", "cut", "hanging", "nonsense")
"""What can happen to an answer: no connection, 503, 404, an end in the middle, none at all, another text."""

_PIECE_BYTES = 1 << 14


class Host(ThreadingHTTPServer):
    """A folder, served on a port of its own.

    Attributes
    ----------
    folder
        What is served.
    fault
        Tells of a path what happens to the answer: one of `FAULTS`, or an empty text.
    asked
        The paths that were asked for, with their queries.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Answer, directory=str(folder)))
        self.folder = folder
        self.fault: Callable[[str], str] = lambda _path: ""
        self.asked: list[str] = []
        self.let_go = threading.Event()
        self._open: set[Any] = set()

    @property
    def url(self) -> str:
        """Where a browser believes that it is safe."""
        return f"http://localhost:{self.server_address[1]}/"

    def fail(self, fault: str) -> None:
        """Let all that is asked from now on fail, and break off what is under way."""
        self.fault = lambda _path: fault
        self.break_off()

    def recover(self) -> None:
        """Let all be well again, but leave hanging what hangs."""
        self.fault = lambda _path: ""

    def break_off(self) -> None:
        """Close all connections."""
        for connection in list(self._open):
            _close(connection)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that left is no error."""


class _Answer(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Host

    def do_GET(self) -> None:
        self._answer(whole=True)

    def do_HEAD(self) -> None:
        self._answer(whole=False)

    def _answer(self, *, whole: bool) -> None:
        self.server.asked.append(self.path)
        match self.server.fault(self.path):
            case "refused":
                _close(self.connection)
                self.close_connection = True
            case "error":
                self.send_error(503)
            case "gone":
                self.send_error(404)
            case "nonsense":
                self._send(200, {"Content-Type": "text/html", "Content-Length": "5"}, b"<hr/>")
            case "hanging":
                self.server.let_go.wait()
                self.close_connection = True
            case fault:
                self._file(whole=whole, cut=fault == "cut")

    def _file(self, *, whole: bool, cut: bool) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        try:
            file = path.open("rb")
        except OSError:
            self.send_error(404)
            return
        with file:
            size = path.stat().st_size
            first, last = self._span(size)
            partly = "Range" in self.headers
            headers = {
                "Content-Type": self.guess_type(str(path)),
                "Content-Length": str(last - first + 1),
                "Last-Modified": self.date_time_string(int(path.stat().st_mtime)),
                "Accept-Ranges": "bytes",
            }
            if partly:
                headers["Content-Range"] = f"bytes {first}-{last}/{size}"
            self._send(206 if partly else 200, headers, b"")
            if whole:
                self._body(file, first, last, cut=cut)

    def _span(self, size: int) -> tuple[int, int]:
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not found:
            return 0, size - 1
        return int(found[1]), min(int(found[2] or size), size - 1)

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _body(self, file: BinaryIO, first: int, last: int, *, cut: bool) -> None:
        file.seek(first)
        left = (last - first + 1) // 2 if cut else last - first + 1
        while left > 0 and (piece := file.read(min(_PIECE_BYTES, left))):
            self.wfile.write(piece)
            left -= len(piece)
        if cut:
            _close(self.connection)
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


def _close(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


@contextmanager
def hosted(folder: Path) -> Iterator[Host]:
    """Serve a folder until the end of the context."""
    with Host(folder) as host:
        thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield host
        finally:
            host.let_go.set()
            host.break_off()
            host.shutdown()
            thread.join()
