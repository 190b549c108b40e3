"""What holds for every request: whom it must be addressed to, what every answer carries, no traceback.

Refusing foreign hosts is what stops DNS rebinding, by which a page anywhere on the web would read, through
the browser of somebody in this network, what is meant for this network only. Such a page could send the
headers of a tunnel, too; so both the host that was asked and the one that they tell must be known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lyricaudio.serve.forwarded import Network, as_reached, is_trusted, reached_by
from lyricaudio.serve.offer import FileChanged
from lyricaudio.serve.visitors import Visitors

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "server": "lyricaudio",  # the page asks only such a server for grades
    "x-content-type-options": "nosniff",
}

_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+))(?::[0-9]{1,5})?", re.ASCII)


class Guard:
    """Stands before an application.

    Parameters
    ----------
    names
        The hosts it answers to, besides this computer's loopback names and the numeric address that the
        connection came in by.
    proxies
        Whose word counts about the address by which somebody reached them.
    """

    def __init__(
        self, app: ASGIApp, visitors: Visitors, names: Collection[str], proxies: Sequence[Network]
    ) -> None:
        self._app = app
        self._visitors = visitors
        self._proxies = proxies
        self._names = LOOPBACK_NAMES | {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        reached = self._reached(scope)
        hosts = (Headers(scope=asked).get("host", "") for asked in (scope, reached))
        foreign = [host for host in hosts if not self._answers_to(host, _address(scope["server"]))]
        if foreign:
            self._visitors.refused(foreign[0])
            refusal = PlainTextResponse("this is another host\n", status_code=421)
            await refusal(scope, receive, send_secured)
            return
        self._visitors.came(_address(reached["client"]), Headers(scope=scope).get("user-agent", ""))
        try:
            await self._app(reached, receive, send_secured)
        except (FileChanged, ClientDisconnect):
            pass  # a half answer; the connection is cut, and the client asks again
        except Exception as error:
            self._visitors.failed(scope["path"], error)

    def _reached(self, scope: Scope) -> Scope:
        if is_trusted(_address(scope["client"]), self._proxies):
            return as_reached(scope, reached_by(Headers(scope=scope)))
        return scope

    def _answers_to(self, host: str, own_address: str) -> bool:
        matched = _HOST.fullmatch(host.lower())
        if matched is None:
            return False
        name = matched[1] or matched[2]
        return name in self._names or name == own_address


def _address(end: tuple[str, int] | None) -> str:
    """Return one end of the connection; a client that has left already has none."""
    return end[0] if end else ""
