"""A small release, a server for it in a thread, and clients that send exactly what they are told to."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import re
import select
import socket
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from tests.programs import LYRICAUDIO, PATIENCE_S, started, until
from tests.stand_ins.episodes import episode, write_catalogue

from lyricaudio.release.catalogue import CatalogueLine
from lyricaudio.serve.addresses import LOOPBACK, listen
from lyricaudio.serve.app import make_app
from lyricaudio.serve.key import Key
from lyricaudio.serve.offer import Offer
from lyricaudio.serve.server import Server

LINE = CatalogueLine(line="9dcf7c44", role="lyric", text="学習率は一歩の大きさ", start_s=1.0, end_s=2.0)
LINES = (
    LINE,
    replace(LINE, role="explain", text="解説"),
    replace(LINE, line="p1", role="answer", text="歩幅"),
)
EPISODES = (
    episode("01-rate", folder="01 学習率のうた", lines=LINES),
    episode("02-gauss", folder="02 ガウス"),
)
KEY = Key(text="key-of-test0")
CANARY = b"CANARY-not-in-the-manifest"

SONG = "01 学習率のうた/01 うた.mp3"
FILES = {
    "index.html": "<!doctype html><title>うた</title>".encode(),
    "texts.html": "<p>学習率は一歩の大きさ</p>".encode() * 500,
    "sw.js": b"self.addEventListener('fetch', () => {});",
    "feed.xml": b'<rss><enclosure url="http://localhost:8765/a.mp3"/><link>http://localhost:8765/</link></rss>',
    "player/app.webmanifest": b'{"name": "lyricaudio"}',
    "player/01-1.json": b'{"id": "01-1"}',
    SONG: bytes(range(256)) * 1500,
    "01 学習率のうた/01 うた.lrc": "[00:00.00]学習率".encode(),
    "01 学習率のうた/01 うた.vtt": b"WEBVTT\n",
    "01 学習率のうた/01 うた.chapters.json": b'{"version": "1.2.0"}',
    "01 学習率のうた/folder.jpg": b"\xff\xd8\xff",
    "02 ガウス/01 うた.mp3": b"two" * 9,
    "playlists/うただけ.m3u8": b"#EXTM3U\n",
}


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def ask(
    port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str | None
) -> Answer:
    """Ask for a path, which is percent-encoded here; a header's name is written with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
    with contextlib.closing(http.client.HTTPConnection(LOOPBACK, port, timeout=PATIENCE_S)) as connection:
        connection.request(method, quote(path, safe="/?=&"), body=body, headers=named)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())


class StoppedClock(asyncio.SelectorEventLoop):
    """A loop for a server whose time passes only when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self._now_s: float | None = 0.0

    def time(self) -> float:
        """Return the time that has been reached."""
        return super().time() if self._now_s is None else self._now_s

    def pass_time(self, seconds: float) -> None:
        """Let time pass, and return when all that was due by then is done; for other threads."""

        async def passed() -> None:
            assert self._now_s is not None
            self._now_s += seconds
            await asyncio.sleep(0)  # now the due timers are queued
            await asyncio.sleep(0)  # now they have run

        asyncio.run_coroutine_threadsafe(passed(), self).result(PATIENCE_S)

    def run_on(self) -> None:
        """Let time pass by itself from now on."""
        self._now_s = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A server at a port of loopback, its release, and the lines that it has said."""

    port: int
    output: Path
    said: list[str]
    server: Server

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str | None) -> Answer:
        """Ask this server."""
        return ask(self.port, path, method, body, **headers)

    @property
    def log(self) -> Path:
        """Where what was heard is noted."""
        return self.output.parent / "study.sqlite"

    @property
    def connections(self) -> int:
        """How many connections are open on the server's side."""
        return len(self.server.server_state.connections)


def make_release(output: Path) -> Path:
    """Write a release among things that are nobody's business."""
    for name, data in FILES.items():
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_bytes(data)
    secrets = (".env", ".lyricaudio/build.json", "notes.txt", "player/.hidden", "01 学習率のうた/mine.mp3")
    for name in secrets:
        (output / name).parent.mkdir(exist_ok=True)
        (output / name).write_bytes(CANARY)
    outside = output.parent / "outside.txt"
    outside.write_bytes(CANARY)
    (output / "way out").symlink_to(output.parent)
    (output / "link.mp3").symlink_to(outside)
    wicked = [
        ".env",
        ".lyricaudio/build.json",
        "../outside.txt",
        str(outside),
        "link.mp3",
        "way out/outside.txt",
    ]
    write_manifest(output, *FILES, *wicked, "gone.mp3", "player")
    return output


def write_manifest(output: Path, *names: str) -> None:
    write_catalogue(output, [one for one in EPISODES if str(one.mp3) in names], names)


@contextlib.contextmanager
def running(
    output: Path, *host_names: str, clock: StoppedClock | None = None, base_url: str | None = None
) -> Iterator[Running]:
    """Serve a release in a thread; by a clock of its own, with buffers that fill when nothing is taken."""
    said: list[str] = []
    sockets = listen([LOOPBACK], 0)
    port = sockets[0].getsockname()[1]
    if clock:
        sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 16)
    log = output.parent / "study.sqlite"
    app = make_app(
        Offer(output), tell=said.append, key=KEY, log=log, host_names=host_names, base_url=base_url
    )
    server = Server(app)

    def serve() -> None:
        if clock:
            with asyncio.Runner(loop_factory=lambda: clock) as runner:
                runner.run(server.serve(sockets))
        else:
            server.run(sockets)

    with ThreadPoolExecutor(1) as thread:
        serving = thread.submit(serve)
        try:
            until(lambda: server.started or serving.done(), "the server has started")
            yield Running(port=port, output=output, said=said, server=server)
        finally:
            server.should_exit = True
            if clock:
                clock.run_on()
    serving.result()


def send_raw(port: int, data: bytes, *, in_doubt: Callable[[], object] | None = None) -> bytes:
    """Send bytes and return all that comes until the server hangs up.

    When it is silent because it waits for more, it is told that no more will come: when it stays silent
    while somebody else has been served, by `in_doubt`.
    """
    received = b""
    with socket.create_connection((LOOPBACK, port)) as connection, contextlib.suppress(OSError):
        connection.settimeout(PATIENCE_S)
        connection.sendall(data)
        while True:
            if in_doubt and not has_come(connection):
                in_doubt()
                if not has_come(connection):
                    connection.shutdown(socket.SHUT_WR)
                    in_doubt = None
            piece = connection.recv(1 << 16)
            if not piece:
                break
            received += piece
    return received


def has_come(connection: socket.socket, within_s: float = 0.05) -> bool:
    """Tell whether there is something to read, be it the end."""
    return bool(select.select([connection], [], [], within_s)[0])


@contextlib.contextmanager
def commanded(output: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the command in a process of its own, at any port of loopback."""
    with started([*LYRICAUDIO, "serve", "--bind", LOOPBACK, "--port", "0", "-o", str(output)]) as process:
        yield process


def told_port(process: subprocess.Popen[str]) -> int:
    """Read what the command prints until it says its page's address."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.match(r"page +http://127\.0\.0\.1:(\d+)/$", line):
            return int(found[1])
    raise AssertionError("no page was named")
