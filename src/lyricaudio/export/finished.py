"""The release that is carried: what its manifest names, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

from lyricaudio.build.record import MANIFEST
from lyricaudio.errors import LyricAudioError
from lyricaudio.release.outgoing import Finished


def open_release(root: Path) -> Finished:
    """Read which files a release consists of.

    Raises
    ------
    LyricAudioError
        When there is no release in the folder.
    """
    try:
        names = json.loads((root / MANIFEST).read_bytes())["files"]
        paths = {PurePosixPath(name) for name in names}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LyricAudioError(f"there is no release in {root}; make one with: lyricaudio build") from error
    return Finished(root=root, paths=tuple(sorted(filter(is_inside, paths))))


def is_inside(path: PurePosixPath) -> bool:
    """Tell whether a path stays below its root, and is neither hidden nor in a hidden folder."""
    visible = not any(part.startswith(".") for part in path.parts)
    return bool(path.parts) and visible and not path.is_absolute()
