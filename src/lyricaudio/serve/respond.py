"""One answer for everything that has a length: whole, in ranges, or not at all because it is known already.

After RFC 9110: section 13 on conditions, 14 on ranges. A HEAD with a Range gets the headers of its GET, as
the usual servers answer it.
"""

from __future__ import annotations

import gzip
import re
import secrets
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from email.utils import formatdate, parsedate_to_datetime
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from lyricaudio.serve.ranges import ByteRange, parse_ranges

_REFUSED = re.compile(r"q=0(\.0*)?")


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
        Under which name a browser keeps it, if it does; None when that of its address will do.
    shown
        Whether it may show it and need not keep it.
    shrinks
        Whether it is worth compressing for a client that takes that.
    """

    media_type: str
    size: int
    version: str
    modified_s: float
    pieces: Callable[[int, int], Iterator[bytes]]
    download_name: str | None = None
    shown: bool = True
    shrinks: bool = False


def respond(request: Request, content: Content) -> Response:
    """Answer a GET or HEAD: 200, 206, 304 or 416.

    Raises
    ------
    OSError
        When what is to be compressed cannot be read.
    """
    if zipped := content.shrinks and _takes_gzip(request):
        content = _zipped(content)
    validators = {
        "etag": f'"{content.version}"',
        "last-modified": formatdate(content.modified_s, usegmt=True),
        "cache-control": "no-cache",  # to be kept, but asked about each time: a rebuild shows at once
    }
    if content.shrinks:
        validators["vary"] = "accept-encoding"
    if _known(request, content, validators["etag"]):
        return Response(status_code=304, headers=validators)
    headers = validators | {"accept-ranges": "bytes", "content-type": content.media_type}
    if zipped:
        headers["content-encoding"] = "gzip"
    if content.download_name is not None:
        manner = "inline" if content.shown else "attachment"
        headers["content-disposition"] = f"{manner}; filename*=UTF-8''{quote(content.download_name, safe='')}"
    spans = _asked_spans(request, content, validators)
    if spans is None:
        return _sent(request, 200, headers, content.size, content.pieces(0, content.size))
    if not spans:
        return Response(status_code=416, headers=validators | {"content-range": f"bytes */{content.size}"})
    if len(spans) == 1:
        headers["content-range"] = _content_range(spans[0], content)
        return _sent(request, 206, headers, spans[0][1] - spans[0][0], content.pieces(*spans[0]))
    return _sent_in_parts(request, headers, spans, content)


def _takes_gzip(request: Request) -> bool:
    """Tell whether a client asks for the whole, and takes it compressed (RFC 9110, section 12.5.3)."""
    asked = ",".join(request.headers.getlist("accept-encoding")).lower()
    codings = (each.replace(" ", "").partition(";") for each in asked.split(","))
    takes = any(name == "gzip" and not _REFUSED.fullmatch(weight) for name, _, weight in codings)
    return takes and "range" not in request.headers


def _zipped(content: Content) -> Content:
    """Return a content compressed: another one, of another version."""
    body = gzip.compress(b"".join(content.pieces(0, content.size)), compresslevel=6, mtime=0)

    def part(start: int, stop: int) -> Iterator[bytes]:
        yield body[start:stop]

    return replace(content, size=len(body), version=f"{content.version}-gzip", pieces=part)


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
