"""A row of a formula's nodes that is read from the left, as one speaks it."""

from __future__ import annotations

from collections.abc import Sequence

from lyricaudio.errors import ReadingError
from lyricaudio.messages import told
from lyricaudio.reading.text.wording import Atom
from lyricaudio.song.tex import Node, Row, Script
from lyricaudio.song.texleaves import CLOSING, Leaf

_AHEAD = 60  # nodes in which the other bar of an absolute value is looked for
_DEPTH = 40  # rows within rows; deeper is nothing that anyone could hear
_END = Leaf("end", "")


class Tokens:
    """A row of nodes that is read from the left; after the last comes an `end`, as often as it is asked for.

    Parameters
    ----------
    row
        The nodes.
    atoms
        Those of the plain text that the formula stands in; empty for TeX.
    """

    def __init__(self, row: Row, atoms: Sequence[Atom] = (), depth: int = 0) -> None:
        self._row = row
        self._atoms = atoms
        self._depth = depth
        self._at = 0

    def peek(self, ahead: int = 0) -> Node:
        """Return the next node, or the one so many places behind it."""
        at = self._at + ahead
        return self._row[at] if at < len(self._row) else _END

    def take(self) -> Node:
        """Go past the next node."""
        node = self.peek()
        self._at += 1
        return node

    def has_more(self) -> bool:
        """Whether there is another node."""
        return self._at < len(self._row)

    def is_sign(self, signs: str, ahead: int = 0) -> bool:
        """Whether the next node, or the one so many places behind it, is one of these signs."""
        node = self.peek(ahead)
        return isinstance(node, Leaf) and node.kind == "sign" and node.text in signs

    def take_sign(self, signs: str) -> str:
        """Go past the next node if it is one of these signs; empty when it is not."""
        node = self.peek()
        if not isinstance(node, Leaf) or not self.is_sign(signs):
            return ""
        self.take()
        return node.text

    def take_script(self) -> Script | None:
        """Go past the next node if it is a script."""
        node = self.peek()
        if not isinstance(node, Script):
            return None
        self.take()
        return node

    def take_spaces(self) -> None:
        """Go past spaces."""
        while isinstance(node := self.peek(), Leaf) and node.kind == "space":
            self.take()

    def atoms(self, leaf: Leaf) -> tuple[Atom, ...]:
        """Return the atoms of a leaf in plain text."""
        return tuple(self._atoms[leaf.start : leaf.stop])

    def within(self, row: Row) -> Tokens:
        """Read a row that is inside of this one.

        Raises
        ------
        ReadingError
            When it is nested too deep to be heard.
        """
        self.descend()
        inner = Tokens(row, self._atoms, self._depth)
        self.ascend()
        return inner

    def descend(self) -> None:
        """Go into brackets; errors as `within`."""
        self._depth += 1
        if self._depth > _DEPTH:
            raise ReadingError(told("a formula has brackets nested too deep to be heard; simplify it"))

    def ascend(self) -> None:
        """Go out of brackets."""
        self._depth -= 1

    def closes(self, bar: str, ahead: int = 0) -> bool:
        """Whether another such bar follows before any bracket closes, from so many places ahead."""
        for place in range(ahead, ahead + _AHEAD):
            if self.is_sign(bar + CLOSING, place):
                return self.is_sign(bar, place)
        return False
