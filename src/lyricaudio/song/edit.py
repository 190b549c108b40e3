"""Adding readings, or times of its recording, to a song file as a careful person would: all else stays.

A YAML library that writes files back, as ruamel.yaml, keeps comments but not every indentation, quote and
line end. Here the text itself is the file, and a few lines are put into it where its marks say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lyricaudio.errors import Place, SongError, SongErrors
from lyricaudio.messages import told
from lyricaudio.song.marks import read_marks
from lyricaudio.song.nodes import Listing, Node, Scalar, is_null
from lyricaudio.song.nodes import Mapping as MappingNode
from lyricaudio.song.projecttables import KEYS
from lyricaudio.song.tables import own_readings
from lyricaudio.song.written import Names

_NO_NAMES = Names(styles=(), metres=(), engines=(), forms=())
_PLAIN = re.compile(r"\w(?:[\w・-]*\w)?")
_PLAIN_FILE = re.compile(r"[^\W\d_][\w・.-]*\w")


def with_readings(text: str, readings: Mapping[str, str], *, source: str) -> str:
    """Return a song file's text with readings added to its `readings`.

    What is returned was read again, and says the same and these readings.

    Parameters
    ----------
    text
        The text of a song file without errors.
    readings
        Terms and their kana, none of them in the file yet.
    source
        The file's name, for errors.

    Raises
    ------
    SongErrors
        When the file is written in a way that this cannot add to; its text has to stay as it is.
    """
    top = read_marks(text, source=source, keys=KEYS)
    edited = _edited(text, top, readings)
    if not _says_the_same_and(readings, top, edited, source):
        unsafe = told(
            "as this file is written, readings cannot be put in safely; write them into it yourself"
        )
        raise SongErrors([SongError(top.place, unsafe)])
    return edited


def with_lyrics(text: str, lyrics: str, *, source: str) -> str:
    """Return a song file's text whose recording names an `.lrc`, in place of another one if it does already.

    What is returned was read again, and says the same and this.

    Parameters
    ----------
    text
        The text of a song file without errors that has a recording.
    lyrics
        The name of the `.lrc`, from the song's folder.
    source
        The file's name, for errors.

    Raises
    ------
    SongErrors
        When the file is written in a way that this cannot add to; its text has to stay as it is.
    """
    top = read_marks(text, source=source, keys=KEYS)
    key, value = next((key, value) for key, value in top.pairs if key.text == "recording")
    edited = _with_lyrics(_page(text, top), value, lyrics)
    wanted = said(top)
    if isinstance(value, Scalar):
        wanted["recording"] = {"file": value.text}
    wanted["recording"]["lyrics"] = lyrics
    if edited is None or not _says(wanted, edited, source):
        unsafe = told(
            "as this file is written, the name of the .lrc cannot be put in safely; write it yourself:"
            " recording: {{file: …, lyrics: {lyrics}}}",
            lyrics=lyrics,
        )
        raise SongErrors([SongError(key.place, unsafe)])
    return edited


def _with_lyrics(page: _Page, value: Node, lyrics: str) -> str | None:
    """Put the name of an `.lrc` into a recording; a guess, until it is read again, or None."""
    name = page.file(lyrics)
    row = f"{page.key('lyrics')}: {name}"
    if isinstance(value, Scalar):
        if not (written := page.written(value)):
            return None
        page.replace(
            value.place, len(written), "{" + f"{page.key('file')}: {page.file(value.text)}, {row}" + "}"
        )
    elif isinstance(value, MappingNode):
        old = next((one for key, one in value.pairs if key.text == "lyrics"), None)
        if old is None and value.flow:
            page.put_after(value.place, f"{row}, ")
        elif old is None:
            first = value.pairs[0][0].place
            page.insert(first.line, [" " * (first.column - 1) + row])
        elif isinstance(old, Scalar) and (written := page.written(old)):
            page.replace(old.place, len(written), name)
        else:
            return None
    return "".join(page.lines)


def _says(wanted: Any, edited: str, source: str) -> bool:
    """Whether an edited file can be read, and says what it should."""
    try:
        return bool(said(read_marks(edited, source=source, keys=KEYS)) == wanted)
    except (SongError, SongErrors):
        return False


def _page(text: str, top: MappingNode) -> _Page:
    lines = text.splitlines(keepends=True)
    end = re.search(r"[\r\n]*$", lines[0]) if lines else None
    return _Page(lines=lines, end=end[0] if end and end[0] else "\n", quote=_quote(top))


def _edited(text: str, top: MappingNode, readings: Mapping[str, str]) -> str:
    """Put readings where the marks say; a guess, until it is read again."""
    page = _page(text, top)
    found = next(((key, value) for key, value in top.pairs if key.text == "readings"), None)
    if found:
        _extend(page, *found, readings)
    elif top.flow:
        row = page.key("readings") + ": " + page.flow(readings) + ", " * bool(top.pairs)
        page.put_after(top.place, row)
    else:
        column = top.pairs[0][0].place.column - 1
        rows = [" " * column + row for row in ("readings:", *(f"  {row}" for row in page.rows(readings)))]
        page.insert(_line_below_title(top), rows)
    return "".join(page.lines)


def _says_the_same_and(readings: Mapping[str, str], before: MappingNode, edited: str, source: str) -> bool:
    """Whether an edited file says what it said before, and the readings besides."""
    try:
        after = read_marks(edited, source=source, keys=KEYS)
        own = next((value for key, value in after.pairs if key.text == "readings"), None)
        if own is None:
            return False
        own_readings(own, _NO_NAMES)
    except (SongError, SongErrors):
        return False
    was, now = said(before), said(after)
    old, new = (one.pop("readings", {}) for one in (was, now))
    said_before: dict[str, Any] = old if isinstance(old, dict) else {}
    return bool(was == now and new == {**said_before, **readings})


def said(node: Node) -> Any:
    """Return what a file says without how it is written."""
    if isinstance(node, MappingNode):
        return {key.text: said(value) for key, value in node.pairs}
    return [said(item) for item in node.items] if isinstance(node, Listing) else node.text


def _line_below_title(top: MappingNode) -> int:
    """Return before which line, from 1, a new key can stand: behind the title, or where the next key is."""
    keys = [key.place.line for key, _ in top.pairs]
    at = next(i for i, (key, _) in enumerate(top.pairs) if key.text == "title")
    title = top.pairs[at][1]
    if isinstance(title, Scalar) and title.one_line and title.quote not in ("|", ">"):
        return title.place.line + 1
    return keys[at + 1] if at + 1 < len(keys) else keys[at]


def _extend(page: _Page, key: Scalar, value: Node, readings: Mapping[str, str]) -> None:
    """Add rows to a mapping that is there, in its own manner of writing."""
    if isinstance(value, Scalar) and is_null(value):
        page.replace(value.place, len(value.text), page.flow(readings))
    elif not isinstance(value, MappingNode):
        page.insert(key.place.line + 1, [f"  {row}" for row in page.rows(readings)])
    elif value.flow:
        inner = page.flow(readings)[1:-1] + ", " * bool(value.pairs)
        page.put_after(value.place, inner)
    else:
        first = value.pairs[0][0].place
        page.insert(first.line, [" " * (first.column - 1) + row for row in page.rows(readings)])


def _quote(top: MappingNode) -> str:
    """Return the sign that keys and texts need: JSON quotes all of them."""
    return '"' if top.flow and all(key.quote == '"' for key, _ in top.pairs) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """The lines of a file with their ends, the end of a line, and the sign that every text is quoted with."""

    lines: list[str]
    end: str
    quote: str

    def key(self, term: str) -> str:
        """Return a term as it is written here."""
        return json.dumps(term, ensure_ascii=False) if self.quote else with_quotes(term)

    def file(self, name: str) -> str:
        """Return a file's name as it is written here."""
        return name if not self.quote and _PLAIN_FILE.fullmatch(name) else self.key(name)

    def written(self, value: Scalar) -> str:
        """Return how a text on one line is written, its quotes included; empty when that cannot be told."""
        rest = self.lines[value.place.line - 1][value.place.column - 1 :]
        quotes = {"": re.escape(value.text), "'": r"'(?:[^']|'')*'", '"': r'"(?:[^"\\]|\\.)*"'}
        found = re.match(quotes.get(value.quote, "(?!)"), rest)
        return found[0] if found and value.one_line else ""

    def rows(self, readings: Mapping[str, str]) -> list[str]:
        """Return a row for each reading."""
        kana = (json.dumps(said, ensure_ascii=False) if self.quote else said for said in readings.values())
        return [f"{self.key(term)}: {said}" for term, said in zip(readings, kana, strict=True)]

    def flow(self, readings: Mapping[str, str]) -> str:
        """Return readings in braces."""
        return "{" + ", ".join(self.rows(readings)) + "}"

    def insert(self, before_line: int, rows: list[str]) -> None:
        """Put whole lines before a line counted from 1; the file's last line may lack its end."""
        if before_line > len(self.lines) and not self.lines[-1].endswith(("\n", "\r")):
            self.lines[-1] += self.end
        self.lines[before_line - 1 : before_line - 1] = [row + self.end for row in rows]

    def put_after(self, brace: Place, inner: str) -> None:
        """Put a text right behind the brace at a place."""
        line = self.lines[brace.line - 1]
        self.lines[brace.line - 1] = line[: brace.column] + inner + line[brace.column :]

    def replace(self, place: Place, length: int, text: str) -> None:
        """Put a text in place of another."""
        line, start = self.lines[place.line - 1], place.column - 1
        self.lines[place.line - 1] = line[:start] + text + line[start + length :]


def with_quotes(term: str) -> str:
    """Return a term as a YAML key, quoted where it has to be."""
    return term if _PLAIN.fullmatch(term) else quoted(term)


def quoted(text: str) -> str:
    """Return a text of one line as YAML has it whatever its signs."""
    return "'" + text.replace("'", "''") + "'"
