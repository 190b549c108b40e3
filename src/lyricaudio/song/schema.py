"""How a table of keys reads a mapping.

A row names the key, the reader of its value and what it is; unknown, repeated and missing keys are found from
the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic

from lyricaudio.errors import SongError, SongErrors
from lyricaudio.messages import described, told
from lyricaudio.song.characters import visible
from lyricaudio.song.nodes import Mapping, Node, Scalar, is_null
from lyricaudio.song.readers import NodeReader, Noted, T, row_text
from lyricaudio.song.shapes import Shape, either, shape_of, shaped
from lyricaudio.song.suggest import nearest, suggestion
from lyricaudio.song.written import Names


@dataclass(frozen=True, slots=True)
class Key:
    """A row: the key, how its value is read, what it is, and the field it becomes if not its namesake.

    What it is, is a message without gaps; of a schema too.
    """

    name: str
    read: NodeReader[Any]
    says: str
    required: bool = False
    field: str | None = None


def _no_rules(node: Mapping) -> Iterator[SongError]:
    return iter(())


@dataclass(frozen=True, slots=True)
class Schema(Generic[T]):
    """A mapping: what it is, its rows, how the fields become a value, and how keys bear on each other.

    `limits` is of these rules what a JSON Schema can say.
    """

    what: str
    keys: tuple[Key, ...]
    build: Callable[..., T]
    rules: Callable[[Mapping], Iterator[SongError]] = _no_rules
    limits: Shape = field(default_factory=dict)


def mapping_shape(schema: Schema[Any], names: Names) -> Shape:
    """Return the shape of a mapping: its keys with what they are."""
    keys = {key.name: {"description": described(key.says)} | shape_of(key.read, names) for key in schema.keys}
    required = [key.name for key in schema.keys if key.required]
    shape = {"type": "object", "properties": keys, "additionalProperties": False}
    return shape | ({"required": required} if required else {}) | schema.limits


def record(schema: Schema[T]) -> NodeReader[T]:
    """Make the reader of a mapping."""
    rows = {key.name: key for key in schema.keys}
    required = {key.name for key in schema.keys if key.required}
    first = next((key.name for key in schema.keys if key.required), schema.keys[0].name)

    @shaped(lambda names: mapping_shape(schema, names))
    def read_record(node: Node, names: Names) -> T:
        if not isinstance(node, Mapping):
            no_keys = told("{what} has keys; write '{key}: …' here", what=row_text(schema.what), key=first)
            raise SongError(node.place, no_keys)
        noted, fields = Noted(), dict[str, Any]()
        node = _without_nulls(node, rows)
        keys = {key.text for key, _ in node.pairs}
        if len(keys) < len(node.pairs) or not required <= keys:
            noted.errors.extend((*repeated(node), *_missing(schema, node)))
        noted.errors.extend(schema.rules(node))
        for key, value in node.pairs:
            try:
                row = rows.get(key.text) or _unknown(schema, key)
                fields[row.field or row.name] = row.read(given(key, value), names)
            except (SongError, SongErrors) as error:
                noted.note(error)
        noted.settle()
        return schema.build(**fields)

    return read_record


def _without_nulls(node: Mapping, rows: dict[str, Key]) -> Mapping:
    """Leave out the keys for which nothing is given, as programs write them."""
    if not any(is_null(value) for _, value in node.pairs):
        return node
    known = tuple((key, value) for key, value in node.pairs if not (is_null(value) and key.text in rows))
    return node._replace(pairs=known)


def text_or_record(read_text: NodeReader[T], schema: Schema[T]) -> NodeReader[T]:
    """Make the reader of what is a text in short and a mapping in full.

    A mapping without a known key is taken for a text with a sign in it that begins keys and values.
    """
    read_full, known = record(schema), tuple(key.name for key in schema.keys)

    @shaped(either(read_text, read_full))
    def read_either(node: Node, names: Names) -> T:
        if not isinstance(node, Mapping):
            return read_text(node, names)
        if node.pairs and not any(nearest(key.text, known) for key, _ in node.pairs):
            key = node.pairs[0][0]
            unknown = told(
                "unknown key {key} in {what}; use one of: {keys}, or if this is a text, put it in single"
                " quotes",
                key=visible(key.text),
                what=row_text(schema.what),
                keys=", ".join(known),
            )
            raise SongError(node.place, unknown)
        return read_full(node, names)

    return read_either


def repeated(node: Mapping) -> Iterator[SongError]:
    """Find the keys that come again."""
    first = dict[str, Scalar]()
    for key, _ in node.pairs:
        earlier = first.setdefault(key.text, key)
        if earlier is not key:
            twice = told(
                "{key} is given twice (lines {first} and {second}); keep one",
                key=visible(key.text),
                first=earlier.place.line,
                second=key.place.line,
            )
            yield SongError(key.place, twice)


def given(key: Scalar, value: Node) -> Node:
    """Take a value that is there."""
    if isinstance(value, Scalar) and not value.text and not value.quote:
        name = visible(key.text)
        if value.cut:
            cut = told("'#' begins a comment, so {key} has no value; put the text in single quotes", key=name)
            raise SongError(value.place, cut)
        raise SongError(value.place, told("{key} has no value; write one, or remove the key", key=name))
    return value


def _missing(schema: Schema[T], node: Mapping) -> Iterator[SongError]:
    names = tuple(key.name for key in schema.keys)
    present = {nearest(key.text, names) for key, _ in node.pairs}  # a key misspelt is not missing as well
    for key in schema.keys:
        if key.required and key.name not in present:
            missing = told(
                "{what} needs '{key}' ({says}); add it",
                what=row_text(schema.what),
                key=key.name,
                says=row_text(key.says),
            )
            yield SongError(node.place, missing)


def _unknown(schema: Schema[T], key: Scalar) -> Key:
    """Say what to do about a key without a row."""
    if key.text == "<<":
        raise SongError(key.place, told("merge keys ('<<') are not allowed; write the keys out"))
    if (colon := key.text.find("：")) >= 0:
        raise SongError(key.place_at(colon), told("a full-width colon '：'; YAML needs ': '"))
    unknown = told(
        "unknown key {key} in {what}; {advice}",
        key=visible(key.text),
        what=row_text(schema.what),
        advice=suggestion(key.text, tuple(row.name for row in schema.keys)),
    )
    raise SongError(key.place, unknown)
