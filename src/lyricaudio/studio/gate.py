"""Who may come in: whoever has this start's key, from the address that the terminal says; and no other page.

The key makes a cookie at the first visit. Cookies do not tell ports apart, and any page may send what it
likes to this machine; so every request must come from a page of this very address, if it says where it comes
from, and one that changes something must say so. The names of hosts are looked at by `serve.guard`.
"""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lyricaudio.messages import told
from lyricaudio.serve.incoming import is_of_own_page
from lyricaudio.serve.key import Key

_KEY_BYTES = 18
_READING = ("GET", "HEAD")


def new_key() -> Key:
    """Return a key for this start of the studio: 144 bits."""
    return Key(text=secrets.token_urlsafe(_KEY_BYTES))


class Gate:
    """Stands before the studio, and lets nobody in without the key, nor another site's page."""

    def __init__(self, app: ASGIApp, key: Key) -> None:
        self._app, self._key = app, key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        request = Request(scope)
        if self._key.is_carried_by(request) and _is_ours(request):
            await self._app(scope, receive, send)
            return
        refused = told("open the studio by the address that the terminal shows")
        await JSONResponse({"error": refused}, 403, {"cache-control": "no-store"})(scope, receive, send)


def _is_ours(request: Request) -> bool:
    """Tell whether a request comes from a page of this address, as far as it has to say."""
    if request.method in _READING and "origin" not in request.headers:
        return True
    return is_of_own_page(request, None)
