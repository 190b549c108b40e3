"""A picture of what of an exam songs hold: a row for each item, a square for each of its keywords."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from lyricaudio.book.coverage import Covered, State, by_item, different
from lyricaudio.messages import message, told
from lyricaudio.release.pictures.font import BOLD, MEDIUM, printable, width
from lyricaudio.release.pictures.palette import Colour
from lyricaudio.release.pictures.pen import Pen, soft_edges

LABELS = {
    State.SUNG: message("sung"),
    State.EXPLAINED: message("explained"),
    State.MENTIONED: message("mentioned"),
    State.MISSING: message("missing"),
}
"""What each state is called, the best first."""

# Lengths are in pixels.
_EDGE, _TOP = 32, 116
_ROW, _HEAD = 22, 34
_SQUARE, _STEP = 14, 17
_TEXT_SIZE, _HEAD_SIZE, _TITLE_SIZE = 14, 15, 24
_LABEL_GAP, _COUNT_WIDTH = 18, 76
_LEGEND_STEP, _LEAST_WIDTH = 150, 760

_GROUND: Colour = (253, 252, 249)
_INK: Colour = (38, 34, 66)
_GREY: Colour = (120, 116, 140)
_SHADES: dict[State, Colour] = {
    State.SUNG: (92, 80, 160),
    State.EXPLAINED: (168, 160, 216),
    State.MENTIONED: (250, 196, 92),
    State.MISSING: (222, 36, 84),
}


def coverage_chart(title: str, covered: Sequence[Covered]) -> bytes:
    """Draw how well keywords are covered, item by item, and return it as a PNG.

    Parameters
    ----------
    title
        What stands above it.
    covered
        The keywords, in the syllabus' order; of each item the best covered are drawn first.
    """
    items = by_item(covered)
    sections = [(name, list(rows)) for name, rows in groupby(items, key=lambda item: item[0])]
    label = max(_wide(item) for _, item in items)
    squares = _EDGE + label + _LABEL_GAP
    most = max(map(len, items.values()))
    size = (
        max(_LEAST_WIDTH, round(squares + most * _STEP + _COUNT_WIDTH + _EDGE)),
        _TOP + len(sections) * _HEAD + len(items) * _ROW + _EDGE,
    )
    pen = Pen(size, _GROUND, _INK)
    _draw_head(pen, title, covered)
    y = float(_TOP)
    for section, rows in sections:
        pen.text((_EDGE, y + _HEAD - 8), printable(section), _HEAD_SIZE, weight=BOLD)
        y += _HEAD
        for row in rows:
            _draw_item(pen, (squares, y), printable(row[1]), items[row])
            y += _ROW
    inks = (_INK, _GREY, *_SHADES.values())
    return pen.png((_GROUND, *inks, *soft_edges((_GROUND, ink) for ink in inks)))


def _draw_head(pen: Pen, title: str, covered: Sequence[Covered]) -> None:
    pen.text((_EDGE, 50), printable(title), _TITLE_SIZE, weight=BOLD)
    once = different(covered)
    for number, (state, label) in enumerate(LABELS.items()):
        x, count = _EDGE + number * _LEGEND_STEP, sum(one.state is state for one in once)
        pen.box((x, 76, x + _SQUARE, 76 + _SQUARE), _SHADES[state], 3)
        pen.text((x + _SQUARE + 8, 76 + _SQUARE - 2), f"{told(label)} {count}", _TEXT_SIZE, _GREY)


def _draw_item(pen: Pen, at: tuple[float, float], label: str, covered: Sequence[Covered]) -> None:
    """Draw a row: its label left of a point, its squares from there on, and how many are heard."""
    x, y = at
    base = y + _SQUARE - 2
    pen.text((x - _LABEL_GAP, base), label, _TEXT_SIZE, anchor="rs")
    for one in sorted(covered, key=lambda one: -one.state):
        pen.box((x, y, x + _SQUARE, y + _SQUARE), _SHADES[one.state], 3)
        x += _STEP
    heard = sum(one.state >= State.EXPLAINED for one in covered)
    pen.text((x + 6, base), f"{heard}/{len(covered)}", _TEXT_SIZE, _GREY)


def _wide(label: str) -> float:
    return _TEXT_SIZE * width(printable(label), MEDIUM)
