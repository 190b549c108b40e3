"""A song file as text and as nodes, to be changed in place: where each text begins and ends, what it says.

What is written is a guess by where things stand; it is kept only if the file, read again, says what is
wanted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from lyricaudio.errors import Place, SongError, SongErrors
from lyricaudio.messages import told
from lyricaudio.song.edit import quoted, said
from lyricaudio.song.marks import read_marks, text_ends
from lyricaudio.song.nodes import Listing, Mapping, Node, Scalar
from lyricaudio.song.projecttables import KEYS

Path = tuple[str | int, ...]
"""The keys and numbers that lead to a node."""

Cut = tuple[int, int, str]
"""From which character up to which, from 0, something else stands."""

_BLOCKS = ("|", ">")
_WORD = re.compile(r"[^\W\d_].*")
_NOTHING = re.compile(r"null|~", re.IGNORECASE)
_BREAK = re.compile(r"\r\n|\r|\n")


class Page:
    """A file with its marks, and where each of its texts ends."""

    def __init__(self, text: str, source: str) -> None:
        self.text, self._source = text, source
        self._top = read_marks(text, source=source, keys=KEYS)
        self._ends = text_ends(text)
        self._rows = [0, *(match.end() for match in _BREAK.finditer(text))]
        broken = _BREAK.search(text)
        self.end = broken[0] if broken else "\n"
        self.said = said(self._top)

    def text_at(self, place: Place) -> tuple[Path, Scalar]:
        """Return the text that stands at a place, and the way to it."""
        for path, node in walk(self._top, ()):
            if isinstance(node, Scalar) and node.place_at(0)[1:] == place[1:]:
                return path, node
        raise self.cannot(place)

    def text_by(self, path: Path) -> Scalar:
        """Return the text at the end of a way."""
        node = self.node(path)
        assert isinstance(node, Scalar)
        return node

    def cannot(self, place: Place) -> SongErrors:
        """Return what is said of a change that is not made."""
        unsafe = told("as this file is written, this cannot be put in safely; write it into the file itself")
        return SongErrors([SongError(Place(self._source, place.line, place.column), unsafe)])

    def first_right(self, wanted: Any, tries: Iterator[Sequence[Cut]]) -> str:
        """Return the file as the first of some ways to write it that says what is wanted."""
        for cuts in tries:
            edited = self.text
            for start, stop, new in sorted(cuts, reverse=True):
                edited = edited[:start] + new + edited[stop:]
            if self._says(edited, wanted):
                return edited
        raise self.cannot(self._top.place)

    def _says(self, edited: str, wanted: Any) -> bool:
        try:
            return bool(said(read_marks(edited, source=self._source, keys=KEYS)) == wanted)
        except SongErrors:
            return False

    def ways(self, new: str, beside: Scalar) -> Iterator[str]:
        """Yield how a text may be written, first as another one is."""
        if beside.quote == '"':
            yield json.dumps(new, ensure_ascii=False)
        if not beside.quote and _WORD.fullmatch(new) and not _NOTHING.fullmatch(new):
            yield new
        yield quoted(new)

    def replaced(self, node: Scalar, new: str) -> Cut:
        """Return the change of a text; a block of text leaves the line ends behind it."""
        start, stop = self.span(node)
        if node.quote in _BLOCKS:
            stop = start + len(self.text[start:stop].rstrip("\r\n \t"))
        return start, stop, new

    def node(self, path: Path) -> Node:
        """Return what stands at the end of a way."""
        return next(node for found, node in walk(self._top, ()) if found == path)

    def index(self, place: Place) -> int:
        """Return which character stands at a place, from 0."""
        return self._rows[place.line - 1] + place.column - 1

    def row_before(self, place: Place) -> str:
        """Return what stands before a place on its row."""
        return self.text[self._rows[place.line - 1] : self.index(place)]

    def span(self, node: Scalar) -> tuple[int, int]:
        """Return at which character a text begins, and behind which it ends."""
        line, column = self._ends[node.place.line, node.place.column]
        stop = self._rows[line - 1] + column - 1 if line <= len(self._rows) else len(self.text)
        return self.index(node.place), stop

    def end_of(self, node: Node) -> int:
        """Return behind which character a node ends, with the brackets that close behind its last text."""
        closers, last = 0, node
        while not isinstance(last, Scalar):
            closers += last.flow
            last = last.items[-1] if isinstance(last, Listing) else last.pairs[-1][1]
        end = self.span(last)[1]
        closed = re.compile(rf"(?:\s*[\]}}]){{{closers}}}").match(self.text, end)
        return closed.end() if closed else end

    def below(self, node: Scalar) -> int:
        """Return where the row below a text begins; a comment behind it stands before that."""
        _, stop, _ = self.replaced(node, "")
        broken = _BREAK.search(self.text, stop)
        return broken.end() if broken else len(self.text)

    def row_below(self, node: Scalar, row: str) -> Cut:
        """Return the change that puts a row below a text."""
        below = self.below(node)
        is_open = not self.text[:below].endswith(("\r", "\n"))
        return below, below, self.end + row if is_open else row + self.end


def walk(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    """Yield all nodes below one, each with the way to it."""
    yield path, node
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            yield from walk(value, (*path, key.text))
    elif isinstance(node, Listing):
        for number, item in enumerate(node.items):
            yield from walk(item, (*path, number))


def last_text(node: Node) -> Scalar:
    """Return the last text in a node."""
    while not isinstance(node, Scalar):
        node = node.items[-1] if isinstance(node, Listing) else node.pairs[-1][1]
    return node
