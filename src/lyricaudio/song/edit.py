"""Adding readings to a song file as a careful person would: everything else stays to the letter.

A YAML library that writes files back, as ruamel.yaml, keeps comments but not every indentation, quote and
line end. Here the text itself is the file, and a few lines are put into it where its marks say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lyricaudio.song.marks import read_marks
from lyricaudio.song.nodes import Mapping as MappingNode
from lyricaudio.song.nodes import Node
from lyricaudio.song.tables import KEYS

_PLAIN = re.compile(r"\w(?:[\w・-]*\w)?")


def with_readings(text: str, readings: Mapping[str, str], *, source: str) -> str:
    """Return a song file's text with readings added to its `readings`.

    Parameters
    ----------
    text
        The text of a song file without errors.
    readings
        Terms and their kana, none of them in the file yet.
    source
        The file's name, for errors.
    """
    top = read_marks(text, source=source, keys=KEYS)
    rows = [f"{with_quotes(term)}: {kana}" for term, kana in readings.items()]
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    for key, value in top.pairs:
        if key.text == "readings":
            _extend(lines, key.place.line, value, rows, end)
            break
    else:
        title = next(value for key, value in top.pairs if key.text == "title")
        _insert(lines, title.place.line + 1, ["readings:", *(f"  {row}" for row in rows)], end)
    return "".join(lines)


def _extend(lines: list[str], key_line: int, value: Node, rows: list[str], end: str) -> None:
    """Add rows to a mapping that is there, in its own manner of writing."""
    if not isinstance(value, MappingNode):
        _insert(lines, key_line + 1, [f"  {row}" for row in rows], end)
    elif value.flow:
        line, column = value.place.line - 1, value.place.column
        inner = ", ".join(rows) + (", " if value.pairs else "")
        lines[line] = lines[line][:column] + inner + lines[line][column:]
    else:
        first = value.pairs[0][0].place
        _insert(lines, first.line, [" " * (first.column - 1) + row for row in rows], end)


def _insert(lines: list[str], before_line: int, rows: list[str], end: str) -> None:
    """Put whole lines before a line counted from 1; the file's last line may lack its end."""
    if before_line > len(lines) and not lines[-1].endswith("\n"):
        lines[-1] += end
    lines[before_line - 1 : before_line - 1] = [row + end for row in rows]


def with_quotes(term: str) -> str:
    """Return a term as a YAML key, quoted where it has to be."""
    return term if _PLAIN.fullmatch(term) else "'" + term.replace("'", "''") + "'"
