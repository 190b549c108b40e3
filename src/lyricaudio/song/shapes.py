r"""What a value looks like to an editor: each reader says it as a JSON Schema, beside the code that reads.

A schema is looser than its reader, never stricter: what it refuses, the reader refuses too. YAML's numbers
and booleans are texts to us (``title: 2026``), so they are to a schema. Of nulls it knows one kind, and a key
without a value is a mistake where ``null`` is none; it refuses both.

>>> shape_of(shaped({"type": "integer"})(lambda node, names: 1), Names((), (), (), ()))
{'type': 'integer'}
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from lyricaudio.song.characters import HIRAGANA, KATAKANA
from lyricaudio.song.folding import DASHES, LOOK_ALIKES
from lyricaudio.song.nodes import Node
from lyricaudio.song.written import Names

T = TypeVar("T")
U = TypeVar("U")
Shape = dict[str, Any]
"""A JSON Schema (draft 7), as it is written."""

MOST_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class Reader(Generic[T]):
    """A reader, and what it takes, which may depend on the names that files may use."""

    read: Callable[[Node, Names], T]
    shape: Callable[[Names], Shape]

    def __call__(self, node: Node, names: Names) -> T:
        """Read a node."""
        return self.read(node, names)


def shaped(
    shape: Shape | Callable[[Names], Shape],
) -> Callable[[Callable[[Node, Names], T]], Reader[T]]:
    """Let a reader say what it takes: ``@shaped({"type": "boolean"})``."""
    return lambda read: Reader(read, shape if callable(shape) else lambda names: shape)


def shape_of(read: Callable[[Node, Names], Any], names: Names) -> Shape:
    """Return what a reader takes; one that does not say so takes anything."""
    return read.shape(names) if isinstance(read, Reader) else {}


def made(read: Callable[[Node, Names], T], build: Callable[[T], U]) -> Reader[U]:
    """Make the reader of what is written as another value, and built from it."""
    return Reader(lambda node, names: build(read(node, names)), lambda names: shape_of(read, names))


def either(*reads: Callable[[Node, Names], Any]) -> Callable[[Names], Shape]:
    """Return the shape of what one of several readers takes."""
    return lambda names: {"anyOf": [shape_of(read, names) for read in reads]}


def _text(pattern: str, *types: str) -> Shape:
    return {"type": ["string", *types], "pattern": pattern, "maxLength": MOST_CHARACTERS}


PASSAGE = _text(r"\S", "number", "boolean")
"""Words, over several lines if need be."""

ONE_LINE = _text(r"^(?![\s\S]*\n)[\s\S]*\S", "number", "boolean")
"""Words without a line break."""

FLAG: Shape = {"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": "^(true|false)$"}]}
DAY: Shape = {"type": ["string", "integer"], "pattern": r"^[0-9]{4}-?[0-9W-]{2,6}$"}

_DASHES = "".join(sorted(set(DASHES) - {"-"})) + "-"  # at its end "-" is no range
_KANA = HIRAGANA + KATAKANA + "\u3099\u309a゛゜\uff66-\uff9f" + "".join(LOOK_ALIKES) + _DASHES
KANA = _text(f"^[{_KANA}]+(['’＇′][{_KANA}]*)?$")
TITLE_KANA = _text(f"^[ \u3000{_KANA}]+$")


def number_shape(low: float, high: float, kind: str = "number") -> Shape:
    """Return the shape of a number (or `integer`) from `low` to `high`, which may be quoted."""
    return {"type": [kind, "string"], "minimum": low, "maximum": high, "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}


def named_shape(known: tuple[str, ...]) -> Shape:
    """Return the shape of one of the known names."""
    return {"enum": list(known)}


def engine_shape(names: Names) -> Shape:
    """Return the shape of an engine's name, or `engine:voice`."""
    several = "|".join(name.replace(".", "[.]") for name in names.engines)
    return {"anyOf": [{"enum": list(names.engines)}, {"type": "string", "pattern": rf"^({several}):.*\S"}]}


def list_shape(item: Shape) -> Shape:
    """Return the shape of a list that is not empty."""
    return {"type": "array", "items": item, "minItems": 1}
