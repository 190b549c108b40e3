"""The studio as an application: its page, and the addresses that the page asks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import LANGUAGE, language, speak_to_reader
from lyricaudio.serve.addresses import everywhere
from lyricaudio.serve.guard import Guard
from lyricaudio.serve.key import Key
from lyricaudio.serve.mediatypes import media_type
from lyricaudio.serve.visitors import Visitors
from lyricaudio.studio.answers import refused
from lyricaudio.studio.building import Building
from lyricaudio.studio.clips import Clips
from lyricaudio.studio.desk import Desk
from lyricaudio.studio.edits import Edits
from lyricaudio.studio.gate import Gate
from lyricaudio.studio.onethread import OneThread
from lyricaudio.studio.phone import Phone
from lyricaudio.studio.shelf import Shelf
from lyricaudio.studio.songs import Songs
from lyricaudio.studio.sounding import Sounding
from lyricaudio.studio.tapping import Tapping

_PAGE = files(__package__).joinpath("page")
_FIRST = "index.html"


@contextmanager
def opened_studio(
    root: Path,
    *,
    key: Key,
    tell: Callable[[str], None],
    to_phones: Callable[[], list[str]] = everywhere,
) -> Iterator[ASGIApp]:
    """Give the application for a project; what it has begun ends with the block.

    Parameters
    ----------
    root
        The project's folder.
    key
        What every request must have.
    tell
        Takes lines about who connects and what must not happen; they may hold what a stranger sent.
    to_phones
        Gives the numeric addresses at which phones may have the release, when that is asked for.
    """
    shelf, reading = Shelf(root), OneThread()
    edits = Edits(shelf)
    desks: tuple[Desk, ...] = (
        Songs(shelf, reading, edits),
        Sounding(shelf, reading),
        Clips(shelf, reading, edits),
        Tapping(shelf, reading),
        Building(shelf),
        Phone(shelf, tell, to_phones),
        _Page(key),
    )
    app = Starlette(
        routes=[route for desk in desks for route in desk.routes()],
        exception_handlers={LyricAudioError: refused},
    )
    app.router.redirect_slashes = False
    with ExitStack() as ended:
        ended.callback(reading.close)
        for desk in desks:
            ended.callback(desk.close)
        yield Guard(Gate(app, key), Visitors(tell), names=(), proxies=())


class _Page(Desk):
    """The page's own files, which nobody changes while it is open."""

    def __init__(self, key: Key) -> None:
        self._key = key
        self._is_chosen = bool(os.environ.get(LANGUAGE))
        self._files = {path.name: path.read_bytes() for path in _PAGE.iterdir() if path.is_file()}

    def routes(self) -> Sequence[BaseRoute]:
        """Return the addresses."""
        return (Route("/", self.first, methods=["GET"]), Route("/page/{name}", self.file, methods=["GET"]))

    async def first(self, request: Request) -> Response:
        """Send the page in its reader's language, and the key as a cookie until the browser is closed."""
        if not self._is_chosen:
            speak_to_reader(request.headers.get("accept-language", ""))
        page = self._files[_FIRST].replace(b'lang="ja"', f'lang="{language()}"'.encode(), 1)
        response = _sent(_FIRST, page)
        if cookie := self._key.cookie_for(request, lasting_s=None):
            response.headers["set-cookie"] = cookie
        return response

    async def file(self, request: Request) -> Response:
        """Send a file of the page."""
        name = request.path_params["name"]
        if name not in self._files:
            raise HTTPException(404)
        return _sent(name, self._files[name])


def _sent(name: str, data: bytes) -> Response:
    return Response(data, headers={"cache-control": "no-cache"}, media_type=media_type(name))
