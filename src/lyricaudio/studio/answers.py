"""What the studio's addresses take and give: JSON, and of what goes wrong the line that a person reads."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lyricaudio.errors import LyricAudioError
from lyricaudio.pipeline.stamping import AlreadyThere
from lyricaudio.serve.incoming import body_of
from lyricaudio.song.decode import MOST_SONG_BYTES
from lyricaudio.studio.shelf import NoSuchSong, Outdated

MOST_POSTED_BYTES = 2 * MOST_SONG_BYTES
"""A whole song as a text in JSON, whose signs may take twice the room."""

_HALF = re.compile("[\ud800-\udfff]")
"""Half a character, which JSON can hold and no file."""

_STATUS = {NoSuchSong: 404, AlreadyThere: 409, Outdated: 412}
_REFUSED = 422


def answer(value: Any, status: int = 200) -> Response:
    """Return a value as JSON that nobody keeps."""
    return JSONResponse(value, status, {"cache-control": "no-store"})


async def refused(request: Request, error: Exception) -> Response:
    """Return an error of ours as its line, with the status that says whose turn it is."""
    assert isinstance(error, LyricAudioError)
    return answer({"error": str(error)}, _STATUS.get(type(error), _REFUSED))


async def posted(request: Request) -> Mapping[str, Any]:
    """Return what a page has sent as a JSON object.

    Raises
    ------
    HTTPException
        When it is none, or too long.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415)
    try:
        value = json.loads(await body_of(request, most_bytes=MOST_POSTED_BYTES))
    except (ValueError, RecursionError) as error:
        raise HTTPException(400) from error
    if not isinstance(value, dict):
        raise HTTPException(400)
    return value


def text_of(value: Mapping[str, Any], key: str) -> str:
    """Return a text of what was sent; `HTTPException` when there is none."""
    text = value.get(key)
    if not isinstance(text, str) or _HALF.search(text):
        raise HTTPException(400)
    return text
