"""A YAML file as nodes: texts, lists and mappings, each with its place.

They are named tuples: a song has hundreds of them, and frozen dataclasses take three times as long to make.
"""

from __future__ import annotations

from typing import NamedTuple

from lyricaudio.errors import Place

MOST_NESTING_LEVELS = 20
MOST_NODES = 100_000


class Scalar(NamedTuple):
    """A text, as it stands in the file.

    Attributes
    ----------
    quote
        The sign it is quoted with (``'``, ``"``, ``|`` or ``>``); empty for a plain text.
    one_line
        Whether it begins and ends on the same line of the file.
    cut
        Whether a comment follows a plain text on its line, or a quoted one at once: the writer may have meant
        it as text.
    aside
        Whether that comment is set off as comments are: two spaces, a sign, a space.
    """

    place: Place
    text: str
    quote: str = ""
    one_line: bool = True
    cut: bool = False
    aside: bool = False

    def place_at(self, offset: int) -> Place:
        """Where the character at `offset` stands; the text's own place where escapes or folding hide that."""
        if not self.one_line or self.quote == '"' or not (offset or self.quote):
            return self.place
        doubled = self.text.count("'", 0, offset) if self.quote else 0
        return Place(self.place.file, self.place.line, self.place.column + len(self.quote) + offset + doubled)


class Listing(NamedTuple):
    """A list; `flow` when it is written in brackets."""

    place: Place
    items: tuple[Node, ...]
    flow: bool = False


class Mapping(NamedTuple):
    """Keys and values in the order of the file, repeated keys included; `flow` when written in braces."""

    place: Place
    pairs: tuple[tuple[Scalar, Node], ...]
    flow: bool = False


Node = Scalar | Listing | Mapping


def is_null(node: Node) -> bool:
    """Whether a value is YAML's and JSON's word for nothing, which programs write."""
    return isinstance(node, Scalar) and not node.quote and node.text in ("null", "Null", "NULL", "~")
