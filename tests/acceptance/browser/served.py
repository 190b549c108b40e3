"""A release as `lyricaudio serve` serves it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from lyricaudio.release.catalogue import CatalogueEpisode, read_catalogue

FOREIGN_NAME = "phone.test"
"""A host name that leads here but is not localhost: to a browser it is like an address in a LAN."""

PATIENCE_S = 60.0
"""How long is waited for what must happen; only a test that fails anyway takes so long."""

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
        if not line:
            self.stop()
        assert line, "lyricaudio serve did not say where the page is"
        self.url = line.split()[1]
        self.port = urlsplit(self.url).port
        self._key = urlsplit(next(line for line in said if line.startswith("grades ")).split()[1]).query

    @property
    def localhost(self) -> str:
        """The page as the code opens it, with the key to give grades."""
        return f"http://localhost:{self.port}/?{self._key}"

    def stop(self) -> None:
        """End the server; one that does not hear is killed."""
        self._process.terminate()
        try:
            self._process.communicate(timeout=PATIENCE_S)
        finally:
            self._process.kill()

    @property
    def episodes(self) -> list[dict[str, Any]]:
        """The player's data of every episode, in order, with its names, MP3 and cover."""
        catalogue = read_catalogue(self.release)
        assert catalogue
        return [_episode(self.release, listed) for listed in catalogue.episodes]

    def first(self, form: str, *, song: int = 1) -> dict[str, Any]:
        """Return the episode of a form of one of the songs that have it, counted from 1."""
        return [episode for episode in self.episodes if episode["form"] == form][song - 1]


def _episode(release: Path, listed: CatalogueEpisode) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((release / listed.path("data")).read_text("utf-8"))
    names = {"id": listed.id, "song": listed.song}
    return data | names | {"mp3": str(listed.mp3), "cover": str(listed.path("cover"))}
