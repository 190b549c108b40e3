"""The Range header of HTTP (RFC 9110, section 14): which bytes a client asks for."""

from __future__ import annotations

import re

MOST_RANGES = 16
"""More ranges than this in one request are answered with the whole."""

ByteRange = tuple[int, int]
"""The bytes from the first number up to, not including, the second."""

_HEADER = re.compile(r"bytes=([0-9,\- \t]+)", re.IGNORECASE | re.ASCII)
_RANGE = re.compile(r"([0-9]{0,100})-([0-9]{0,100})", re.ASCII)


def parse_ranges(header: str, size: int) -> tuple[ByteRange, ...] | None:
    """Return the spans that a header asks for, in its order; empty when none of them can be had (416).

    None, which means the whole, for a header that a server ignores: malformed, of another unit, of more
    than `MOST_RANGES` ranges, or of ranges that together are longer than the whole.

    Parameters
    ----------
    header
        The value of `Range`, such as `bytes=0-1`, `bytes=500-` or `bytes=-500`.
    size
        The length of the whole in bytes.
    """
    matched = _HEADER.fullmatch(header.strip())
    if matched is None:
        return None
    asked = [part.strip() for part in matched[1].split(",") if part.strip()]
    if not 0 < len(asked) <= MOST_RANGES:
        return None
    spans = []
    for part in asked:
        span = _span(part, size)
        if span is None:
            return None
        spans.append(span)
    held = tuple((start, stop) for start, stop in spans if start < stop)
    return held if sum(stop - start for start, stop in held) <= size else None


def _span(text: str, size: int) -> ByteRange | None:
    """Return one range cut to the size, `(size, size)` when nothing of it is there, None when malformed."""
    matched = _RANGE.fullmatch(text)
    if matched is None or text == "-":
        return None
    first, last = matched.groups()
    if not first:
        return max(size - int(last), 0), size
    if last and int(last) < int(first):
        return None
    start = min(int(first), size)
    return start, min(int(last) + 1, size) if last else size
