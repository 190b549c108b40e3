"""The structure of a SoundFont file (SoundFont Technical Specification 2.01, chapters 4 to 7), checked.

Synthesizers follow its tables without looking; in a damaged file they read memory that is not theirs, and the
whole program dies. So every index and every sample's bounds are looked at here first.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lyricaudio.messages import told

_Table = npt.NDArray[np.void]

_TABLES = {
    b"phdr": [("name", "S20"), ("program", "<u2"), ("bank", "<u2"), ("bag", "<u2"), ("rest", "V12")],
    b"pbag": [("gen", "<u2"), ("mod", "<u2")],
    b"pmod": [("rest", "V10")],
    b"pgen": [("kind", "<u2"), ("amount", "<i2")],
    b"inst": [("name", "S20"), ("bag", "<u2")],
    b"ibag": [("gen", "<u2"), ("mod", "<u2")],
    b"imod": [("rest", "V10")],
    b"igen": [("kind", "<u2"), ("amount", "<i2")],
    b"shdr": [
        ("name", "S20"),
        *((field, "<u4") for field in ("start", "end", "loop_start", "loop_end", "rate")),
        ("rest", "V4"),
        ("type", "<u2"),
    ],
}
"""The nine tables; the last record of each only closes the one before."""

_LINKS = (
    (b"phdr", "bag", b"pbag"),
    (b"pbag", "gen", b"pgen"),
    (b"pbag", "mod", b"pmod"),
    (b"inst", "bag", b"ibag"),
    (b"ibag", "gen", b"igen"),
    (b"ibag", "mod", b"imod"),
)
_INSTRUMENT, _SAMPLE = 41, 53  # generators that name a record of the next table
_SHIFTS = {"start": (0, 4), "end": (1, 12), "loop_start": (2, 45), "loop_end": (3, 50)}
"""Generators that move a sample's bounds, by frames and by 32768 frames."""

_COARSE = 32768
_COMPRESSED = 0x10  # a sample type of SoundFont 3: bounds are bytes of Ogg Vorbis


class DamagedSoundFontError(ValueError):
    """A SoundFont is damaged; says where."""


def check_soundfont(data: bytes) -> None:
    """Check a SoundFont from the first to the last record.

    Raises
    ------
    DamagedSoundFontError
        When it is none, or a chunk, an index or a sample's bound leads out of it.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"sfbk":
        raise DamagedSoundFontError(told("it is no SoundFont 2"))
    chunks = {kind: content for kind, content in _lists(data) if kind in (b"sdta", b"pdta")}
    if len(chunks) < 2:
        raise DamagedSoundFontError(told("its samples or its presets are missing"))
    frames = len(dict(_chunks(chunks[b"sdta"])).get(b"smpl", b"")) // 2
    tables = _tables(dict(_chunks(chunks[b"pdta"])))
    _check_links(tables)
    _check_samples(tables, frames)


def _lists(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    for name, content in _chunks(data[12:]):
        if name == b"LIST":
            yield content[:4], content[4:]


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size = struct.unpack_from("<I", data, at + 4)[0]
        if at + 8 + size > len(data):
            raise DamagedSoundFontError(told("it ends in the middle of a chunk"))
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size
        at += size % 2 if _begins_chunk(data, at + size % 2) or not _begins_chunk(data, at) else 0


def _begins_chunk(data: bytes, at: int) -> bool:
    """Tell whether a chunk, or the end, is at a place: some programs leave out the byte after odd sizes."""
    head = data[at : at + 8]
    if not head:
        return at == len(data)
    return len(head) == 8 and head[:4].isalnum() and at + 8 + struct.unpack("<4xI", head)[0] <= len(data)


def _tables(chunks: dict[bytes, bytes]) -> dict[bytes, _Table]:
    tables = {}
    for name, fields in _TABLES.items():
        layout = np.dtype(fields)
        content = chunks.get(name, b"")
        if not content or len(content) % layout.itemsize:
            raise DamagedSoundFontError(told("its table '{table}' is missing or cut", table=name.decode()))
        tables[name] = np.frombuffer(content, layout)
    return tables


def _check_links(tables: dict[bytes, _Table]) -> None:
    """Check that the records of a table take those of the next in order."""
    for table, field, following in _LINKS:
        index = tables[table][field].astype(np.int64)
        if np.any(np.diff(index) < 0) or index[-1] >= len(tables[following]):
            raise _astray(table, following)
    for generators, kind, following in ((b"pgen", _INSTRUMENT, b"inst"), (b"igen", _SAMPLE, b"shdr")):
        rows = tables[generators]
        named = rows["amount"][rows["kind"] == kind].astype(np.uint16)
        if np.any(named >= len(tables[following]) - 1):
            raise _astray(generators, following)


def _astray(table: bytes, following: bytes) -> DamagedSoundFontError:
    return DamagedSoundFontError(
        told(
            "its table '{table}' leads out of '{following}'",
            table=table.decode(),
            following=following.decode(),
        )
    )


def _check_samples(tables: dict[bytes, _Table], frames: int) -> None:
    """Check that the bounds of every sample, moved by every zone that plays it, lie inside the samples."""
    samples, bags = tables[b"shdr"][:-1], tables[b"ibag"]["gen"]
    firsts = tables[b"inst"]["bag"]
    for first_bag, end_bag in pairwise(firsts.tolist()):
        common: dict[int, int] = {}
        for bag in range(first_bag, end_bag):
            zone = tables[b"igen"][bags[bag] : bags[bag + 1]]
            amounts = common | dict(zip(zone["kind"].tolist(), zone["amount"].tolist(), strict=True))
            if _SAMPLE in amounts:
                _check_bounds(samples[amounts[_SAMPLE] % (1 << 16)], amounts, frames)
            elif bag == first_bag:  # the instrument's global zone
                common = amounts


def _check_bounds(sample: np.void, amounts: dict[int, int], frames: int) -> None:
    compressed = bool(int(sample["type"]) & _COMPRESSED)
    limit = 2 * frames if compressed else frames
    bounds = {
        field: int(sample[field]) + amounts.get(fine, 0) + _COARSE * amounts.get(coarse, 0)
        for field, (fine, coarse) in _SHIFTS.items()
        if not (compressed and field.startswith("loop"))
    }
    inside = all(0 <= bound <= limit for bound in bounds.values())
    if not inside or bounds["start"] > bounds["end"]:
        name = bytes(sample["name"]).split(b"\0")[0].decode("ascii", "replace")
        raise DamagedSoundFontError(told("its sample '{name}' lies outside of its samples", name=name))
