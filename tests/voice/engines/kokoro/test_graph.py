from __future__ import annotations

import numpy as np
import pytest
from onnxruntime import InferenceSession

from lyricaudio.voice.engines.kokoro.graph import part_of


def field(number: int, value: bytes) -> bytes:
    low, high = len(value) & 0x7F, len(value) >> 7
    return bytes([number << 3 | 2, *([low | 0x80, high] if high else [low])]) + value


def named(number: int, name: str) -> bytes:
    return field(number, name.encode())


def tensor(name: str) -> bytes:
    """Describe a list of floats."""
    shape = field(1, named(2, "length"))
    return named(1, name) + field(2, field(1, b"\x08\x01" + field(2, shape)))


def node(kind: str, inputs: str, output: str) -> bytes:
    return field(1, b"".join(named(1, name) for name in inputs) + named(2, output) + named(4, kind))


def weight(name: str, value: float) -> bytes:
    values = np.array([value], dtype="<f4").tobytes()
    return field(5, b"\x08\x01\x10\x01" + named(8, name) + field(9, values))


GRAPH = [
    node("Mul", "xw", "m"),
    node("Add", "mv", "s"),
    node("Mul", "sx", "y"),
    named(2, "(x w + v) x"),
    weight("w", 3.0),
    weight("v", 5.0),
    field(11, tensor("x")),
    field(12, tensor("y")),
]
MODEL = b"\x08\x08" + field(7, b"".join(GRAPH)) + field(8, b"\x10\x0f")


def run(part: bytes, **given: list[float]) -> list[list[float]]:
    session = InferenceSession(part, providers=["CPUExecutionProvider"])
    found = session.run(None, {name: np.array(value, dtype=np.float32) for name, value in given.items()})
    return [array.tolist() for array in found]


def test_the_whole_computes_what_it_should() -> None:
    assert run(MODEL, x=[2.0, 4.0]) == [[22.0, 68.0]]
    assert run(part_of(MODEL, inputs={}, outputs=["y"]), x=[2.0, 4.0]) == [[22.0, 68.0]]


def test_a_first_half_gives_what_is_inside_and_a_second_goes_on_from_there() -> None:
    first = part_of(MODEL, inputs={}, outputs=["m", "s"])
    second = part_of(MODEL, inputs={"s": 1}, outputs=["y"])
    assert run(first, x=[2.0]) == [[6.0], [11.0]]
    assert run(second, x=[2.0], s=[11.0]) == [[22.0]]


def test_a_part_has_neither_weights_nor_inputs_that_it_does_not_need() -> None:
    assert weight("v", 5.0) not in part_of(MODEL, inputs={}, outputs=["m"])
    second = part_of(MODEL, inputs={"m": 1}, outputs=["s"])
    assert weight("w", 3.0) not in second
    assert run(second, m=[1.0]) == [[6.0]]


@pytest.mark.parametrize(
    ("model", "inputs", "outputs", "said"),
    [
        (MODEL, {}, ["z"], "computes no z"),
        (MODEL, {"z": 1}, ["y"], "computes no z"),
        (MODEL[:-30], {}, ["y"], "ends within a field"),
        (b"", {}, ["y"], "not one graph"),
        (b"\x0f", {}, ["y"], "unknown kind"),
        (b"\xff", {}, ["y"], "ends within a number"),
    ],
)
def test_what_is_no_model_or_has_no_such_tensor_is_refused(
    model: bytes, inputs: dict[str, int], outputs: list[str], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        part_of(model, inputs=inputs, outputs=outputs)
