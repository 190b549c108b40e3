"""The release for the phones nearby: `serve` beside the studio, and the code that leads to it.

Only what is served there can be reached from the network; the studio itself stays on this machine.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Sequence
from typing import Any

import segno
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lyricaudio.messages import told, told_of_others
from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER
from lyricaudio.serve import PORT
from lyricaudio.serve.addresses import LOOPBACK, CannotListen, everywhere, listen, url
from lyricaudio.serve.app import make_app
from lyricaudio.serve.key import PARAMETER, Key, key_of
from lyricaudio.serve.mediatypes import media_type
from lyricaudio.serve.network import TOLD, places
from lyricaudio.serve.offer import Offer
from lyricaudio.serve.server import Server
from lyricaudio.studio.answers import answer
from lyricaudio.studio.desk import Desk
from lyricaudio.studio.shelf import Shelf
from lyricaudio.study.log import log_path


class Phone(Desk):
    """Serves the release to the network from when that is asked for.

    Parameters
    ----------
    tell
        Takes lines about who connects.
    where
        Gives the numeric addresses to listen at.
    """

    def __init__(
        self, shelf: Shelf, tell: Callable[[str], None], where: Callable[[], list[str]] = everywhere
    ) -> None:
        self._shelf, self._tell, self._where = shelf, tell, where
        self._served: tuple[Server, threading.Thread, int, Key] | None = None
        self._starting = threading.Lock()

    def routes(self) -> Sequence[BaseRoute]:
        """Return the addresses."""
        return (
            Route("/api/phone", self.look, methods=["GET"]),
            Route("/api/phone", self.open, methods=["POST"]),
            Route("/api/phone", self.shut, methods=["DELETE"]),
            Route("/api/phone/code.svg", self.code, methods=["GET"]),
        )

    async def look(self, request: Request) -> Response:
        """Tell where phones find the release, if they do."""
        return answer(await run_in_threadpool(self._view))

    async def open(self, request: Request) -> Response:
        """Serve the release to the phones in this network."""
        await run_in_threadpool(self._open)
        return answer(await run_in_threadpool(self._view))

    async def shut(self, request: Request) -> Response:
        """Serve it no more."""
        await run_in_threadpool(self.close)
        return answer(self._view())

    async def code(self, request: Request) -> Response:
        """Draw the code that leads to the release."""
        view = await run_in_threadpool(self._view)
        if not view["open"]:
            raise HTTPException(404)
        drawn = io.BytesIO()
        segno.make(view["addresses"][0]["address"], error="m", micro=False).save(
            drawn, kind="svg", scale=8, border=4, dark="#000", light="#fff"
        )
        headers = {"cache-control": "no-store"}
        return Response(drawn.getvalue(), headers=headers, media_type=media_type(".svg"))

    def close(self) -> None:
        """Serve it no more."""
        with self._starting:
            if self._served:
                server, thread, _, _ = self._served
                server.should_exit = True
                thread.join()
                self._served = None

    def _open(self) -> None:
        with self._starting:
            if self._served:
                return
            catalogue = Offer(self._shelf.root / OUTPUT_FOLDER)
            addresses = self._where()
            try:
                sockets = listen(addresses, PORT)
            except CannotListen:  # as when `serve` runs, too
                sockets = listen(addresses, 0)
            key = key_of(catalogue.root)
            server = Server(make_app(catalogue, tell=self._tell, key=key, log=log_path()))
            thread = threading.Thread(target=server.run, args=(sockets,))
            thread.start()
            self._served = server, thread, sockets[0].getsockname()[1], key

    def _view(self) -> dict[str, Any]:
        if not self._served:
            return {"open": False, "addresses": [], "hint": ""}
        _, _, port, key = self._served
        found = [(place.address, told_of_others(TOLD[place.kind])) for place in places()]
        addresses = [
            {"address": f"{url(address, port)}?{PARAMETER}={key.text}", "through": through}
            for address, through in found or [(LOOPBACK, "")]
        ]
        return {"open": True, "addresses": addresses, "hint": _hint(port, alone=not found)}


def _hint(port: int, *, alone: bool) -> str:
    """Say what to do when no page opens on the phone."""
    if alone:
        return told("this computer is in no network; join the Wi-Fi that the phone is in")
    return told(
        "no answer? one Wi-Fi for both, VPN off, port {port} open in this computer's firewall", port=port
    )
