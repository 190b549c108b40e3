"""A release as `lyricaudio serve` serves it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

FOREIGN_NAME = "phone.test"
"""A host name that leads here but is not localhost: to a browser it is like an address in a LAN."""

OpenPage = Callable[..., Page]


class Site:
    """A release that `lyricaudio serve` serves."""

    def __init__(self, program: Path, release: Path) -> None:
        self.release = release
        where = ["--port", "0", "--bind", "127.0.0.1", "--host-name", FOREIGN_NAME]
        command = [str(program), "serve", *where, "-o", str(release)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert self._process.stdout
        said = iter(self._process.stdout.readline, "")
        line = next((line for line in said if line.startswith("page ")), None)
        assert line, "lyricaudio serve did not say where the page is"
        self.url = line.split()[1]
        self.port = urlsplit(self.url).port

    @property
    def localhost(self) -> str:
        return f"http://localhost:{self.port}/"

    def stop(self) -> None:
        self._process.terminate()
        self._process.communicate()

    @property
    def episodes(self) -> list[dict[str, Any]]:
        """The player's data of every episode, in order, with what the page knows: its id, MP3 and cover."""
        return [_episode(self.release, path) for path in sorted(self.release.glob("*/?? *.mp3"))]


def _episode(release: Path, mp3: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(mp3.with_suffix(".json").read_text("utf-8"))
    return data | {
        "id": f"{mp3.parent.name.split()[0]}-{int(mp3.name.split()[0])}",
        "mp3": mp3.relative_to(release).as_posix(),
        "cover": mp3.with_name("folder.jpg").relative_to(release).as_posix(),
    }
