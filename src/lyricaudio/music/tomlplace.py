"""Where a key of a TOML file stands: the standard library's reader gives values without their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from tomllib import TOMLDecodeError

from lyricaudio.errors import Place
from lyricaudio.messages import told

_TABLE = re.compile(r"\s*(?=\[)\[{1,2}\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


def place_of_key(path: tuple[str, ...], text: str, source: str) -> Place:
    """Find where a key is written, or the innermost table around it; where neither is, the top of the file.

    Parameters
    ----------
    path
        The key with the tables around it, the outermost first.
    text, source
        A file that is right TOML, and its name.
    """
    most, place = 0, Place(source, 1, 1)
    for written, line, column in _written(text):
        common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(path, written, strict=False)))
        if common > most and common in (len(written), len(path)):
            most, place = common, Place(source, line, column)
    return place


def place_of_error(error: TOMLDecodeError, text: str, source: str) -> tuple[Place, str]:
    """Return where a file is no TOML, and what to say."""
    found = _AT.search(str(error))
    what = told(
        "this is no TOML: {error}; write key = value, and texts in quotes", error=_AT.sub("", str(error))
    )
    if found is None or found[1] is None:
        return Place(source, max(1, len(text.splitlines())), 1), what
    return Place(source, int(found[1]), int(found[2])), what


def _written(text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Yield each table and key with its whole path, line and column."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        column = len(line) - len(line.lstrip()) + 1
        if found := _TABLE.match(line):
            table = _parts(found[1])
            yield table, number, column
        elif found := _KEY.match(line):
            yield (*table, *_parts(found[1])), number, column


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
