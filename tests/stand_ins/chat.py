"""A language model that answers what a test has written down, as OpenAI's interface does."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.stand_ins.served import StandIn, keep_waiting

Answer = Callable[[BaseHTTPRequestHandler], None]


class Chat(StandIn):
    """Gives its answers one by one, and notes what it was asked and with which key."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__(_Handler)
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.paths: list[str] = []

    @property
    def url(self) -> str:
        """What a person would give as its address."""
        return f"http://{self.address}/v1"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        chat = self.server
        assert isinstance(chat, Chat)
        chat.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        chat.keys.append(self.headers["Authorization"])
        chat.paths.append(self.path)
        self.close_connection = True
        chat.answers.pop(0)(self)

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing."""


def _head(handler: BaseHTTPRequestHandler, status: int, kind: str, **more: str) -> None:
    handler.send_response(status)
    for name, value in {"Content-Type": kind, "Connection": "close", **more}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


def _event(handler: BaseHTTPRequestHandler, value: Any) -> None:
    data = value if isinstance(value, str) else json.dumps(value)
    handler.wfile.write(f"data: {data}\n\n".encode())
    handler.wfile.flush()


def _pieces(text: str) -> Iterator[dict[str, Any]]:
    yield {"choices": [{"index": 0, "delta": {"role": "assistant", "content": None}}]}
    for start in range(0, len(text), 7):
        yield {"choices": [{"index": 0, "delta": {"content": text[start : start + 7]}}]}


def streams(text: str, *, ends: str = "stop", done: bool = True) -> Answer:
    """Answer piece by piece; without `done` and `ends` the answer breaks off."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, 200, "text/event-stream; charset=utf-8")
        handler.wfile.write(b": a comment, which keeps the line open\n\n")
        for piece in _pieces(text):
            _event(handler, piece)
        if ends:
            _event(handler, {"choices": [{"index": 0, "delta": {}, "finish_reason": ends}]})
        if done:
            _event(handler, {"choices": [], "usage": {"total_tokens": 1}})
            _event(handler, "[DONE]")

    return answer


def whole(text: str) -> Answer:
    """Answer at once, as servers do that cannot stream."""
    return says({"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]})


def says(value: Any, status: int = 200, **headers: str) -> Answer:
    """Answer with some JSON, or with a text."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, status, "application/json", **headers)
        handler.wfile.write((value if isinstance(value, str) else json.dumps(value)).encode())

    return answer


def hangs(after: str = "") -> Answer:
    """Say a little, or not even that, and then nothing."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if after:
            _head(handler, 200, "text/event-stream")
            for piece in _pieces(after):
                _event(handler, piece)
        keep_waiting(handler)

    return answer


def never_ends(handler: BaseHTTPRequestHandler) -> None:
    """Talk until the line is cut."""
    _head(handler, 200, "text/event-stream")
    piece = {"choices": [{"delta": {"content": "あ" * 1000}}]}
    with contextlib.suppress(OSError):
        while True:
            _event(handler, piece)
