r"""TeX as a person wants to see it among lyrics on a phone: ``\frac{\partial E}{\partial w}`` as ∂E/∂w.

This is no typesetter: all goes on one line. What it doesn't know it shows as written, without the backslash.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from lyricaudio.song.tex import Command, Group, Node, Row, Script, parse
from lyricaudio.song.texleaves import ACCENTS, FRACTIONS, RAISED, SPACES, Leaf

_RAISE = str.maketrans({low: high for high, low in RAISED.items()})
_AS_LETTERS = str.maketrans("∑∏", "ΣΠ")
_APART = SPACES | {"&", "begin", "end"}

_SUMS = r"\s+\-=,"
_PRODUCTS = _SUMS + "/·×"
_SCRIPTS = _PRODUCTS + "^_" + "".join(RAISED)
_ENDS_A_FACTOR = frozenset(" =+-·×,;:.)}]|<>≤≥≈→←")
_BEGINS_A_FACTOR = frozenset(" =+-·×,;:({[|<>≤≥≈→←")


def readable(tex: str) -> str:
    """Render a formula as one line of plain characters.

    Parameters
    ----------
    tex
        What stands between the delimiters.
    """
    return unicodedata.normalize("NFC", " ".join(_line(parse(tex)).split()))


def _line(row: Row) -> str:
    """Write a row; a fraction beside another factor is bracketed."""
    pieces = [_shown(node) for node in row]
    for at, node in enumerate(row):
        if isinstance(node, Command) and node.name in FRACTIONS and not _is_alone(pieces, at):
            pieces[at] = f"({pieces[at]})"
    return "".join(pieces)


def _is_alone(pieces: Sequence[str], at: int) -> bool:
    before, after = "".join(pieces[:at])[-1:], "".join(pieces[at + 1 :])[:1]
    return (not before or before in _BEGINS_A_FACTOR) and (not after or after in _ENDS_A_FACTOR)


def _shown(node: Node) -> str:
    match node:
        case Group():
            return _line(node.body)
        case Script():
            return _script(node.sign, _line(node.body).strip())
        case Command():
            return _applied(node.name, [_line(argument) for argument in node.arguments])
        case Leaf(kind="command", text="left"):
            return ""
        case Leaf(kind="command"):
            return "; " if node.text == "\\" else " " if node.text in _APART else node.text
        case Leaf(kind="space"):
            return " "
    return node.text.translate(_AS_LETTERS)


def _applied(name: str, arguments: Sequence[str]) -> str:
    *others, last = arguments
    if not any(arguments):
        return name
    match name:
        case "sqrt":
            return "√" + _grouped(last, _PRODUCTS)
        case "root":
            return others[0].strip().translate(_RAISE) + "√" + _grouped(last, _PRODUCTS)
        case "binom":
            return f"{_grouped(others[0], _PRODUCTS)}C{_grouped(last, _PRODUCTS)}"
    if name in FRACTIONS:
        return f"{_grouped(others[0], _SUMS)}/{_grouped(last, _PRODUCTS)}"
    return last + ACCENTS.get(name, "")


def _script(sign: str, content: str) -> str:
    raised = content.translate(_RAISE)
    if sign == "^" and not set(raised) & set(content):
        return raised
    return sign + _grouped(content, _SCRIPTS)


def _grouped(content: str, splitting: str) -> str:
    """Bracket what would otherwise fall apart on one line, at any of the `splitting` characters."""
    content = content.strip()
    whole = re.fullmatch(rf".|[^{splitting}]*|\([^()]*\)", content)
    return content if whole else f"({content})"
