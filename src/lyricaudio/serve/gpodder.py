"""The gPodder API, version 2, as far as podcast apps need it to report what they have played.

AntennaPod, gPodder and others speak it with gpodder.net; here the key is the password, under any name. They
are told of one podcast, the feed of this release, when they first ask what there is to subscribe to. What
else they tell is not kept: no devices, no other podcasts, no positions, so none of it can be given to others.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lyricaudio.release.texts.feed import FEED
from lyricaudio.serve.incoming import body_of, is_of_own_page
from lyricaudio.serve.key import Key
from lyricaudio.serve.offer import Offer
from lyricaudio.serve.plays import MOST_PLAYS_BYTES, Play, exposures, parse_plays, played_episode
from lyricaudio.serve.visitors import Visitors
from lyricaudio.study.log import StudyError, append

_CHALLENGE = {"www-authenticate": 'Basic realm="lyricaudio", charset="UTF-8"'}
_UNKEPT = {"cache-control": "no-store"}

_Answer = Callable[[Request, bytes], Awaitable[Response]]


class GPodder:
    """The API over one release.

    Parameters
    ----------
    base_url
        What the feed's address begins with, a final slash included; None is by which it was asked.
    log
        The study log, to which is added what was heard.
    """

    def __init__(
        self, offer: Offer, visitors: Visitors, key: Key, *, base_url: str | None, log: Path
    ) -> None:
        self._offer = offer
        self._visitors = visitors
        self._key = key
        self._base_url = base_url
        self._log = log

    def routes(self) -> list[Route]:
        """Return the addresses of the API, each for who has the key."""
        device, episodes = "/{user}/{device}.json", "/api/2/episodes/{user}.json"
        rows: list[tuple[str, str, _Answer]] = [
            ("POST", "/api/2/auth/{user}/login.json", self._nothing),
            ("POST", "/api/2/auth/{user}/logout.json", self._signed_out),
            ("GET", "/api/2/devices/{user}.json", self._devices),
            ("POST", f"/api/2/devices{device}", self._nothing),
            ("GET", f"/api/2/subscriptions{device}", self._changes),
            ("POST", f"/api/2/subscriptions{device}", self._taken),
            ("GET", f"/subscriptions{device}", self._subscriptions),
            ("PUT", f"/subscriptions{device}", self._nothing),
            ("GET", episodes, self._actions),
            ("POST", episodes, self._heard),
        ]
        return [Route(path, self._for_bearers(answer), methods=[method]) for method, path, answer in rows]

    def _for_bearers(self, answer: _Answer) -> Callable[[Request], Awaitable[Response]]:
        """Ask for the key, and let who gives it as the password go on by a cookie: apps give it once."""

        async def answered(request: Request) -> Response:
            if "origin" in request.headers and not is_of_own_page(request, self._base_url):
                raise HTTPException(403)
            if not self._key.is_carried_by(request):
                raise HTTPException(401, headers=_CHALLENGE)
            response = await answer(request, await body_of(request, most_bytes=MOST_PLAYS_BYTES))
            if (cookie := self._key.cookie_for(request)) and "set-cookie" not in response.headers:
                response.headers["set-cookie"] = cookie
            return response

        return answered

    async def _nothing(self, request: Request, body: bytes) -> Response:
        return Response(headers=_UNKEPT)

    async def _signed_out(self, request: Request, body: bytes) -> Response:
        response = Response(headers=_UNKEPT)
        response.delete_cookie(self._key.cookie_name, path=f"{request.scope.get('root_path', '')}/")
        return response

    async def _devices(self, request: Request, body: bytes) -> Response:
        return JSONResponse([], headers=_UNKEPT)

    async def _subscriptions(self, request: Request, body: bytes) -> Response:
        return JSONResponse(self._feeds(request), headers=_UNKEPT)

    async def _changes(self, request: Request, body: bytes) -> Response:
        """Tell of the feed who asks for the first time; who has left it since is not told again."""
        is_first = request.query_params.get("since", "0") == "0"
        added = self._feeds(request) if is_first else []
        return JSONResponse({"add": added, "remove": [], "timestamp": _now_s()}, headers=_UNKEPT)

    async def _taken(self, request: Request, body: bytes) -> Response:
        return JSONResponse({"timestamp": _now_s(), "update_urls": []}, headers=_UNKEPT)

    async def _actions(self, request: Request, body: bytes) -> Response:
        return JSONResponse({"actions": [], "timestamp": _now_s()}, headers=_UNKEPT)

    async def _heard(self, request: Request, body: bytes) -> Response:
        """Note what was heard; an app that is answered forgets what it has told."""
        try:
            plays = parse_plays(body)
        except ValueError as error:
            raise HTTPException(400) from error
        client = request.client.host if request.client else ""
        try:
            await run_in_threadpool(self._note, plays, client)
        except StudyError as error:
            self._visitors.failed(request.url.path, error)
            raise HTTPException(503) from error
        return await self._taken(request, body)

    def _note(self, plays: tuple[Play, ...], client: str) -> None:
        now = datetime.now(UTC)
        played = [(play, episode) for play in plays if (episode := played_episode(play, self._offer))]
        events = [event for play, episode in played for event in exposures(play, episode, now=now)]
        if events:
            append(self._log, events)
        for _, episode in played:
            self._visitors.played(client, episode.id)

    def _feeds(self, request: Request) -> list[str]:
        base = self._base_url or str(request.base_url)
        return [f"{base}{FEED}"] if self._offer.find(str(FEED)) else []


def _now_s() -> int:
    return int(time.time())
