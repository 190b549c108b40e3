"""Microsoft Edge's speech service, humming instead of speaking."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import re
import ssl
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from aiohttp import web
from tests.programs import PATIENCE_S

CANARY = "canary-123"

AUDIO = b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nX-StreamId:2\r\nPath:audio\r\n"
NO_MORE_AUDIO = b"X-RequestId:1\r\nX-StreamId:2\r\nPath:audio\r\n"
SENTENCE = (
    '{"Metadata":[{"Type":"SentenceBoundary","Data":{"Offset":1000000,"Duration":9000000,'
    '"text":{"Text":"x","Length":1,"BoundaryType":"SentenceBoundary"}}}]}'
)


def text_message(path: str, body: str = "{}") -> str:
    return f"X-RequestId:1\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n{body}"


def binary_message(headers: bytes, data: bytes = b"") -> bytes:
    return len(headers).to_bytes(2, "big") + headers + data


async def send_audio(talk: web.WebSocketResponse, mp3: bytes) -> None:
    await talk.send_str(text_message("turn.start"))
    await talk.send_str(text_message("response"))
    for start in range(0, len(mp3), 720):
        await talk.send_bytes(binary_message(AUDIO, mp3[start : start + 720]))
    await talk.send_str(text_message("audio.metadata", SENTENCE))
    await talk.send_bytes(binary_message(NO_MORE_AUDIO))


class EdgeServer:
    """A service that hums instead of speaking; `answers` are what it does instead, in order."""

    def __init__(self, speech: Callable[[int], bytes]) -> None:
        self.answers: list[Answer] = []
        self.connections = 0
        self.asked: list[tuple[str, str]] = []
        self.speech = speech

    async def connected(self, request: web.Request) -> web.StreamResponse:
        self.connections += 1
        answer = self.answers.pop(0) if self.answers else speak
        needed = {"TrustedClientToken", "ConnectionId", "Sec-MS-GEC", "Sec-MS-GEC-Version"}
        return web.Response(status=403) if needed - request.query.keys() else await answer(self, request)

    async def listen(self, request: web.Request) -> tuple[web.WebSocketResponse, bytes]:
        """Hear what is to be said, by whom, and return the hum for it."""
        talk = web.WebSocketResponse()
        await talk.prepare(request)
        config, ssml = await talk.receive_str(), await talk.receive_str()
        assert "Path:speech.config" in config
        assert '"outputFormat":"audio-24khz-48kbitrate-mono-mp3"' in config
        found = re.search(
            r"Path:ssml\r\n\r\n<speak .*<voice name='(.*?)'>.*<prosody .*?>(.*)</prosody>", ssml
        )
        assert found is not None
        self.asked.append((found[1], found[2]))
        return talk, self.speech(1 + len(found[2]))


Answer = Callable[[EdgeServer, web.Request], Awaitable[web.StreamResponse]]


async def speak(service: EdgeServer, request: web.Request) -> web.StreamResponse:
    talk, mp3 = await service.listen(request)
    await send_audio(talk, mp3)
    await talk.send_str(text_message("turn.end"))
    return talk


@contextlib.contextmanager
def serving(service: EdgeServer, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Run a service in a thread with a loop of its own; yield its port."""
    ports: queue.Queue[int] = queue.Queue()
    loop = asyncio.new_event_loop()
    closing = asyncio.Event()

    async def serve() -> None:
        app = web.Application()
        app.router.add_get("/edge/v1", service.connected)
        runner = web.AppRunner(app, shutdown_timeout=0.01)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        ports.put(runner.addresses[0][1])
        await closing.wait()
        await runner.cleanup()

    with contextlib.closing(loop), ThreadPoolExecutor(1) as thread:
        thread.submit(loop.run_until_complete, serve())
        try:
            yield ports.get(timeout=PATIENCE_S)
        finally:
            loop.call_soon_threadsafe(closing.set)


def address(port: int, scheme: str = "ws") -> str:
    return f"{scheme}://127.0.0.1:{port}/edge/v1?TrustedClientToken={CANARY}"


@pytest.fixture
def edge_server(speech: Callable[[int], bytes], monkeypatch: pytest.MonkeyPatch) -> Iterator[EdgeServer]:
    """Run the stand-in on this machine, and point edge-tts at it."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "WS_PROXY", "WSS_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    service = EdgeServer(speech)
    with serving(service) as port:
        monkeypatch.setattr("edge_tts.communicate.WSS_URL", address(port))
        yield service
