"""What a build from nothing costs over what no program could save: the voice's and the encoder's own work."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from pyopenjtalk import HTSEngine
from tests.bench.figure import Figure
from tests.bench.processes import cost_of_build

from lyricaudio.audio.codec import decoded_blocks, ffmpeg
from lyricaudio.build.library import open_library
from lyricaudio.build.run import planned_orders
from lyricaudio.build.speak import draft


def figures(project: Path) -> Iterator[Figure]:
    """Build the project for the first time, then a second time when nothing is to be done."""
    cold = cost_of_build(project)
    voice_s, encoder_s = _voice_cpu_s(project), _encoder_cpu_s(project)
    floor_s = voice_s + encoder_s
    yield Figure(
        name="cold build, CPU over the bare voice and encoder",
        value=cold.cpu_s / floor_s,
        limit=1.5,
        note=f"{cold.cpu_s:.0f} s over {voice_s:.0f} + {encoder_s:.0f} s",
    )
    yield Figure(
        name="cold build, wall time over CPU on two cores",
        value=cold.wall_s / cold.cpu_s,
        limit=0.65,
        note=f"{cold.wall_s:.0f} s",
    )
    again = min(cost_of_build(project).cpu_s for _ in range(3))
    yield Figure(name="build with nothing to do, CPU", value=again, limit=0.7, unit="s")


def _voice_cpu_s(project: Path) -> float:
    """Synthesize every different reading of the project once, with the bare engine."""
    orders, _ = planned_orders(open_library([], folder=project))
    readings = {item.key: item.reading.labels for order in orders for item in draft(order).items}
    engine = HTSEngine(str(files("pyopenjtalk") / "htsvoice" / "mei_normal.htsvoice").encode())
    engine.set_speed(1.0)
    before_s = _cpu_s(resource.RUSAGE_SELF)
    for labels in readings.values():
        engine.synthesize(list(labels))
    return _cpu_s(resource.RUSAGE_SELF) - before_s


def _encoder_cpu_s(project: Path) -> float:
    """Encode every master of the project once, from memory, with the bare encoder."""
    source = ("-f", "f32le", "-ar", "44100", "-ac", "2", "-i", "pipe:0")
    coder = ("-c:a", "libmp3lame", "-b:a", "128k", "-joint_stereo", "1", "-f", "mp3", "pipe:1")
    spent_s = 0.0
    for mp3 in project.glob("output/*/*.mp3"):
        samples = b"".join(block.tobytes() for block in decoded_blocks(mp3))
        before_s = _cpu_s(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [ffmpeg(), "-v", "error", *source, *coder], input=samples, stdout=subprocess.DEVNULL, check=True
        )
        spent_s += _cpu_s(resource.RUSAGE_CHILDREN) - before_s
    return spent_s


def _cpu_s(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime
