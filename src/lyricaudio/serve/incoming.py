"""What somebody sends: as much of it as is wanted, and whether a browser sends it for a page of ours."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

_TIMEOUT_S = 10.0


async def body_of(request: Request, *, most_bytes: int) -> bytes:
    """Return a request's body.

    Raises
    ------
    HTTPException
        When it is longer (413), or takes too long (408).
    """
    try:
        return await asyncio.wait_for(_read(request, most_bytes), _TIMEOUT_S)
    except TimeoutError as error:
        raise HTTPException(408, headers={"connection": "close"}) from error


def is_of_own_page(request: Request, base_url: str | None) -> bool:
    """Tell whether a browser says that it sends this for a page of this server.

    Parameters
    ----------
    base_url
        The address by which another server has this one, if it has.
    """
    origin = request.headers.get("origin", "").partition("://")[2]
    return bool(origin) and origin in (request.headers["host"], urlsplit(base_url or "").netloc)


async def _read(request: Request, most_bytes: int) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > most_bytes:
            raise HTTPException(413, headers={"connection": "close"})
    return body
