from __future__ import annotations

import base64
import json
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import pytest
from tests.stand_ins.edge import edge_server
from tests.stand_ins.served import StandIn
from tests.stand_ins.speaker import recorded
from tests.stand_ins.voicevox import voicevox_server

from lyricaudio.audio.codec import ffmpeg
from lyricaudio.reading.reader import Reader

__all__ = ["edge_server", "voicevox_server"]

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]
"""What a server does with a request, given the speech (MP3) that was asked for."""

LINES = (
    "損失は坂道 勾配は傾き",
    "負なら{零|ゼロ}。正！",
    r"式は\(f(x)\)",
    "あ",
)
"""What every engine is to say."""


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


@cache
def speech_mp3(tenths: int) -> bytes:
    """Encode a hum of so many tenths of a second as Google does: 24 kHz, mono, no tag and no Info header."""
    hum = 0.3 * np.sin(2 * np.pi * 220 * np.arange(2400 * tenths) / 24000)
    command = [
        ffmpeg(),
        "-v",
        "error",
        "-f",
        "f32le",
        "-ar",
        "24000",
        "-ac",
        "1",
        "-i",
        "pipe:0",
        "-b:a",
        "32k",
    ]
    plain = ["-write_xing", "0", "-id3v2_version", "0", "-bitexact", "-f", "mp3", "pipe:1"]
    hum_bytes = hum.astype("<f4").tobytes()
    return subprocess.run([*command, *plain], input=hum_bytes, capture_output=True, check=True).stdout


def batch_answer(mp3: bytes) -> bytes:
    """Write speech as the translator's page does: a guard against scripts, then lengths and JSON by turns."""
    inner = json.dumps([base64.b64encode(mp3).decode()])
    first = json.dumps([["wrb.fr", "jQ1olc", inner, None, None, None, "generic"]], separators=(",", ":"))
    rest = ['[["di",57],["af.httprm",57,"-3526823519923873654",12]]', '[["e",4,null,null,150]]']
    return (")]}'\n\n" + "".join(f"{len(line) + 2}\n{line}\n" for line in (first, *rest))).encode()


def send(handler: BaseHTTPRequestHandler, body: bytes, kind: str = "application/json; charset=utf-8") -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


class Translator(StandIn):
    """A stand-in for the translator's page that knows what its requests have to look like."""

    def __init__(self) -> None:
        super().__init__(TranslatorPage)
        self.answers: list[Answer] = []
        self.heard: list[str] = []


class TranslatorPage(BaseHTTPRequestHandler):
    server: Translator

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode("ascii")
        ((service, escaped, _, kind),) = json.loads(parse_qs(form, strict_parsing=False)["f.req"][0])[0]
        text, language, *_ = json.loads(escaped)
        page = self.path == "/_/TranslateWebserverUi/data/batchexecute"
        if not page or (service, language, kind) != ("jQ1olc", "ja", "generic") or not 0 < len(text) <= 100:
            self.send_error(400)
            return
        self.server.heard.append(text)
        mp3 = speech_mp3(1 + len(text))
        if self.server.answers:
            self.server.answers.pop(0)(self, mp3)
        else:
            send(self, batch_answer(mp3))

    def do_GET(self) -> None:
        send(self, b"<!doctype html><title>Before you continue</title>", "text/html")

    def log_message(self, *arguments: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a program that speaks."""
    return recorded(tmp_path_factory.mktemp("program"), *LINES)


@pytest.fixture
def command_server(monkeypatch: pytest.MonkeyPatch, program: Path) -> None:
    """Name a program that speaks."""
    speaker = f"{shlex.quote(sys.executable)} {shlex.quote(str(program))} {{wav}} {{text}}"
    monkeypatch.setenv("LYRICAUDIO_COMMAND", speaker)


@pytest.fixture
def gtts_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Translator]:
    """Run the stand-in on this machine, and point the engine at it."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    server = Translator()
    with server.served():
        monkeypatch.setenv("LYRICAUDIO_GTTS_URL", f"http://{server.address}")
        yield server


@pytest.fixture
def answers(gtts_server: Translator) -> list[Answer]:
    """The answers to the next requests; when they are used up, the stand-in speaks."""
    return gtts_server.answers


@pytest.fixture
def heard(gtts_server: Translator) -> list[str]:
    """The texts that were asked for."""
    return gtts_server.heard


@pytest.fixture
def batch() -> Callable[[bytes], bytes]:
    return batch_answer


@pytest.fixture
def speech() -> Callable[[int], bytes]:
    return speech_mp3
