"""How much memory an episode of an hour takes while it is built."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figure import Figure
from tests.bench.processes import memory_of_build

from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record

_LEAST_S = 3600
_TIMES = 2  # all lines of the five songs, explained, last 38 minutes


def figures(project: Path) -> Iterator[Figure]:
    """Build one long episode of all lines of a project."""
    long = project.with_name("long")
    _write_long_song(project, long)
    memory = memory_of_build(long)
    (known,) = read_record(long / "output").episodes.values()
    assert known.episode.seconds > _LEAST_S, f"the long episode has only {known.episode.seconds:.0f} s"
    (largest, peak), *others = memory.by_process
    yield Figure(
        name="an episode of an hour, peak memory of the largest process",
        value=peak,
        limit=500,
        unit="MB",
        note=f"{known.episode.seconds / 60:.0f} min; {largest}, then "
        + ", ".join(f"{name} {size:.0f}" for name, size in others[:3]),
    )
    yield Figure(
        name="an episode of an hour, peak memory of all processes at once",
        value=memory.together,
        unit="MB",
        note="pages that are shared count once",
    )


def _write_long_song(project: Path, long: Path) -> None:
    """Write one song of all songs' lines, which has an explained episode only."""
    (long / "songs").mkdir(parents=True)
    (long / "lyricaudio.yaml").write_text("forms: [explain]\n")
    lines = [
        {"lyric": line.lyric.text, "explain": [text.text for text in line.explain]}
        for entry in open_library([], folder=project).entries
        for section in entry.song.sections
        for line in section.lines
    ]
    song = {"title": "長いうた", "lines": lines * _TIMES}
    (long / "songs" / "long.yaml").write_text(json.dumps(song, ensure_ascii=False, indent=1), "utf-8")
