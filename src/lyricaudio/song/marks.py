"""YAML text to nodes: every text as it stands in the file, nothing guessed.

The nodes are built from the parser's events, not from the objects it would load. So a text stays a text
(``No``, ``0120`` and ``12:30`` are no booleans or numbers here) and nothing recurses: PyYAML's composer in C
overruns the stack on deep nesting, a walk over events cannot. Anchors, aliases, tags and directives are
refused, so a small file cannot grow into a large one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import islice
from typing import Any

import yaml

from lyricaudio.errors import Place, SongError, SongErrors
from lyricaudio.messages import told
from lyricaudio.song.causes import Complaint, cause, slips
from lyricaudio.song.characters import INVISIBLE, character
from lyricaudio.song.folding import unified
from lyricaudio.song.nodes import MOST_NESTING_LEVELS, MOST_NODES, Listing, Mapping, Node, Scalar

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The parser in C where PyYAML was built with it: the same events, five times sooner."""

MOST_SLIPS = 1_000

_COMMENT = re.compile(r"[ \t]+#")
_ASIDE = re.compile(r"(?: {2,}|[ \t]*\t[ \t]*)# ")
_ITEM_INSIDE = re.compile(r"\n[ \t]*- ")


def read_marks(text: str, *, source: str, keys: tuple[str, ...]) -> Mapping:
    """Parse YAML whose top is a mapping.

    Parameters
    ----------
    text
        The file's content.
    source
        The file as the person named it, for places.
    keys
        The keys that the file may use, to tell a slip in a key from a text.

    Raises
    ------
    SongErrors
        Invisible characters, signs that YAML would take for text, a syntax error, anchors, aliases, tags,
        directives, more than 20 levels or 100,000 nodes, two documents, none, or one without keys.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    page = _Page(text, source)
    page.refuse_invisible()
    stopped = page.read()
    slipped = [slip for slip in islice(slips(text, keys), MOST_SLIPS) if not page.is_quoted(slip.index)]
    first_slip = min((page.place_of(slip.index).line for slip in slipped), default=None)
    if stopped and (first_slip is None or stopped.place.line < first_slip):
        page.errors.append(stopped)  # what comes after a slip is most likely its consequence
    for slip in slipped:
        page.refuse(page.place_of(slip.index), slip.message)
    top = page.top()
    if page.errors or not isinstance(top, Mapping):
        raise SongErrors(page.errors)
    return top


def text_ends(text: str) -> dict[tuple[int, int], tuple[int, int]]:
    """Return where each text of a readable file ends, by where it begins: line and column, both from 1.

    A block of text ends where the next row begins.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    marks: Iterator[tuple[Any, Any]] = (
        (event.start_mark, event.end_mark)
        for event in yaml.parse(text, Loader=LOADER)
        if isinstance(event, yaml.ScalarEvent)
    )
    return {(start.line + 1, start.column + 1): (end.line + 1, end.column + 1) for start, end in marks}


class _Page:
    """A file on its way from events to nodes, and what is wrong with it so far."""

    def __init__(self, text: str, source: str) -> None:
        self.errors: list[SongError] = []
        self._text = text
        self._source = source
        self._count = 0
        self._documents: list[Place] = []
        self._quoted: list[tuple[int, int]] = []
        self._open: list[tuple[Any, list[Node]]] = [(None, [])]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._text))]

    def refuse(self, place: Place, message: str) -> None:
        """Note an error and go on."""
        self.errors.append(SongError(place, message))

    def refuse_invisible(self) -> None:
        """Name each invisible character once, where it first stands; nothing can be parsed with them."""
        if not INVISIBLE.search(self._text):
            return
        for char, count in Counter(INVISIBLE.findall(self._text)).items():
            self.refuse(self.place_of(self._text.index(char)), _invisible(char, count))
        raise SongErrors(self.errors)

    def read(self) -> SongError | None:
        """Take every event; give the error at which reading had to stop."""
        take = self._takers()
        try:
            for event in yaml.parse(self._text, Loader=LOADER):
                if taker := take.get(type(event)):
                    taker(event)
        except yaml.MarkedYAMLError as error:
            return self._syntax_error(error)
        except SongError as error:
            return error
        return None

    def top(self) -> Node | None:
        """Give the one top node, or note why there is none with keys."""
        if self.errors:
            return None
        top = next(iter(self._open[0][1]), None)
        if top is None or top == Scalar(place=top.place, text=""):
            self.refuse(Place(self._source, 1, 1), told("the file is empty; fill it, or remove it"))
        elif isinstance(top, Scalar):
            one_text = told("the whole file is one text; begin its parts with keys, like 'title: …'")
            self.refuse(top.place, one_text)
        elif isinstance(top, Listing):
            self.refuse(top.place, told("the whole file is a list; put it under a key, like 'lines:'"))
        return top

    def is_quoted(self, index: int) -> bool:
        """Whether the character at `index` is inside quotes or a block of text."""
        before = bisect_right(self._quoted, (index,)) - 1
        return before >= 0 and index < self._quoted[before][1]

    def place_of(self, index: int) -> Place:
        """Line and column of the character at `index`."""
        line = bisect_right(self._line_starts, index)
        return Place(self._source, line, index - self._line_starts[line - 1] + 1)

    def _place(self, mark: Any) -> Place:
        return Place(self._source, mark.line + 1, mark.column + 1)

    def _takers(self) -> dict[type, Callable[[Any], None]]:
        """Return what is to be done with each kind of event; the others mean nothing here."""
        return {
            yaml.ScalarEvent: self._take_scalar,
            yaml.SequenceStartEvent: self._descend,
            yaml.MappingStartEvent: self._descend,
            yaml.SequenceEndEvent: self._ascend,
            yaml.MappingEndEvent: self._ascend,
            yaml.AliasEvent: self._take_alias,
            yaml.DocumentStartEvent: self._begin_document,
        }

    def _put(self, node: Node) -> None:
        self._count += 1
        if self._count > MOST_NODES:
            many = told("more than {most:,} texts, lists and keys; split the file", most=MOST_NODES)
            raise SongError(node.place, many)
        self._open[-1][1].append(node)

    def _take_alias(self, event: Any) -> None:
        place = self._place(event.start_mark)
        alias = told(
            "'*{name}' is an alias; put the text in single quotes, or write it out", name=event.anchor
        )
        self.refuse(place, alias)
        self._put(Scalar(place=place, text=str(event.anchor)))

    def _descend(self, event: Any) -> None:
        self._refuse_extras(event)
        self._open.append((event, []))
        if len(self._open) - 1 > MOST_NESTING_LEVELS:
            deep = told(
                "nested too deeply; at most {levels} levels of lists and keys", levels=MOST_NESTING_LEVELS
            )
            raise SongError(self._place(event.start_mark), deep)

    def _ascend(self, event: Any) -> None:
        self._put(self._collection(*self._open.pop()))

    def _collection(self, start: Any, children: list[Node]) -> Node:
        place, flow = self._place(start.start_mark), bool(start.flow_style)
        if type(start) is yaml.SequenceStartEvent:
            return Listing(place, tuple(children), flow)
        pairs = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            if isinstance(key, Scalar):
                pairs.append((key, value))
            else:
                no_key = told("a list or mapping cannot be a key; put the text in single quotes")
                self.refuse(key.place, no_key)
        return Mapping(place, tuple(pairs), flow)

    def _take_scalar(self, event: Any) -> None:
        self._refuse_extras(event)
        start, end, quote = event.start_mark, event.end_mark, event.style or ""
        one_line, stop = start.line == end.line, end.index
        if quote:
            self._quoted.append((start.index, stop))
        elif not one_line and (item := _ITEM_INSIDE.search(self._text, start.index, stop)):
            inside = told("a list item inside a text; indent it like the others")
            self.refuse(self.place_of(item.end() - 2), inside)
        aside = cut = False
        if not quote and self._text.startswith((" ", "\t"), stop):
            cut = _COMMENT.match(self._text, stop) is not None
            aside = cut and _ASIDE.match(self._text, stop) is not None
        elif quote in ("'", '"'):
            cut = self._text.startswith("#", stop)  # which is no comment to YAML's book, but is to its parser
        self._put(Scalar(self._place(start), unified(event.value), quote, one_line, cut, aside))

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            anchor = told(
                "'&{name}' is an anchor; if it is a text, put it in single quotes, or remove it",
                name=event.anchor,
            )
            self.refuse(self._place(event.start_mark), anchor)
        if event.tag is not None:
            tag = told("tags ('!' and a name) are not allowed; if it is a text, put it in single quotes")
            self.refuse(self._place(event.start_mark), tag)

    def _begin_document(self, event: Any) -> None:
        place = self._place(event.start_mark)
        if event.version or event.tags:
            self.refuse(place, told("a line that begins with '%' is a directive; remove it"))
        if self._documents:
            second = told(
                "'---' begins a second document (the first is at line {line}); give it a file of its own",
                line=self._documents[0].line,
            )
            raise SongError(place, second)
        self._documents.append(place)

    def _syntax_error(self, error: yaml.MarkedYAMLError) -> SongError:
        spot: Any = error.problem_mark or error.context_mark
        if (quoted := self._runaway_quote(spot.line + 1)) is not None:
            runaway = told(
                "this quote closes only on line {line}; close it where the text ends", line=spot.line + 1
            )
            return SongError(quoted, runaway)
        began = error.context_mark or spot
        complaint = Complaint(
            problem=error.problem or "",
            context=error.context or "",
            spot=(spot.line, spot.column),
            began=(began.line, began.column),
        )
        line, column, message = cause(self._text, complaint)
        return SongError(Place(self._source, line + 1, column + 1), message)

    def _runaway_quote(self, stopped_line: int) -> Place | None:
        """Find where a quoted text opened that runs over lines and ends just where parsing stopped."""
        if not self._quoted or self._text[self._quoted[-1][0]] in "|>":
            return None
        opened, closed = (self.place_of(index) for index in self._quoted[-1])
        return opened if opened.line < closed.line == stopped_line else None


def _invisible(char: str, count: int) -> str:
    """Say that a character may not be there, which is so many times in the file."""
    if count == 1:
        return told("character {character} cannot stand in a file; delete it", character=character(char))
    return told(
        "character {character} cannot stand in a file (and {more} more in the file); delete it",
        character=character(char),
        more=count - 1,
    )
