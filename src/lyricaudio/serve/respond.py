"""One answer for everything that has a length: whole, in ranges, or not at all because it is known already.

After RFC 9110: section 13 on conditions, 14 on ranges. A HEAD with a Range gets the headers of its GET, as
the usual servers answer it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from lyricaudio.serve.ranges import ByteRange, parse_ranges


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Something to send.

    Attributes
    ----------
    size
        In bytes.
    version
        Another one whenever the bytes differ: the strong ETag.
    modified_s
        Seconds since 1970.
    pieces
        Yields the bytes from a first place up to a last.
    download_name
        Under which name a browser keeps it; None when it may show it.
    """

    media_type: str
    size: int
    version: str
    modified_s: float
    pieces: Callable[[int, int], Iterator[bytes]]
    download_name: str | None = None


def respond(request: Request, content: Content) -> Response:
    """Answer a GET or HEAD: 200, 206, 304 or 416."""
    validators = {
        "etag": f'"{content.version}"',
        "last-modified": formatdate(content.modified_s, usegmt=True),
        "cache-control": "no-cache",  # to be kept, but asked about each time: a rebuild shows at once
    }
    if _known(request, content, validators["etag"]):
        return Response(status_code=304, headers=validators)
    headers = validators | {"accept-ranges": "bytes", "content-type": content.media_type}
    if content.download_name is not None:
        headers["content-disposition"] = (
            f"attachment; filename*=UTF-8''{quote(content.download_name, safe='')}"
        )
    spans = _asked_spans(request, content, validators)
    if spans is None:
        return _sent(request, 200, headers, content.size, content.pieces(0, content.size))
    if not spans:
        return Response(status_code=416, headers=validators | {"content-range": f"bytes */{content.size}"})
    if len(spans) == 1:
        headers["content-range"] = _content_range(spans[0], content)
        return _sent(request, 206, headers, spans[0][1] - spans[0][0], content.pieces(*spans[0]))
    return _sent_in_parts(request, headers, spans, content)


def _known(request: Request, content: Content, etag: str) -> bool:
    """Tell whether the client has this already; the date counts only when it knows no ETag."""
    tags = request.headers.getlist("if-none-match")
    if tags:
        listed = [tag.strip().removeprefix("W/") for tag in ",".join(tags).split(",")]
        return etag in listed or "*" in listed
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return int(content.modified_s) <= since.timestamp()
    except (ValueError, OverflowError):
        return False


def _asked_spans(
    request: Request, content: Content, validators: dict[str, str]
) -> tuple[ByteRange, ...] | None:
    """Return the ranges to send, None for the whole: also when the client's part is of another version."""
    ranges = request.headers.getlist("range")
    condition = request.headers.get("if-range")
    current = condition in (None, validators["etag"], validators["last-modified"])
    return parse_ranges(ranges[0], content.size) if len(ranges) == 1 and current else None


def _sent(
    request: Request, status: int, headers: dict[str, str], length: int, pieces: Iterator[bytes]
) -> Response:
    headers = headers | {"content-length": str(length)}
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return _Stream(pieces, status_code=status, headers=headers)


class _Stream(StreamingResponse):
    """An answer whose file is closed when its client leaves, not when Python finds that nobody needs it."""

    def __init__(self, pieces: Iterator[bytes], *, status_code: int, headers: dict[str, str]) -> None:
        super().__init__(pieces, status_code=status_code, headers=headers)
        self._pieces = pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the pieces."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            if isinstance(self._pieces, Generator):
                self._pieces.close()


def _sent_in_parts(
    request: Request, headers: dict[str, str], spans: tuple[ByteRange, ...], content: Content
) -> Response:
    """Send several ranges as multipart/byteranges (RFC 9110, section 14.6)."""
    boundary = secrets.token_hex(12)
    heads = [
        f"--{boundary}\r\nContent-Type: {content.media_type}\r\n"
        f"Content-Range: {_content_range(span, content)}\r\n\r\n".encode()
        for span in spans
    ]
    end = f"--{boundary}--\r\n".encode()
    length = sum(len(head) + stop - start + 2 for head, (start, stop) in zip(heads, spans, strict=True))

    def pieces() -> Iterator[bytes]:
        for head, span in zip(heads, spans, strict=True):
            yield head
            yield from content.pieces(*span)
            yield b"\r\n"
        yield end

    headers = headers | {"content-type": f"multipart/byteranges; boundary={boundary}"}
    return _sent(request, 206, headers, length + len(end), pieces())


def _content_range(span: ByteRange, content: Content) -> str:
    return f"bytes {span[0]}-{span[1] - 1}/{content.size}"
