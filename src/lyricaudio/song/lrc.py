"""Lyrics with times, as `.lrc` files hold them.

A line has one stamp or several, `[01:23.45]`; the tag `[offset:250]` lets all of them come so many
milliseconds sooner; stamps of single words are left out. Files are in any order: what is read is in that of
time.

>>> [(line.at_s, line.text) for line in read_lrc("[00:12.5][00:02.50]<00:02.50>谷 <00:03.00>へ").stamped]
[(2.5, '谷 へ'), (12.5, '谷 へ')]
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lyricaudio.song.folding import unified

_STAMP = re.compile(r"\[(\d+):(\d+(?:[.:]\d+)?)\]")
_WORD_STAMP = re.compile(r"<\d+:\d+(?:[.:]\d+)?>")
_TAG = re.compile(r"\[(ti|ar|al|by|offset|re|ve|la|length|au|#)\s*:([^\]]*)\]", re.IGNORECASE)
_OFFSET_MS = re.compile(r"[+-]?\d{1,6}")
_LOOK_ALIKES = str.maketrans("[]<>", "［］＜＞")
"""What could be taken for a stamp or a tag, wherever it stands."""


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


def lrc_row(at_s: float, text: str) -> str:
    """Return a line of an `.lrc`, to the nearest hundredth of a second.

    >>> lrc_row(62.504, "谷[1]へ")
    '[01:02.50]谷［1］へ'
    """
    minutes, hundredths = divmod(round(100 * at_s), 6000)
    said = " ".join(text.split()).translate(_LOOK_ALIKES)
    return f"[{minutes:02}:{hundredths // 100:02}.{hundredths % 100:02}]{said}"


def restamped(text: str, lines: Iterable[Stamped]) -> str:
    """Return an `.lrc` with these lines in place of all that have a stamp.

    Its tags and what else has no stamp stay, but for an offset, which would move the lines, and for words
    that have a stamp now.
    """
    stamped = sorted(lines, key=lambda one: one.at_s)
    now = {one.text for one in stamped}
    kept = (
        row
        for row in text.splitlines()
        if row.strip() and not _STAMP.search(row) and not _is_offset(row) and " ".join(row.split()) not in now
    )
    return "".join(f"{row}\n" for row in (*kept, *(lrc_row(one.at_s, one.text) for one in stamped)))


def _is_offset(row: str) -> bool:
    tag = _TAG.fullmatch(row.strip())
    return tag is not None and tag[1].lower() == "offset"


def _seconds(minutes: str, seconds: str) -> float:
    return 60 * int(minutes) + float(seconds.replace(":", "."))


def _offset_s(written: str) -> float:
    return int(written) / 1000 if _OFFSET_MS.fullmatch(written) else 0.0
