r"""TeX as songs use it, read once: `song.formula` writes it for the eye, `reading.formula` says it.

A formula is a row of nodes: words, numbers and signs as leaves, groups, scripts, and commands with what they
are applied to. Nothing is refused: a brace without its partner is a sign, a command that nobody knows a word.
Arguments are taken as people mean them, who write ``x^10``, ``10^-3``, ``x_max`` and ``2^(n-1)`` without
braces; but ``\frac12`` is a half.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lyricaudio.song.texleaves import ACCENTS, CLOSING, FRACTIONS, OPENING, STYLES, TEXTS, Kind, Leaf, leaves

_BARS, _PREFIXES, _MARKS, _PLUS_OR_MINUS = "|‖", "√∂∇", "'′!", "+-−"
_MOST_LEVELS = 60  # deeper is nothing that anyone could see or hear
_COLUMNS = re.compile(r"\{[lcr|]*\}")
_MOST_COLUMNS = 20  # leaves
_WORD = re.compile("[a-z]{3,}")  # x_max, but W^Tx and w_ij
_ARGUMENTS = dict.fromkeys(ACCENTS.keys() | TEXTS | STYLES | {"sqrt"}, 1)
_ARGUMENTS |= dict.fromkeys(FRACTIONS | {"binom"}, 2)


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between braces."""

    body: Row


@dataclass(frozen=True, slots=True)
class Script:
    """A superscript (``^``) or subscript (``_``) of what stands before it."""

    sign: str
    body: Row


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its arguments: `FRACTIONS`, ``binom`` and ``root`` (the degree first) have two."""

    name: str
    arguments: tuple[Row, ...]


Node = Leaf | Group | Script | Command
Row = tuple[Node, ...]


def parse(tex: str, *, plain: bool = False) -> Row:
    """Read a formula.

    Parameters
    ----------
    tex
        What stands between the delimiters.
    plain
        Whether it stands in plain text, where a script takes a whole word, and anything behind a sign: e^-x.
    """
    return _Parser(list(leaves(tex)), plain=plain).row()


def written(row: Row) -> str:
    """Return the words and signs of a row without braces, and without commands that tell how it looks."""
    return "".join(map(_written, row))


def _written(node: Node) -> str:
    match node:
        case Leaf():
            return node.text
        case Group():
            return written(node.body)
        case Script():
            return node.sign + written(node.body)
        case Command():
            name = "" if node.name in STYLES | TEXTS else node.name
            return name + "".join(map(written, node.arguments))


def _paired(leaves: Sequence[Leaf]) -> list[Leaf]:
    """Make signs of braces that have no partner, and of those that are nested too deep."""
    opened: list[int] = []
    pairs: set[int] = set()
    for at, leaf in enumerate(leaves):
        if leaf.kind == "brace" and leaf.text == "{":
            opened.append(at)
        elif leaf.kind == "brace" and opened:
            start = opened.pop()
            pairs |= {start, at} if len(opened) < _MOST_LEVELS else set()
    return [
        replace(leaf, kind="sign") if leaf.kind == "brace" and at not in pairs else leaf
        for at, leaf in enumerate(leaves)
    ]


class _Parser:
    """A list of leaves that is read from the left."""

    def __init__(self, leaves: Sequence[Leaf], *, plain: bool) -> None:
        self._leaves = [*_paired(leaves), Leaf("end", "")]
        self._plain = plain
        self._at = 0
        self._levels = 0

    def row(self, stop: str = "") -> Row:
        """Read up to the end, the brace that closes, or a sign."""
        nodes: list[Node] = []
        while not (self._is("end") or self._is("brace", "}") or (stop and self._is("sign", stop))):
            nodes.append(self._node())
        return tuple(nodes)

    def _peek(self, ahead: int = 0) -> Leaf:
        return self._leaves[min(self._at + ahead, len(self._leaves) - 1)]

    def _is(self, kind: Kind, texts: str = "") -> bool:
        return self._peek().kind == kind and (not texts or self._peek().text in texts)

    def _take(self) -> Leaf:
        leaf = self._peek()
        self._at += 1
        return leaf

    def _node(self) -> Node:
        leaf = self._take()
        if self._levels > _MOST_LEVELS:
            return replace(leaf, kind="sign")
        self._levels += 1
        try:
            match leaf.kind:
                case "brace":
                    return Group(self._rest_of_group())
                case "script":
                    return self._script(leaf)
                case "command":
                    return self._command(leaf)
            return leaf
        finally:
            self._levels -= 1

    def _rest_of_group(self) -> Row:
        body = self.row()
        self._take()
        return body

    def _script(self, leaf: Leaf) -> Node:
        """Read a script; nothing can be one before an end or another script sign."""
        self._skip_spaces()
        if self._ends() or self._is("script"):
            return replace(leaf, kind="sign")
        signed = self._peek(1)
        if self._is("sign", _PLUS_OR_MINUS) and (
            signed.kind == "number" or (self._plain and signed.kind not in ("space", "brace", "end"))
        ):
            return Script(leaf.text, (self._take(), *self._unit()))
        return Script(leaf.text, self._unit())

    def _command(self, leaf: Leaf) -> Node:
        """Read a command with what it is applied to, if only to nothing."""
        if leaf.text in ("begin", "end"):
            self._skip_environment()
            return leaf
        degree: tuple[Row, ...] = ()
        if leaf.text == "sqrt" and self._is("sign", "["):
            self._take()
            degree = (self.row("]"),)
            self._take() if self._is("sign", "]") else None
        if leaf.text in STYLES and self._is("sign", "*"):
            self._take()
        count = _ARGUMENTS.get(leaf.text, 0)
        if not count:
            return leaf
        arguments = (*degree, *(self._argument(digits=count > 1) for _ in range(count)))
        return Command("root" if degree else leaf.text, arguments)

    def _argument(self, *, digits: bool) -> Row:
        """Read what one argument of a command is; where there are several, a digit is one."""
        self._skip_spaces()
        if self._ends():
            return ()
        return (self._first(),) if digits and self._is("number") else self._unit()

    def _unit(self) -> Row:
        """Read a group, or what stands for one: a word, number or letter, brackets with all between them."""
        if self._is("letters") and not self._plain and not _WORD.fullmatch(self._peek().text):
            return (self._first(),)
        partner = self._partner()
        if partner is not None:
            nodes: list[Node] = []
            while self._at <= partner:
                nodes.append(self._node())
            return tuple(nodes)
        if self._plain and self._is("sign", _PREFIXES):
            return tuple(self._prefixed())
        node = self._node()
        return node.body if isinstance(node, Group) else (node,)

    def _prefixed(self) -> Iterator[Node]:
        """Take a root with what it is of, and all that hangs on that: e^√x_i."""
        yield self._take()
        if not self._ends() and not self._is("sign", _PREFIXES):
            yield from self._unit()
        while self._is("script") or self._is("sign", _MARKS):
            yield self._node()

    def _first(self) -> Leaf:
        """Take the first character of the next leaf, and leave the others."""
        leaf = self._peek()
        if len(leaf.text) == 1:
            return self._take()
        self._leaves[self._at] = replace(leaf, text=leaf.text[1:], start=leaf.start + 1)
        return replace(leaf, text=leaf.text[0], stop=leaf.start + 1)

    def _partner(self) -> int | None:
        """Return where the bracket or bar that comes next is closed, if it is one."""
        sign = self._peek().text
        if not self._is("sign", OPENING + _BARS):
            return None
        groups = brackets = 0
        for at in range(self._at + 1, len(self._leaves)):
            leaf = self._leaves[at]
            groups += {"{": 1, "}": -1}[leaf.text] if leaf.kind == "brace" else 0
            if groups < 0:
                return None
            if leaf.kind != "sign" or groups:
                continue
            if brackets == 0 and leaf.text in (sign if sign in _BARS else CLOSING):
                return at
            brackets += (leaf.text in OPENING) - (leaf.text in CLOSING)
            if brackets < 0:
                return None
        return None

    def _skip_environment(self) -> None:
        """Go past an environment's name, and past how its columns are set."""
        self._skip_spaces()
        if self._is("brace", "{"):
            self._take()
            self._rest_of_group()
        columns = "".join(leaf.text for leaf in self._leaves[self._at : self._at + _MOST_COLUMNS])
        if _COLUMNS.match(columns):
            while self._peek().text != "}":
                self._take()
            self._take()

    def _skip_spaces(self) -> None:
        while self._is("space") or self._is("command", "left"):
            self._take()

    def _ends(self) -> bool:
        return self._is("end") or self._is("brace", "}")
