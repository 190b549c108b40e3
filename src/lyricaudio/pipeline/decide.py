"""Deciding doubtful readings as they are read now, in the songs themselves."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lyricaudio import files
from lyricaudio.pipeline.forecast import DoubtAt
from lyricaudio.song.edit import with_readings

_BYTE_ORDER_MARK = "\ufeff"


def entries(doubts: Iterable[DoubtAt]) -> dict[str, dict[str, str]]:
    """Return per song file the readings that would decide its doubts: terms and kana.

    What nobody proposes a reading for is left out, and so is a single kanji: as an entry it would be read
    so inside other words too. Ruby in the line decides those.
    """
    found: dict[str, dict[str, str]] = {}
    for doubt in doubts:
        if doubt.candidates and len(doubt.surface) > 1:
            found.setdefault(doubt.place.file, {}).setdefault(doubt.surface, doubt.candidates[0][0])
    return found


def accept(doubts: Iterable[DoubtAt]) -> dict[str, dict[str, str]]:
    """Write into the songs what `entries` returns, and return it."""
    decided = entries(doubts)
    for file, readings in decided.items():
        path = Path(file)
        written = path.read_bytes().decode("utf-8")
        text = written.removeprefix(_BYTE_ORDER_MARK)
        mark = written[: len(written) - len(text)]
        files.write_text(path, mark + with_readings(text, readings, source=file))
    return decided
