"""A target: all episodes in one folder."""

from __future__ import annotations

from pathlib import PurePosixPath

from lyricaudio.release.targets.outgoing import Choice, Finished, Shipment, copied, shipment_of
from lyricaudio.release.targets.target import Target


def plan(finished: Finished, choice: Choice) -> Shipment:
    """Name every episode by its folder, too."""
    mp3s = [path for path in finished.paths if path.suffix == ".mp3"]
    return shipment_of(copied(finished, path, PurePosixPath(" ".join(path.parts))) for path in mp3s)


TARGET = Target(name="flat", summary="all episodes in one folder", plan=plan)
