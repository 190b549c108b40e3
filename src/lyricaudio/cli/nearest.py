"""The release that a command means when none is named."""

from __future__ import annotations

from pathlib import Path

from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER
from lyricaudio.release.catalogue import CATALOGUE


def nearest_output(start: Path) -> Path:
    """Find the release of the project around a folder; where there is none, say where it would be."""
    candidates = (folder / OUTPUT_FOLDER for folder in (start, *start.parents))
    return next((folder for folder in candidates if (folder / CATALOGUE).is_file()), Path(OUTPUT_FOLDER))
