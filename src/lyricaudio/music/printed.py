"""The flow of a line as a score that a terminal can show."""

from __future__ import annotations

import math

from lyricaudio.music.flow.line import Flow
from lyricaudio.music.theory.metre import SLOTS_PER_BEAT, Metre
from lyricaudio.reading.model import Reading

_HELD, _REST = ".", "-"
_COLUMNS = 2  # katakana is full-width: a character takes two columns


def score_text(reading: Reading, flow: Flow, metre: Metre) -> str:
    """Write one line of text per bar: `|` at its ends, `/` before each further pulse, one cell per sixteenth.

    A cell is a mora's kana, `.` while the mora before lasts, or `-` after the line's end. All cells are of
    one width, so that bars stand under each other.

    Raises
    ------
    ValueError
        When the flow is not one of this reading.
    """
    cells = _cells(reading, flow, metre)
    width = max(map(_width, cells))
    padded = [cell + " " * (width - _width(cell)) for cell in cells]
    pulses = {int(beats * SLOTS_PER_BEAT) for beats, _ in metre.pulses} - {0}
    bars = (padded[start : start + metre.slots] for start in range(0, len(padded), metre.slots))
    return "\n".join(_bar(bar, pulses) for bar in bars)


def _cells(reading: Reading, flow: Flow, metre: Metre) -> list[str]:
    kana = {
        math.floor(onset * SLOTS_PER_BEAT): mora.kana  # a swung onset lies within its slot
        for mora, onset in zip(reading.morae, flow.onsets_beats, strict=True)
    }
    over = math.floor(flow.end_beats * SLOTS_PER_BEAT)
    return [kana.get(slot, _HELD if slot < over else _REST) for slot in range(flow.bars * metre.slots)]


def _bar(cells: list[str], pulses: set[int]) -> str:
    marked = (f"/ {cell}" if slot in pulses else cell for slot, cell in enumerate(cells))
    return f"| {' '.join(marked)} |"


def _width(cell: str) -> int:
    return len(cell) if cell.isascii() else _COLUMNS * len(cell)
