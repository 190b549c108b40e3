"""What chanted episodes cost: CPU for a second of sound, the share of the band, what a second core saves."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.bench.bare import cpu_s, voice_cpu_s
from tests.bench.figure import Figure
from tests.bench.processes import cost_of_build

from lyricaudio.mix.bed import Backing, bed_blocks
from lyricaudio.mix.mixer import BED_LU, SAMPLE_RATE, VOICE_LUFS
from lyricaudio.music.timeline import Timeline
from lyricaudio.pipeline.making.draft import Draft, draft
from lyricaudio.pipeline.making.layout import placed
from lyricaudio.pipeline.making.rehearse import Rehearsal, performed
from lyricaudio.pipeline.making.scoring import expected_scores
from lyricaudio.pipeline.making.speak import SPEAK_LIMIT_S, set_line
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record
from lyricaudio.units import frames_from_seconds
from lyricaudio.voice.store import Clips
from lyricaudio.work.blobs import FolderStore
from lyricaudio.work.executor import Task
from lyricaudio.work.pool import Pool

_START_S = 3.0
"""In so long a worker has started and imported what it needs."""


def figures(project: Path) -> Iterator[Figure]:
    """Build the songs' chanted episodes alone, for the first time."""
    chanted = project.with_name("chanted")
    shutil.copytree(project / "songs", chanted / "songs")
    (chanted / "lyricaudio.yaml").write_text("forms: [song]\n")
    spent_s = cost_of_build(chanted).cpu_s
    length_s = sum(known.episode.seconds for known in read_record(chanted / "output").episodes.values())
    drafts = _drafts(chanted)
    bare_s = voice_cpu_s(item.reading for planned in drafts for item in planned.items)
    yield Figure(
        name="chanted episodes, CPU per second of sound",
        value=spent_s / length_s,
        limit=0.30,
        unit="s",
        note=f"{spent_s:.0f} s for {length_s / 60:.1f} min; 0.15 would be an engine's own renderer",
    )
    yield Figure(
        name="chanted episodes, CPU over bare synthesis of their lines",
        value=spent_s / bare_s,
        note=f"{bare_s:.1f} s",
    )
    band_s = [_band_cpu_s(asyncio.run(performed(planned, Rehearsal())).timeline) for planned in drafts]
    yield Figure(name="the band, CPU per second of sound", value=sum(band_s) / length_s, limit=0.01, unit="s")
    one_s, two_s = (asyncio.run(_setting_s(drafts, workers)) for workers in (1, 2))
    yield Figure(
        name="two workers against one, lines set in a second",
        value=one_s / two_s,
        limit=1.8,
        bound="at least",
        note=f"{one_s:.1f} s and {two_s:.1f} s",
    )


def _drafts(project: Path) -> list[Draft]:
    orders = plan(open_library([], folder=project), read_record(project / "output")).orders
    return [draft(order) for order in orders]


def _band_cpu_s(timeline: Timeline) -> float:
    """Render the bed of an episode."""
    frames = frames_from_seconds(timeline.length_s, SAMPLE_RATE)
    before_s = cpu_s()
    for _ in bed_blocks(
        timeline, Backing(), lufs=VOICE_LUFS + BED_LU, sample_rate=SAMPLE_RATE, frames=frames
    ):
        pass
    return cpu_s() - before_s


async def _setting_s(drafts: Iterable[Draft], workers: int) -> float:
    """Return the wall time in which so many workers speak and set every line, after they have started."""
    with tempfile.TemporaryDirectory() as folder:
        async with Pool(workers) as pool:
            starts = [Task(name="", function=time.sleep, arguments=(_START_S,), limit_s=60)] * workers
            await asyncio.gather(*map(pool.submit, starts))
            started_s = time.monotonic()
            clips = Clips(store=FolderStore(folder=Path(folder)))
            await asyncio.gather(*map(pool.submit, _tasks(drafts, clips)))
            return time.monotonic() - started_s


def _tasks(drafts: Iterable[Draft], clips: Clips) -> Iterator[Task]:
    """Yield a task for each line that is set."""
    for planned in drafts:
        lines = {item.clip_key: item for item in placed(planned, expected_scores(planned)).said}
        for key, item in lines.items():
            if item.setting:
                arguments = (item, clips)
                yield Task(name=key, function=set_line, arguments=arguments, limit_s=SPEAK_LIMIT_S)
