"""Mending the songs of a project where that is safe, in their files."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path

from lyricaudio import files
from lyricaudio.errors import SongError, as_typed
from lyricaudio.pipeline.project.library import Library, known_names
from lyricaudio.song.decode import decode_source
from lyricaudio.song.mend import Change, mended
from lyricaudio.song.written import Names


def fix(library: Library) -> dict[str, tuple[Change, ...]]:
    """Mend the selected songs of a library, and return what was changed in each that was.

    Raises
    ------
    ReleaseError
        When a file cannot be written.
    """
    names = known_names(library.root)
    paths = sorted(library.root / song for song in library.selected)
    changed = {as_typed(path): _fixed(path.resolve(), names) for path in paths}  # a link stays one
    return {file: changes for file, changes in changed.items() if changes}


def _fixed(path: Path, names: Names) -> tuple[Change, ...]:
    """Mend a file; one that is no text says so when it is read."""
    try:
        data = path.read_bytes()
        found = mended(decode_source(data, source=str(path)), source=str(path), names=names)
    except (OSError, SongError):
        return ()
    if found.changes:
        mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
        files.write_bytes(path, mark + found.text.encode())
    return found.changes
