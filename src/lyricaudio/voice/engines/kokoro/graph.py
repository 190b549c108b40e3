"""Parts of an ONNX model, cut out of its file by the names of tensors.

An ONNX file is a protobuf message of fields, each with its number and length, so a part of it is its bytes
without some of the fields. That is all that is needed here; the package `onnx` would do it too, but is larger
than the model's own runtime, and takes as long to parse 90 MB as the runtime itself.

Numbers of fields are those of `onnx.proto` (ONNX IR 9).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_GRAPH = 7  # of a model
_NODE, _INITIALIZER, _INPUT, _OUTPUT, _VALUE_INFO = 1, 5, 11, 12, 13  # of a graph
_NODE_INPUT, _NODE_OUTPUT = 1, 2
_TENSOR_NAME = 8
_VALUE_NAME, _VALUE_TYPE = 1, 2
_FLOAT = b"\x08\x01"  # the element type 1
_BYTES = 2  # a wire type: a length, and as many bytes
_FIXED = {1: 8, 5: 4}  # bytes of the wire types of fixed length


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """A field: its number, all its bytes, and those of its value, empty when it is a number."""

    number: int
    whole: memoryview
    value: memoryview


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """An operation: all its bytes, and the names of the tensors that it takes and gives."""

    whole: memoryview
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


def part_of(model: bytes, *, inputs: dict[str, int], outputs: Sequence[str]) -> bytes:
    """Cut out what makes some tensors of a model of others.

    Parameters
    ----------
    model
        An ONNX model without subgraphs, serialised.
    inputs
        Tensors of floats that are given instead of being computed, each with its number of axes. Inputs of
        the model that are needed besides stay inputs.
    outputs
        Tensors that are wanted.

    Returns
    -------
    bytes
        A model with these inputs and outputs, without the operations and weights that they do not need.

    Raises
    ------
    ValueError
        When there is no such tensor, or the bytes are no model.
    """
    fields = list(_fields(memoryview(model)))
    graphs = [field for field in fields if field.number == _GRAPH]
    if len(graphs) != 1:
        raise ValueError("no ONNX model: it has not one graph")
    around = b"".join(field.whole for field in fields if field.number != _GRAPH)
    return around + _written(_GRAPH, _graph_part(list(_fields(graphs[0].value)), inputs, outputs))


def _graph_part(graph: list[_Field], inputs: dict[str, int], outputs: Sequence[str]) -> bytes:
    nodes = [_node(field) for field in graph if field.number == _NODE]
    needed, used = _needed(nodes, set(inputs), outputs)
    kept = [node.whole for node in nodes if node.outputs[0] in needed]
    for field in graph:
        if field.number == _INITIALIZER:
            if _first(field, _TENSOR_NAME) in used:
                kept.append(field.whole)
        elif field.number == _INPUT:
            if _first(field, _VALUE_NAME) in used:
                kept.append(field.whole)
        elif field.number not in (_NODE, _OUTPUT, _VALUE_INFO):
            kept.append(field.whole)
    added = [_written(_INPUT, _float_tensor(name, axes)) for name, axes in inputs.items()]
    added += [_written(_OUTPUT, _written(_VALUE_NAME, name.encode())) for name in outputs]
    return b"".join([*kept, *added])


def _needed(nodes: list[_Node], given: set[str], wanted: Sequence[str]) -> tuple[set[str], set[str]]:
    """Return the first outputs of the nodes that are needed, and the names of all tensors that are used.

    Raises
    ------
    ValueError
        When something that is given or wanted is no node's output.
    """
    makers = {name: node for node in nodes for name in node.outputs if name}
    if strange := [name for name in (*given, *wanted) if name not in makers]:
        raise ValueError(f"the model computes no {strange[0]}")
    needed: set[str] = set()
    used: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name in used or name in given:
            continue
        used.add(name)
        if node := makers.get(name):
            needed.add(node.outputs[0])
            waiting += node.inputs
    return needed, used


def _node(field: _Field) -> _Node:
    inner = list(_fields(field.value))
    return _Node(
        whole=field.whole,
        inputs=tuple(_text(one) for one in inner if one.number == _NODE_INPUT),
        outputs=tuple(_text(one) for one in inner if one.number == _NODE_OUTPUT),
    )


def _first(field: _Field, number: int) -> str:
    return next(_text(inner) for inner in _fields(field.value) if inner.number == number)


def _text(field: _Field) -> str:
    return bytes(field.value).decode()


def _fields(message: memoryview) -> Iterator[_Field]:
    """Yield the fields of a message one after the other.

    Raises
    ------
    ValueError
        When the message ends in the midst of a field, or holds what ONNX files do not.
    """
    at = 0
    while at < len(message):
        start = at
        key, at = _varint(message, at)
        length, value_at = 0, at
        if key & 7 == _BYTES:
            length, value_at = _varint(message, at)
            at = value_at + length
        elif key & 7 == 0:
            _, at = _varint(message, at)
            value_at = at
        elif key & 7 in _FIXED:
            at = value_at = at + _FIXED[key & 7]
        else:
            raise ValueError("no ONNX model: a field of an unknown kind")
        if at > len(message):
            raise ValueError("no ONNX model: it ends within a field")
        yield _Field(number=key >> 3, whole=message[start:at], value=message[value_at : value_at + length])


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """Return a number that is written seven bits a byte, the lowest first, and where it ends."""
    value = shift = 0
    while True:
        if at >= len(message):
            raise ValueError("no ONNX model: it ends within a number")
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _written(number: int, value: bytes) -> bytes:
    """Write a field of bytes."""
    return bytes([number << 3 | _BYTES]) + _length(len(value)) + value


def _length(count: int) -> bytes:
    digits = []
    while count > 0x7F:
        digits.append(count & 0x7F | 0x80)
        count >>= 7
    return bytes([*digits, count])


def _float_tensor(name: str, axes: int) -> bytes:
    """Describe a tensor of floats of any shape with so many axes."""
    shape = b"".join(_written(1, _written(2, f"{name}.{axis}".encode())) for axis in range(axes))
    kind = _written(1, _FLOAT + _written(2, shape))
    return _written(_VALUE_NAME, name.encode()) + _written(_VALUE_TYPE, kind)
