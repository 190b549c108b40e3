"""A small release, a server for it in a thread, and clients that send exactly what they are told to."""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from tests.stand_ins.episodes import episode, write_catalogue

from lyricaudio.release.catalogue import CatalogueLine
from lyricaudio.serve.addresses import LOOPBACK, listen
from lyricaudio.serve.app import make_app
from lyricaudio.serve.catalogue import Catalogue
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
CANARY = b"CANARY-not-in-the-manifest"

SONG = "01 学習率のうた/01 うた.mp3"
FILES = {
    "index.html": "<!doctype html><title>うた</title>".encode(),
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
    with contextlib.closing(http.client.HTTPConnection(LOOPBACK, port, timeout=10)) as connection:
        connection.request(method, quote(path), body=body, headers=named)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())


class Running(NamedTuple):
    """A server at a port of loopback, its release, and the lines that it has said."""

    port: int
    output: Path
    said: list[str]

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str | None) -> Answer:
        """Ask this server."""
        return ask(self.port, path, method, body, **headers)


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
def running(output: Path, *host_names: str) -> Iterator[Running]:
    """Serve a release in a thread."""
    said: list[str] = []
    sockets = listen([LOOPBACK], 0)
    server = Server(make_app(Catalogue(output), tell=said.append, host_names=host_names))
    thread = threading.Thread(target=server.run, args=[sockets])
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield Running(sockets[0].getsockname()[1], output, said)
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        assert not thread.is_alive()


def send_raw(port: int, data: bytes, *, patience_s: float = 10) -> bytes:
    """Send bytes and return all that comes until the server hangs up.

    When it is silent for too long, because it waits for more, it is told that no more will come.
    """
    received = b""
    with socket.create_connection((LOOPBACK, port)) as connection, contextlib.suppress(OSError):
        connection.settimeout(10)
        connection.sendall(data)
        connection.settimeout(patience_s)
        while True:
            try:
                piece = connection.recv(1 << 16)
            except TimeoutError:
                connection.shutdown(socket.SHUT_WR)
                continue
            if not piece:
                break
            received += piece
    return received


@contextlib.contextmanager
def commanded(output: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the command in a process of its own, at any port of loopback."""
    command = [
        sys.executable,
        "-m",
        "lyricaudio",
        "serve",
        "--bind",
        LOOPBACK,
        "--port",
        "0",
        "-o",
        str(output),
    ]
    with subprocess.Popen(
        [*command, "-o", str(output)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def told_port(process: subprocess.Popen[str]) -> int:
    """Read what the command prints until it says its page's address."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.match(r"page +http://127\.0\.0\.1:(\d+)/$", line):
            return int(found[1])
    raise AssertionError("no page was named")
