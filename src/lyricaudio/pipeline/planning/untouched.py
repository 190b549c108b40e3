"""Telling that there is nothing to do, at a glance: without reading a song or importing what reads one."""

from __future__ import annotations

from pathlib import Path

from lyricaudio.pipeline.project.record import finished, read_record, unchanged
from lyricaudio.pipeline.project.report import Report, Result, Status
from lyricaudio.pipeline.project.sources import whole_digest


def untouched(output: Path, sources: str | None) -> Report | None:
    """Say that there is nothing to do, if that can be told without reading a song; None when it cannot.

    Parameters
    ----------
    sources
        The project's digest as it is now.
    """
    record = read_record(output)
    complete = whole_digest(sources, map(Path, record.besides))
    if not complete or record.complete != complete or record.outlived:
        return None
    made = finished(record)
    if not all(unchanged(output, known.files) for known in made) or not unchanged(output, record.common):
        return None
    return Report(
        results=tuple(
            Result(name=known.name, status=Status.UNCHANGED, path=output / known.episode.mp3)
            for known in made
        )
    )
