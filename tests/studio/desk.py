"""A small project, and a studio for it in a thread."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.programs import until
from tests.serve.wire import Answer, ask

from lyricaudio.serve.addresses import LOOPBACK, listen
from lyricaudio.serve.key import PARAMETER, Key
from lyricaudio.serve.server import Server
from lyricaudio.studio.app import opened_studio

KEY = Key(text="key-of-test-key-of-test0")

SONG = """\
# わたしの歌
title: '学習率のうた'   # だいじ
voice: {lyric: tone, explain: tone, answer: tone}

sections:
  - name: Aメロ
    lines:
      # 最初の行
      - lyric: 学習率は一歩の大きさ
        explain: '勾配にかける小さな数です。'  # 定義
      - '谷を下る'
points:
  - q: 一歩の大きさは
    a: 学習率
"""


def make_project(root: Path, **songs: str) -> Path:
    """Write songs into the folder of a project, by their names; the one of above when none are given."""
    for name, text in (songs or {"rate": SONG}).items():
        (root / "songs" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "songs" / f"{name}.yaml").write_text(text, "utf-8")
    return root


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """A studio at a port of loopback, its project, and the lines that it has said."""

    port: int
    root: Path
    said: list[str]

    @property
    def host(self) -> str:
        """The address as a browser writes it."""
        return f"127.0.0.1:{self.port}"

    @property
    def cookie(self) -> str:
        """What a browser has been given at the first address."""
        return f"{KEY.cookie_name}={KEY.text}"

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str | None) -> Answer:
        """Ask as the page does: with the cookie, and if something is to change from where."""
        usual = {"Cookie": self.cookie}
        if method != "GET":
            usual |= {"Origin": f"http://{self.host}", "Content_Type": "application/json"}
        return ask(self.port, path, method, body, **(usual | headers))

    def get(self, path: str) -> Any:
        """Ask for what is there."""
        answer = self.ask(path)
        assert answer.status == 200, answer.body
        return json.loads(answer.body)

    def send(self, path: str, method: str = "POST", *, status: int = 200, **value: Any) -> Any:
        """Send a JSON object; return what is answered."""
        answer = self.ask(path, method, json.dumps(value).encode())
        assert answer.status == status, answer.body
        return json.loads(answer.body)

    def song(self, name: str = "rate") -> Path:
        """Where a song lies."""
        return self.root / "songs" / f"{name}.yaml"


@contextlib.contextmanager
def studio(root: Path) -> Iterator[Studio]:
    """Run a studio for a project while the block lasts."""
    said: list[str] = []
    sockets = listen([LOOPBACK], 0)
    port = sockets[0].getsockname()[1]
    opened = opened_studio(root, key=KEY, tell=said.append, to_phones=lambda: [LOOPBACK])
    with opened as app, ThreadPoolExecutor(1) as thread:
        server = Server(app)
        serving = thread.submit(server.run, sockets)
        try:
            until(lambda: server.started or serving.done(), "the studio has started")
            yield Studio(port=port, root=root, said=said)
        finally:
            server.should_exit = True
    serving.result()


def first_address() -> str:
    """Return the path that the terminal says."""
    return f"/?{PARAMETER}={KEY.text}"
