"""`make bench`: the figures that the design promises, each with its limit; exits with 1 when one is missed.

    python -m tests.bench [start] [cold_build] [assembly] [mix] [cost] [memory] [chant] [sing] [tune] [tempo]
        [aligned_voice] [believed] [reading] [seek] [kokoro] [ears]

Ratios are of two measurements within one run, so that the machine matters little; other work on it makes
wall time worse all the same.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.bench import (
    aligned_voice,
    assembly,
    believed,
    chant,
    cold_build,
    cost,
    ears,
    kokoro,
    memory,
    mix,
    reading,
    seek,
    sing,
    start,
    tempo,
)

SONGS = Path(__file__).parents[2] / "songs"
PARTS = {
    "start": start.figures,
    "cold_build": cold_build.figures,
    "assembly": assembly.figures,
    "mix": mix.figures,
    "cost": cost.figures,
    "memory": memory.figures,
    "chant": chant.figures,
    "sing": sing.sing_figures,
    "tune": sing.tune_figures,
    "tempo": tempo.figures,
    "aligned_voice": aligned_voice.figures,
    "believed": believed.figures,
    "reading": reading.figures,
    "seek": seek.figures,
    "kokoro": kokoro.figures,
    "ears": ears.figures,
}
"""In this order: assembly, mix and ears take the clips of the cold build."""


def main(names: list[str]) -> int:
    """Measure the parts of these names, or all."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    print(f"load before: {os.getloadavg()[0]:.1f}", flush=True)
    kept = True
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch) / "project"
        shutil.copytree(SONGS, project / "songs")
        for name in names or PARTS:
            for figure in PARTS[name](project):
                print(figure, flush=True)
                kept = kept and figure.kept
    return 0 if kept else 1


sys.exit(main(sys.argv[1:]))
