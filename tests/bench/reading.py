"""What it costs to read lines over the bare analyser's kana for the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import pyopenjtalk
from tests.bench.figure import Figure
from tests.book.whole import lines, songs

from lyricaudio.reading.reader import Reader

_LINES = 1000


def figures(project: Path) -> Iterator[Figure]:
    """Read lines of the book and their explanations, as `lyricaudio read` does."""
    said = (
        text.text for song in songs().values() for line in lines(song) for text in (line.lyric, *line.explain)
    )
    texts = list(islice(said, _LINES))
    ours_s, bare_s = _cpu_s(Reader().kana, texts), _cpu_s(_bare_kana, texts)
    note = f"{len(texts)} lines"
    yield Figure(name="reading, CPU over bare pyopenjtalk", value=ours_s / bare_s, limit=3.0, note=note)


def _bare_kana(text: str) -> str:
    return str(pyopenjtalk.g2p(text, kana=True))


def _cpu_s(read: Callable[[str], str], texts: Sequence[str]) -> float:
    """Return the least CPU time of a few rounds, after one in which all is loaded."""

    def once() -> float:
        started = time.process_time()
        for text in texts:
            read(text)
        return time.process_time() - started

    once()
    return min(once() for _ in range(3))
