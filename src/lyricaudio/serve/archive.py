"""An album as a zip that is no file: its layout is known beforehand, so any range of it can be sent.

Stored, not deflated (MP3s do not shrink), names in UTF-8 with the flag that says so, sizes and CRC-32 before
the data so that readers of a stream take it. `zipfile` can write such a zip only from front to back.
The format: PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
"""

from __future__ import annotations

import hashlib
import struct
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lyricaudio.serve.offer import ServedFile, pieces

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_UTF8_NAME = 1 << 11
_STORED = 0
_LIMIT = 0xFFFFFFFF
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3 << 8
_REGULAR_READABLE = 0o100644 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A zip's layout: what stands where.

    Attributes
    ----------
    size
        Of the whole zip in bytes.
    version
        Another one when any of the files is replaced.
    modified_s
        The time of the newest file, in seconds since 1970.
    parts
        Headers as bytes and files, in order, each with its first byte's place.
    """

    size: int
    version: str
    modified_s: float
    parts: tuple[tuple[int, bytes | ServedFile], ...]


def archive_of(members: Sequence[ServedFile]) -> Archive:
    """Return the zip of some files under their names; reads each file once for its CRC-32.

    Raises
    ------
    ValueError
        When there are no files, or so many bytes or files that they need the format's 64-bit form.
    FileChanged, OSError
        When a file is replaced meanwhile or cannot be read.
    """
    if not members or len(members) > 0xFFFF or sum(file.size + 1024 for file in members) > _LIMIT:
        raise ValueError(f"no zip of {len(members)} files, {sum(file.size for file in members)} bytes")
    parts: list[tuple[int, bytes | ServedFile]] = []
    directory = []
    place = 0
    for file in members:
        directory.append(_entry(file, place))
        header = _local_header(file)
        parts += [(place, header), (place + len(header), file)]
        place += len(header) + file.size
    central = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(central), place, 0)
    parts.append((place, central + end))
    digest = hashlib.sha256(repr([(file.name, file.version) for file in members]).encode())
    return Archive(
        size=place + len(central) + len(end),
        version=digest.hexdigest()[:32],
        modified_s=max(file.modified_s for file in members),
        parts=tuple(parts),
    )


def archive_pieces(archive: Archive, start: int, stop: int) -> Iterator[bytes]:
    """Yield the zip's bytes from `start` up to `stop`; errors as `catalogue.pieces`."""
    for place, part in archive.parts:
        length = part.size if isinstance(part, ServedFile) else len(part)
        first, last = max(start - place, 0), min(stop - place, length)
        if first >= last:
            continue
        if isinstance(part, ServedFile):
            yield from pieces(part, first, last)
        else:
            yield part[first:last]


@lru_cache(maxsize=4096)
def _crc32(file: ServedFile) -> int:
    crc = 0
    for piece in pieces(file, 0, file.size):
        crc = zlib.crc32(piece, crc)
    return crc


def _local_header(file: ServedFile) -> bytes:
    name = file.name.encode()
    fields = _common_fields(file)
    return _LOCAL.pack(b"PK\3\4", *fields, len(name), 0) + name


def _entry(file: ServedFile, place: int) -> bytes:
    name = file.name.encode()
    made_by = _UNIX | _VERSION
    fields = (made_by, *_common_fields(file), len(name), 0, 0, 0, 0, _REGULAR_READABLE, place)
    return _CENTRAL.pack(b"PK\1\2", *fields) + name


def _common_fields(file: ServedFile) -> tuple[int, ...]:
    """Return version, flags, method, time, date, CRC-32 and both sizes, which headers and directory share."""
    clock, day = _dos_time(file.modified_s)
    return (_VERSION, _UTF8_NAME, _STORED, clock, day, _crc32(file), file.size, file.size)


def _dos_time(modified_s: float) -> tuple[int, int]:
    """Return time and date as DOS packs them, in UTC so that a zip is the same in every time zone."""
    utc = time.gmtime(modified_s)
    year, month, day, hour, minute, second = max(tuple(utc)[:6], _EARLIEST)
    return hour << 11 | minute << 5 | second // 2, (min(year, 2107) - 1980) << 9 | month << 5 | day
