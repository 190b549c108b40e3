"""What a build from nothing costs over the bare work of the voice, the vocoder and the encoder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.bench.bare import encoder_cpu_s, vocoder_cpu_s, voice_cpu_s
from tests.bench.figure import Figure
from tests.bench.processes import cost_of_build

from lyricaudio.audio.sound import Audio
from lyricaudio.pipeline.making.draft import Draft, draft
from lyricaudio.pipeline.making.layout import placed
from lyricaudio.pipeline.making.scoring import expected_scores
from lyricaudio.pipeline.making.speak import clip_store
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record


def figures(project: Path) -> Iterator[Figure]:
    """Build songs and explanations for the first time, then 暗唱 beside them, then what is done already."""
    (project / "lyricaudio.yaml").write_text("forms: [song, explain]\n")
    cold = cost_of_build(project)
    orders = plan(open_library([], folder=project), read_record(project / "output")).orders
    drafts = [draft(order) for order in orders]
    voice_s = voice_cpu_s(item.reading for planned in drafts for item in planned.items)
    vocoder_s = vocoder_cpu_s(_set_clips(drafts, project))
    encoder_s = encoder_cpu_s(project.glob("output/*/*.mp3"))
    floor_s = voice_s + vocoder_s + encoder_s
    yield Figure(
        name="cold build, CPU over the bare voice, vocoder and encoder",
        value=cold.cpu_s / floor_s,
        limit=1.3,
        note=f"{cold.cpu_s:.0f} s over {voice_s:.0f} + {vocoder_s:.0f} + {encoder_s:.0f} s",
    )
    yield Figure(
        name="cold build, wall time over CPU on two cores",
        value=cold.wall_s / cold.cpu_s,
        limit=0.65,
        note=f"{cold.wall_s:.0f} s",
    )
    (project / "lyricaudio.yaml").unlink()
    yield Figure(
        name="暗唱, CPU over song and explanation",
        value=cost_of_build(project).cpu_s / cold.cpu_s,
        limit=0.35,
    )
    again = min(cost_of_build(project).cpu_s for _ in range(3))
    yield Figure(name="build with nothing to do, CPU", value=again, limit=0.35, unit="s")


def _set_clips(drafts: list[Draft], project: Path) -> Iterator[tuple[Audio, float]]:
    """Yield each line that is set to music: as the voice said it, and how long it is on the grid."""
    store = clip_store(project / "output")
    lines = {
        item.clip_key: item
        for planned in drafts
        for item in placed(planned, expected_scores(planned)).said
        if item.setting
    }
    for key, item in lines.items():
        spoken, facts = store.load(item.natural_key), store.facts(key)
        assert spoken is not None
        assert facts is not None
        yield spoken.audio, facts.duration_s
