"""The addresses of songs: of all, and of each what its file says, what `check` finds, and what is edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import PurePath
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lyricaudio import files
from lyricaudio.errors import LyricAudioError
from lyricaudio.intake.songfile import song_file, summary
from lyricaudio.intake.source import song_of_file
from lyricaudio.messages import told
from lyricaudio.pipeline.project.editors import line_for_editors
from lyricaudio.pipeline.project.naming import free_path, song_id
from lyricaudio.studio.answers import answer, posted, text_of
from lyricaudio.studio.desk import Desk
from lyricaudio.studio.edits import Edits
from lyricaudio.studio.onethread import OneThread
from lyricaudio.studio.shelf import Shelf
from lyricaudio.studio.songview import song_facts, song_view


class Songs(Desk):
    """The songs of a project: to be looked at, made of what is pasted, and edited."""

    def __init__(self, shelf: Shelf, reading: OneThread, edits: Edits) -> None:
        self._shelf, self._reading, self._edits = shelf, reading, edits

    def routes(self) -> Sequence[BaseRoute]:
        """Return the addresses."""
        return (
            Route("/api/songs", self.all, methods=["GET"]),
            Route("/api/songs", self.paste, methods=["POST"]),
            Route("/api/facts/{song:path}", self.facts, methods=["GET"]),
            Route("/api/text/{song:path}", self.text, methods=["GET"]),
            Route("/api/edits/{song:path}", self.edit, methods=["POST"]),
            Route("/api/songs/{song:path}", self.one, methods=["GET"]),
        )

    async def all(self, request: Request) -> Response:
        """List the songs."""
        return answer({"songs": await run_in_threadpool(self._all)})

    def _all(self) -> list[dict[str, Any]]:
        return [self._listed(name) for name in self._shelf.names()]

    def _listed(self, name: str) -> dict[str, Any]:
        try:
            view = song_view(self._shelf.sheet(name), self._shelf.root)
        except LyricAudioError as error:
            return {"name": name, "title": name, "lines": 0, "explained": 0, "error": str(error)}
        lines = [line for section in view["sections"] for line in section["lines"]]
        return {
            "name": name,
            "title": view["title"]["shown"],
            "lines": len(lines),
            "explained": sum(bool(line["explain"]) for line in lines),
            "error": view["errors"][0]["message"] if view["errors"] else None,
        }

    async def paste(self, request: Request) -> Response:
        """Make a song of an article, of lyrics or of a list of terms."""
        value = await posted(request)
        source = value.get("source") or told("pasted.txt")
        made = partial(self._pasted, text_of(value, "text"), text_of(value, "title"), str(source))
        return answer(await run_in_threadpool(made), 201)

    def _pasted(self, text: str, title: str, source: str) -> dict[str, Any]:
        found = song_of_file(text.encode(errors="replace"), source=PurePath(source).name)
        if title.strip():
            found = replace(found, title=title.strip())
        path = free_path(found.title, self._shelf.folder)
        written = song_file(found, year=date.today().year)
        files.write_text(path, line_for_editors(path) + written)
        name = song_id(path.relative_to(self._shelf.root).as_posix())
        return {"name": name, "summary": summary(found)}

    async def one(self, request: Request) -> Response:
        """Show a song."""
        sheet = await run_in_threadpool(self._shelf.sheet, request.path_params["song"])
        return answer(await run_in_threadpool(self._edits.shown, sheet.name))

    async def facts(self, request: Request) -> Response:
        """Tell what `check` finds in a song."""
        sheet = await run_in_threadpool(self._shelf.sheet, request.path_params["song"])
        return answer(await self._reading.do(song_facts, sheet, self._shelf.root))

    async def text(self, request: Request) -> Response:
        """Send what a song's file says, letter by letter."""
        sheet = await run_in_threadpool(self._shelf.sheet, request.path_params["song"])
        return answer({"version": sheet.version, "file": sheet.file, "text": sheet.text})

    async def edit(self, request: Request) -> Response:
        """Change one thing in a song's file; show the song as it is then."""
        value = await posted(request)
        await run_in_threadpool(self._edits.do, request.path_params["song"], value)
        return answer(await run_in_threadpool(self._edits.shown, request.path_params["song"]))
