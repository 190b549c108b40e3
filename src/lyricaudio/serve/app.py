"""The addresses of a release: `/`, its files, `/zip/SONG.zip`, `/feed.xml` and `/grades`."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Collection, Iterator
from functools import partial

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from lyricaudio.release.page.document import PAGE
from lyricaudio.release.targets.phone import is_for_players
from lyricaudio.release.texts.feed import FEED, with_base
from lyricaudio.serve import grades
from lyricaudio.serve.archive import archive_of, archive_pieces
from lyricaudio.serve.grades import Posted, Value
from lyricaudio.serve.guard import Guard
from lyricaudio.serve.mediatypes import media_type
from lyricaudio.serve.offer import Offer, ServedFile, pieces
from lyricaudio.serve.respond import Content, respond
from lyricaudio.serve.visitors import Visitors

_BODY_TIMEOUT_S = 10.0


def make_app(catalogue: Offer, *, tell: Callable[[str], None], host_names: Collection[str]) -> ASGIApp:
    """Return the application that serves a release.

    Parameters
    ----------
    tell
        Takes lines about who connects and which episodes begin; they may hold what a stranger sent.
    host_names
        Names by which this server may be asked, besides localhost and its numeric addresses.
    """
    visitors = Visitors(tell)
    site = _Site(catalogue, visitors)
    app = Starlette(
        routes=[
            Route("/grades", site.grades, methods=["GET", "POST"]),
            Route("/zip/{song:path}.zip", site.album),
            Route("/{name:path}", site.file),
        ]
    )
    app.router.redirect_slashes = False
    return Guard(app, visitors, host_names)


class _Site:
    """One release and who is there."""

    def __init__(self, catalogue: Offer, visitors: Visitors) -> None:
        self._catalogue = catalogue
        self._visitors = visitors
        self._writing = asyncio.Lock()

    async def file(self, request: Request) -> Response:
        """Send the page, the feed, or another file that the manifest names."""
        name = request.path_params["name"] or str(PAGE)
        file = await run_in_threadpool(self._catalogue.find, name)
        if file is None:
            raise HTTPException(404)
        if file.name == str(FEED):
            return respond(request, await run_in_threadpool(_feed, file, str(request.base_url)))
        response = respond(request, _file_content(file))
        if file.name.endswith(".mp3") and request.method == "GET" and response.status_code in (200, 206):
            self._visitors.began(_client(request), file.name)
        return response

    async def album(self, request: Request) -> Response:
        """Send an album as a zip."""
        content = await run_in_threadpool(self._album_content, request.path_params["song"])
        response = respond(request, content)
        if request.method == "GET" and response.status_code in (200, 206):
            self._visitors.began(_client(request), content.download_name or "")
        return response

    def _album_content(self, song: str) -> Content:
        names = [path for path in self._catalogue.of_song(song) if is_for_players(path)]
        found = (self._catalogue.find(str(path)) for path in names)
        try:
            archive = archive_of([file for file in found if file is not None])
        except ValueError as error:
            raise HTTPException(404) from error
        folder = names[0].parts[0]
        return Content(
            media_type=media_type(".zip"),
            size=archive.size,
            version=archive.version,
            modified_s=archive.modified_s,
            pieces=partial(archive_pieces, archive),
            download_name=f"{folder}.zip",
        )

    async def grades(self, request: Request) -> Response:
        """Give back the grades of all lines as a JSON list, or keep one that this server's own page posts."""
        if request.method == "POST":
            return await self._add_grade(request)
        kept = await run_in_threadpool(self._read_grades)
        return JSONResponse(kept, headers={"cache-control": "no-store"})

    def _read_grades(self) -> list[dict[str, Value]]:
        return grades.read_grades(self._catalogue.root, self._catalogue.contents())

    async def _add_grade(self, request: Request) -> Response:
        """Keep a grade. Another site's page says where it comes from, and cannot send JSON unasked."""
        if request.headers.get("origin", "").partition("://")[2] != request.headers["host"]:
            raise HTTPException(403)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise HTTPException(415)
        try:
            posted = grades.parse_grade(await asyncio.wait_for(_body(request), _BODY_TIMEOUT_S))
            async with self._writing:
                await run_in_threadpool(self._keep, posted)
        except ValueError as error:
            raise HTTPException(400) from error
        except TimeoutError as error:
            raise HTTPException(408, headers={"connection": "close"}) from error
        return Response(status_code=204)

    def _keep(self, posted: Posted) -> None:
        grades.add_grade(self._catalogue.root, posted, self._catalogue.contents())


async def _body(request: Request) -> bytes:
    """Return the request's body, unless it is longer than any grade."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > grades.MOST_GRADES_BYTES:
            raise HTTPException(413, headers={"connection": "close"})
    return body


def _file_content(file: ServedFile) -> Content:
    return Content(
        media_type=media_type(file.name),
        size=file.size,
        version=file.version,
        modified_s=file.modified_s,
        pieces=partial(pieces, file),
    )


def _feed(file: ServedFile, base: str) -> Content:
    """Return the feed with the address that it was asked by."""
    text = with_base(b"".join(pieces(file, 0, file.size)).decode(), base).encode()

    def part(start: int, stop: int) -> Iterator[bytes]:
        yield text[start:stop]

    return Content(
        media_type=media_type(file.name),
        size=len(text),
        version=hashlib.sha256(text).hexdigest()[:32],
        modified_s=file.modified_s,
        pieces=part,
    )


def _client(request: Request) -> str:
    return request.client.host if request.client else ""
