"""What a project is built from, at a glance: whether anything has changed since a build that did it all.

A thousand songs are read in seconds, and looked at in tenths of one. So a build that has left nothing to do
remembers the digest of all that it was made from; while that stays the same there is nothing to plan.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import lyricaudio
from lyricaudio.pipeline.project.folders import (
    SONGS_FOLDER,
    STYLES_FOLDER,
    lexicon_file,
    project_file,
    song_files,
)
from lyricaudio.provenance import content_digest, digest

_PACKAGE = Path(lyricaudio.__file__).parent
_ENVIRONMENT = "LYRICAUDIO_"
_INSTALLED = ("site-packages", "dist-packages")


def project_digest(root: Path, wishes: object) -> str | None:
    """Return the digest of a project's own files, of the installed program, and of what is asked of it.

    Parameters
    ----------
    root
        The project's folder.
    wishes
        What is asked for, as a value that can be told.

    Returns
    -------
    str or None
        None when a file cannot be read: what that means has to be found out.
    """
    common = [project_file(root), lexicon_file(root), *sorted((root / STYLES_FOLDER).glob("*.toml"))]
    written = [*song_files(root), *filter(None, common)]
    try:
        contents = [[str(path.relative_to(root)), content_digest(path)] for path in written]
        return digest([contents, wishes, list(_program()), _environment()])
    except OSError:
        return None


def project_looks(root: Path) -> list[list[object]]:
    """Return how a project's own files look without opening one, those beside its songs among them."""
    common = [project_file(root), lexicon_file(root), *(root / STYLES_FOLDER).rglob("*")]
    looks: list[list[object]] = []
    for path in sorted({*(root / SONGS_FOLDER).rglob("*"), *filter(None, common)}):
        with contextlib.suppress(OSError):  # it is just being replaced
            looks.append(_look(str(path)))
    return looks


def whole_digest(project: str | None, besides: Iterable[Path]) -> str:
    """Return a project's digest with that of other files that its songs name; empty when one is not there."""
    try:
        return digest([project, list(besides)]) if project else ""
    except OSError:
        return ""


def _program() -> Iterator[list[object]]:
    """Yield what tells one state of the installed program from another, without opening a file."""
    for folder, folders, names in os.walk(_PACKAGE):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            yield _look(os.path.join(folder, name))
    for place in sys.path:
        # Where packages are installed, and so where installing one is seen; other places change all the time.
        if os.path.basename(place) in _INSTALLED and os.path.isdir(place):
            yield _look(place)
    yield [sys.version]


def _look(path: str) -> list[object]:
    status = os.stat(path)
    return [path, 0 if os.path.isdir(path) else status.st_size, status.st_mtime_ns]


def _environment() -> list[list[str]]:
    return sorted([name, value] for name, value in os.environ.items() if name.startswith(_ENVIRONMENT))
