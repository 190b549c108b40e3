"""What it costs to find a song's tempo, over setting its lines in one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.bench.bare import cpu_s
from tests.bench.figure import Figure
from tests.music.flow_lines import songs

from lyricaudio.music.flow.line import plan_flow
from lyricaudio.music.flow.tempo import best_tempo
from lyricaudio.music.theory.metre import METRES

_LINES = 20
_RANGE_BPM = (100, 139)


def figures(project: Path) -> Iterator[Figure]:
    """Search 40 tempi for 20 lines; `project` is of no use here."""
    lines = [morae for song in songs() for _, morae in song][:_LINES]
    metre = METRES["4/4"]
    best_tempo(lines, metre, (100, 100))  # what is kept for good is made now
    before_s = cpu_s()
    best_tempo(lines, metre, _RANGE_BPM)
    search_s = cpu_s() - before_s
    before_s = cpu_s()
    for bpm in _RANGE_BPM:
        for morae in lines:
            plan_flow(morae, metre, bpm)
    one_s = (cpu_s() - before_s) / len(_RANGE_BPM)
    yield Figure(
        name="the tempo of a range of 40, CPU over setting in one",
        value=search_s / one_s,
        limit=25,
        note=f"{search_s:.2f} s for {_LINES} lines",
    )
