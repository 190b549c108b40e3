"""The addresses of a release: `/`, its files, `/zip/SONG.zip`, `/feed.xml`, `/grades` and the gPodder API."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from lyricaudio.release.page.document import PAGE
from lyricaudio.release.targets.phone import is_for_players
from lyricaudio.release.texts.feed import FEED, with_base, with_identity
from lyricaudio.serve import grades
from lyricaudio.serve.archive import archive_of, archive_pieces
from lyricaudio.serve.forwarded import LOOPBACK_NETWORKS, Network
from lyricaudio.serve.gpodder import GPodder
from lyricaudio.serve.grades import Posted, Value
from lyricaudio.serve.guard import Guard
from lyricaudio.serve.incoming import body_of, is_of_own_page
from lyricaudio.serve.key import Key
from lyricaudio.serve.mediatypes import media_type
from lyricaudio.serve.offer import Offer, ServedFile, pieces
from lyricaudio.serve.respond import Content, respond
from lyricaudio.serve.visitors import Visitors

_LEAST_TO_SHRINK = 1024  # bytes
_SHRINKING = (".html", ".js", ".css", ".json", ".webmanifest", ".vtt", ".lrc")


def make_app(
    catalogue: Offer,
    *,
    tell: Callable[[str], None],
    key: Key,
    log: Path,
    host_names: Collection[str] = (),
    base_url: str | None = None,
    proxies: Sequence[Network] = LOOPBACK_NETWORKS,
    came: Callable[[], None] = lambda: None,
) -> ASGIApp:
    """Return the application that serves a release.

    Parameters
    ----------
    tell
        Takes lines about who connects and which episodes begin; they may hold what a stranger sent.
    key
        What who writes must have.
    log
        The study log, to which is added what podcast apps have played.
    host_names
        Names by which this server may be asked, besides localhost and its numeric addresses.
    base_url
        What the addresses in the feed begin with, a final slash included; None is by which it was asked.
    proxies
        Whose headers are believed about the address by which somebody reached them.
    came
        Is called whenever somebody asks for the page or the feed; must be quick.
    """
    visitors = Visitors(tell)
    base = urlsplit(base_url or "")
    site = _Site(catalogue, visitors, key, base_url, came)
    apps = GPodder(catalogue, visitors, key, base_url=base_url, log=log)
    app = Starlette(
        routes=[
            Route("/grades", site.grades, methods=["GET", "POST"]),
            *apps.routes(),
            Route("/zip/{song:path}.zip", site.album),
            Route("/{name:path}", site.file),
        ]
    )
    app.router.redirect_slashes = False
    names = {*host_names, *filter(None, [base.hostname])}
    return Guard(_below(base.path, app), visitors, names, proxies)


def _below(prefix: str, app: ASGIApp) -> ASGIApp:
    """Let an application answer below a path, too, for who passes it on as it is."""
    root = prefix.rstrip("/")

    async def below(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "root_path": scope.get("root_path") or root}, receive, send)

    return below


class _Site:
    """One release and who is there."""

    def __init__(
        self,
        catalogue: Offer,
        visitors: Visitors,
        key: Key,
        base_url: str | None,
        came: Callable[[], None],
    ) -> None:
        self._catalogue = catalogue
        self._visitors = visitors
        self._key = key
        self._base_url = base_url
        self._came = came
        self._writing = asyncio.Lock()

    async def file(self, request: Request) -> Response:
        """Send the page, the feed, or another file that the manifest names."""
        name = request.path_params["name"] or str(PAGE)
        file = await run_in_threadpool(self._catalogue.find, name)
        if file is None:
            return self._moved(name)
        if file.name in (str(PAGE), str(FEED)):
            self._came()
        if file.name == str(FEED):
            base = self._base_url or str(request.base_url)
            return respond(request, await run_in_threadpool(_feed, file, base, self._key.cookie_name))
        try:
            response = await run_in_threadpool(respond, request, _file_content(file))
        except OSError as error:
            raise HTTPException(503) from error
        if file.name == str(PAGE) and (cookie := self._key.cookie_for(request)):
            response.headers["set-cookie"] = cookie
        if file.name.endswith(".mp3") and request.method == "GET" and response.status_code in (200, 206):
            self._visitors.began(_client(request), file.name)
        return response

    def _moved(self, name: str) -> Response:
        """Lead who knows the feed of yesterday to the sound of today; all else is not there."""
        now = self._catalogue.address_now(name)
        if now is None or now == name:
            raise HTTPException(404)
        return RedirectResponse(quote(now.rpartition("/")[2]), 307, {"cache-control": "no-store"})

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
            shown=False,
        )

    async def grades(self, request: Request) -> Response:
        """Give back the grades of all lines as a JSON list, or keep one that this server's own page posts.

        Who has no key is told that it need not try, by the methods that are allowed.
        """
        if request.method == "POST":
            return await self._add_grade(request)
        kept = await run_in_threadpool(self._read_grades)
        methods = "GET, HEAD, POST" if self._key.is_carried_by(request) else "GET, HEAD"
        return JSONResponse(kept, headers={"cache-control": "no-store", "allow": methods})

    def _read_grades(self) -> list[dict[str, Value]]:
        return grades.read_grades(self._catalogue.root, self._catalogue.contents())

    async def _add_grade(self, request: Request) -> Response:
        """Keep a grade of who has the key.

        Another site's page says where it comes from, and cannot send JSON unasked.
        """
        if not (is_of_own_page(request, self._base_url) and self._key.is_carried_by(request)):
            raise HTTPException(403)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise HTTPException(415)
        try:
            posted = grades.parse_grade(await body_of(request, most_bytes=grades.MOST_GRADES_BYTES))
            async with self._writing:
                await run_in_threadpool(self._keep, posted)
        except ValueError as error:
            raise HTTPException(400) from error
        return Response(status_code=204)

    def _keep(self, posted: Posted) -> None:
        grades.add_grade(self._catalogue.root, posted, self._catalogue.contents())


def _file_content(file: ServedFile) -> Content:
    return Content(
        media_type=media_type(file.name),
        size=file.size,
        version=file.version,
        modified_s=file.modified_s,
        pieces=partial(pieces, file),
        download_name=file.saved_as or None,
        shrinks=file.size >= _LEAST_TO_SHRINK and file.name.endswith(_SHRINKING),
    )


def _feed(file: ServedFile, base: str, seed: str) -> Content:
    """Return the feed with the address that it was asked by, as the podcast of this release alone."""
    text = with_identity(with_base(b"".join(pieces(file, 0, file.size)).decode(), base), seed).encode()

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
