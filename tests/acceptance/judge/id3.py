"""A tag as it lies in the file: readers are lenient where cars are not, so some things only bytes tell."""

from __future__ import annotations

from typing import NamedTuple

_HEADER_BYTES = 10


class Frame(NamedTuple):
    """One frame of an ID3v2.3 tag: its four letters and what follows its header."""

    name: str
    body: bytes


def tag_length(data: bytes) -> int:
    """Return the length of the tag at the head of a file, header included; 0 without one."""
    if data[:3] != b"ID3":
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return _HEADER_BYTES + size


def frames(data: bytes) -> list[Frame]:
    """Return the frames of the tag at the head of a file, in their order."""
    found, at, end = [], _HEADER_BYTES, tag_length(data)
    while at + _HEADER_BYTES <= end and data[at]:
        length = int.from_bytes(data[at + 4 : at + 8])
        found.append(Frame(data[at : at + 4].decode("latin-1"), data[at + 10 : at + 10 + length]))
        at += _HEADER_BYTES + length
    return found


def with_frames(data: bytes, kept: list[Frame]) -> bytes:
    """Return the file with other frames in its tag."""
    tag = b"".join(frame.name.encode() + len(frame.body).to_bytes(4) + b"\0\0" + frame.body for frame in kept)
    size = bytes(len(tag) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return data[:6] + size + tag + data[tag_length(data) :]


def synced_lyrics(body: bytes) -> list[tuple[float, str]]:
    """Return the times (s) and texts of a SYLT frame in UTF-16 and milliseconds."""
    _, entries = _until_zeros(body[6:])
    found = []
    while entries:
        text, rest = _until_zeros(entries)
        found.append((int.from_bytes(rest[:4]) / 1000, text.decode("utf-16")))
        entries = rest[4:]
    return found


def _until_zeros(data: bytes) -> tuple[bytes, bytes]:
    """Split at the first pair of zeros that begins at an even offset."""
    at = next(at for at in range(0, len(data), 2) if data[at : at + 2] == b"\0\0")
    return data[:at], data[at + 2 :]
