"""Deciding doubtful readings as they are read now, in the songs themselves."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lyricaudio import files
from lyricaudio.errors import SongError, SongErrors
from lyricaudio.pipeline.forecast import DoubtAt
from lyricaudio.song.decode import decode_source
from lyricaudio.song.edit import with_readings


def entries(doubts: Iterable[DoubtAt]) -> dict[str, dict[str, str]]:
    """Return per song file the readings that would decide its doubts: terms and the likeliest kana.

    What nobody proposes a reading for is left out, and so is what is read in two ways in one song: ruby in
    the line decides those.
    """
    found: dict[str, dict[str, set[str]]] = {}
    for doubt in doubts:
        if doubt.candidates:
            readings = found.setdefault(doubt.place.file, {}).setdefault(doubt.surface, set())
            readings.add(doubt.candidates[0][0])
    sure = {
        file: {term: min(kana) for term, kana in terms.items() if len(kana) == 1}
        for file, terms in found.items()
    }
    return {file: terms for file, terms in sure.items() if terms}


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What was written, per file terms and kana, and why other files were left as they are."""

    written: dict[str, dict[str, str]]
    errors: tuple[SongError, ...]


def accept(doubts: Iterable[DoubtAt]) -> Accepted:
    """Write into the songs what `entries` returns; a file that cannot take it stays as it is."""
    written: dict[str, dict[str, str]] = {}
    errors: list[SongError] = []
    for file, readings in entries(doubts).items():
        try:
            _write(file, readings)
        except SongErrors as refused:
            errors += refused.errors
        else:
            written[file] = readings
    return Accepted(written=written, errors=tuple(errors))


def _write(file: str, readings: dict[str, str]) -> None:
    path = Path(file).resolve()  # a link stays one
    data = path.read_bytes()
    mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
    text = decode_source(data, source=file)
    files.write_bytes(path, mark + with_readings(text, readings, source=file).encode())
