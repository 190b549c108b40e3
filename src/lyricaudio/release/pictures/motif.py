"""What a cover shows: figures between music and neural networks, made of discs and strokes.

Coordinates are in widths of the picture: x runs from 0 to 1, y downwards from 0 to `height`. What a motif
draws beyond that is cut off, or fades away below. Each is a function of a random source and the height, so
that every seed has its own.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Literal

ColourRole = Literal["faint", "main", "second", "accent"]
CanvasPoint = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A filled circle."""

    centre: CanvasPoint
    radius: float
    tone: ColourRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line through points, with round ends."""

    points: tuple[CanvasPoint, ...]
    width: float
    tone: ColourRole


Figure = Disc | Stroke
Motif = Callable[[random.Random, float], Iterator[Figure]]


def network(chance: random.Random, height: float) -> Iterator[Figure]:
    """Draw layers of nodes, all connected, and one path that the signal takes."""
    xs = (-0.04, 0.23, 0.5, 0.77, 1.04)
    layers = [_column(x, chance, height) for x in xs]
    for layer, following in pairwise(layers):
        for start, end in product(layer, following):
            yield Stroke(points=(start, end), width=0.0015 + 0.006 * chance.random() ** 3, tone="faint")
    largest = min(0.05, 0.12 * height)
    path = [layer[int(len(layer) * chance.random())] for layer in layers]
    yield Stroke(points=tuple(path), width=0.012, tone="accent")
    for node in (node for layer in layers for node in layer):
        chosen = node in path
        radius = largest if chosen else largest * (0.45 + 0.35 * chance.random())
        yield Disc(centre=node, radius=radius, tone="accent" if chosen else "main")
        yield Disc(centre=node, radius=0.45 * radius, tone="faint" if chosen else "second")


def _column(x: float, chance: random.Random, height: float) -> list[CanvasPoint]:
    """Return nodes one below the other, with room between them."""
    count = 3 + int((1 + 4 * height) * chance.random())
    step = height / count
    shift = step * (0.35 + 0.3 * chance.random())
    return [(x, shift + step * number) for number in range(count)]


def descent(chance: random.Random, height: float) -> Iterator[Figure]:
    """Draw the height lines of a loss landscape, and the steps down into its valley."""
    valley = (0.58 + 0.2 * chance.random(), height * 0.5)
    bends = [(0.16 / order, 2 * math.pi * chance.random()) for order in (1, 2, 3)]

    def around(radius: float, angle: float) -> CanvasPoint:
        waves = sum(depth * math.cos((n + 1) * angle + phase) for n, (depth, phase) in enumerate(bends))
        reach = radius * (1 + waves)
        return valley[0] + 1.25 * reach * math.cos(angle), valley[1] + 1.7 * height * reach * math.sin(angle)

    for level in range(14, 0, -1):
        ring = tuple(around(0.065 * level, math.pi * step / 60) for step in range(121))
        yield Stroke(points=ring, width=0.0045, tone="main" if level < 6 else "faint")
    turn = 0.5 * chance.random() - 0.25
    steps = [around(0.6 * 0.74**n, math.pi + turn * n) for n in range(9)]
    yield Stroke(points=(*steps, valley), width=0.008, tone="second")
    for n, step in enumerate(steps):
        yield Disc(centre=step, radius=0.03 - 0.0022 * n, tone="second")
    yield Disc(centre=valley, radius=0.045, tone="accent")


def sound_bars(chance: random.Random, height: float) -> Iterator[Figure]:
    """Draw a sound as bars, one part of it already heard."""
    count, now = 27, 8 + int(10 * chance.random())
    phases = [2 * math.pi * chance.random() for _ in range(3)]
    for number in range(count):
        x = (number + 0.5) / count
        swing = sum(
            math.sin(rate * x * 2 * math.pi + phase) for rate, phase in zip((1, 3, 7), phases, strict=True)
        )
        half = height * (0.06 + 0.34 * abs(swing) / 3 + 0.08 * chance.random())
        tone: ColourRole = "accent" if number == now else "second" if number < now else "main"
        y = height * 0.5
        yield Stroke(points=((x, y - half), (x, y + half)), width=0.019, tone=tone)


def rhythm(chance: random.Random, height: float) -> Iterator[Figure]:
    """Draw patterns of a drum machine as rings that go round once a bar, each hit an arc."""
    centre = (0.25 + 0.5 * chance.random(), height * 0.5)
    for ring, steps in enumerate((4, 8, 12, 16, 16, 24, 32, 32, 32)):
        radius, turn = 0.07 + 0.075 * ring, chance.random()
        hits = max(2, int(steps * (0.3 + 0.3 * chance.random())))
        yield _arc(centre, radius, 0, 1, width=0.003, tone="faint")
        for step in range(steps):
            if step * hits % steps < hits:  # as evenly as the steps allow
                tone: ColourRole = "accent" if step == 0 else ("main", "second")[ring % 2]
                start = turn + step / steps
                yield _arc(centre, radius, start, start + 0.6 / steps, width=0.032, tone=tone)


def _arc(
    centre: CanvasPoint, radius: float, start: float, end: float, *, width: float, tone: ColourRole
) -> Stroke:
    """Return a part of a ring, between two parts of a turn."""
    pieces = math.ceil(2 * math.pi * radius * (end - start) / 0.02)  # shorter ones would show their joints
    parts = (start + (end - start) * piece / pieces for piece in range(pieces + 1))
    return Stroke(points=tuple(_on_ring(centre, radius, part) for part in parts), width=width, tone=tone)


def _on_ring(centre: CanvasPoint, radius: float, part: float) -> CanvasPoint:
    """Return the point at a part of a turn, clockwise from the top."""
    angle = 2 * math.pi * part - math.pi / 2
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def grid(chance: random.Random, height: float) -> Iterator[Figure]:
    """Draw a beat grid whose discs swell where waves meet."""
    columns = 16
    cell = 1 / columns
    waves = [(chance.random() * 9 + 3, chance.random() * 2 * math.pi, chance.random() * 6) for _ in range(3)]
    centres = [
        ((column + 0.5) * cell, (row + 0.5) * cell)
        for row, column in product(range(math.ceil(height / cell) + 2), range(columns))
    ]
    louds = [
        0.5
        + sum(math.sin(rate * (x * math.cos(way) + y * math.sin(way)) + at) for rate, way, at in waves) / 6
        for x, y in centres
    ]
    for centre, loud in zip(centres, louds, strict=True):
        part = loud / max(louds)
        tone: ColourRole = (
            "accent" if part > 0.97 else "second" if part > 0.7 else "main" if part > 0.45 else "faint"
        )
        yield Disc(centre=centre, radius=cell * (0.12 + 0.36 * part), tone=tone)


def staff(chance: random.Random, height: float) -> Iterator[Figure]:
    """Draw five lines that flow like a signal, with notes on them."""
    phase, rate = 2 * math.pi * chance.random(), 0.8 + 0.5 * chance.random()

    def flow(x: float, line: float) -> CanvasPoint:
        swing = math.sin(2 * math.pi * rate * x + phase)
        spread = 0.13 + 0.05 * math.sin(2 * math.pi * 0.7 * x + 2 * phase)
        return x, height * (0.52 + 0.16 * swing + (line - 2) * spread)

    for staff_line in range(5):
        yield Stroke(
            points=tuple(flow(n / 60 - 0.05, staff_line) for n in range(67)), width=0.005, tone="main"
        )
    for beat in range(11):
        x, line = 0.06 + 0.088 * beat, int(9 * chance.random()) / 2
        strong = beat % 4 == 0
        centre = flow(x, line)
        yield Disc(centre=centre, radius=0.044 if strong else 0.03, tone="accent" if strong else "second")


MOTIFS: tuple[Motif, ...] = (network, descent, sound_bars, rhythm, grid, staff)
"""The motifs that a seed chooses from."""
