"""Lyrics with times, as `.lrc` files hold them.

A line has one stamp or several, `[01:23.45]`; the tag `[offset:250]` lets all of them come so many
milliseconds sooner; stamps of single words are left out. Files are in any order: what is read is in that of
time.

>>> [(line.at_s, line.text) for line in read_lrc("[00:12.5][00:02.50]<00:02.50>谷 <00:03.00>へ").stamped]
[(2.5, '谷 へ'), (12.5, '谷 へ')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lyricaudio.song.folding import unified

_STAMP = re.compile(r"\[(\d+):(\d+(?:[.:]\d+)?)\]")
_WORD_STAMP = re.compile(r"<\d+:\d+(?:[.:]\d+)?>")
_TAG = re.compile(r"\[(ti|ar|al|by|offset|re|ve|la|length|au|#)\s*:([^\]]*)\]", re.IGNORECASE)
_OFFSET_MS = re.compile(r"[+-]?\d{1,6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A line and when it begins, in seconds of its recording; without words it ends the one before.

    `row` is the line of the file that it stands in, counted from 1.
    """

    at_s: float
    text: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lrc:
    """What an `.lrc` says: its title if it has one, its lines in order of time, and those without a stamp."""

    title: str = ""
    stamped: tuple[Stamped, ...] = ()
    rest: tuple[str, ...] = ()


def read_lrc(text: str) -> Lrc:
    """Read the text of an `.lrc`; what it says wrong is taken for words without a stamp."""
    tags: dict[str, str] = {}
    stamped: list[Stamped] = []
    rest: list[str] = []
    for row, line in enumerate(text.splitlines(), start=1):
        stamps = _STAMP.findall(line)
        said = " ".join(_WORD_STAMP.sub("", _STAMP.sub("", line)).split())
        if tag := _TAG.fullmatch(line.strip()):
            tags.setdefault(tag[1].lower(), tag[2].strip())
        elif stamps:
            stamped += [Stamped(at_s=_seconds(*stamp), text=unified(said), row=row) for stamp in stamps]
        elif said:
            rest.append(said)
    sooner_s = _offset_s(tags.get("offset", ""))
    moved = (Stamped(at_s=max(0.0, one.at_s - sooner_s), text=one.text, row=one.row) for one in stamped)
    in_order = sorted(moved, key=lambda one: one.at_s)
    return Lrc(title=tags.get("ti", ""), stamped=tuple(in_order), rest=tuple(rest))


def _seconds(minutes: str, seconds: str) -> float:
    return 60 * int(minutes) + float(seconds.replace(":", "."))


def _offset_s(written: str) -> float:
    return int(written) / 1000 if _OFFSET_MS.fullmatch(written) else 0.0
