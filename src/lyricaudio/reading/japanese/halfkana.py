"""Nouns that the dictionary has half in kana: 制は for 制覇, 光が. Who writes so means the particle."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lyricaudio.reading.japanese.rows import CLASS, Entries, Row
from lyricaudio.reading.text.scripts import KANJI

_HALF = re.compile(f"(?P<noun>[{KANJI}]+)(?P<particle>[はがとや])")
_WHOLE = frozenset({"冷や", "坊や", "婆や", "爺や", "姉や"})
"""Words that are written so."""


def part_half_kana(rows: Sequence[Row], entries: Entries) -> list[Row]:
    """Part such a noun of the analyser's rows into the noun before its kana, and the particle."""
    return [part for row in rows for part in _parts(row, entries)]


def _parts(row: Row, entries: Entries) -> Iterator[Row]:
    match = _HALF.fullmatch(row.surface)
    if match and row.kind[0] == "名詞" and not row.is_term and row.surface not in _WHOLE:
        nouns = [columns for columns in entries.of(match["noun"]) if columns[CLASS] == "名詞"]
        particles = [columns for columns in entries.of(match["particle"]) if columns[CLASS] == "助詞"]
        if nouns and particles:
            middle = row.start + match.end("noun")
            yield Row(start=row.start, stop=middle, columns=nouns[0])
            yield Row(start=middle, stop=row.stop, columns=particles[0])
            return
    yield row
