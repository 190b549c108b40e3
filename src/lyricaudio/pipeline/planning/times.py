"""When the lines of recordings are sung, as it was worked out.

To listen takes seconds for each song, so it is done once, before anything is planned; planning only looks.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from lyricaudio.errors import ReleaseError
from lyricaudio.lesson.sung import FoundLine
from lyricaudio.pipeline.planning.manner import reader_of
from lyricaudio.pipeline.project.library import Library
from lyricaudio.pipeline.project.record import STATE_FOLDER
from lyricaudio.provenance import code_digest, digest
from lyricaudio.song import Song
from lyricaudio.work.blobs import FolderStore

FINDER = "lyricaudio.mix.finding.find"
"""The module that finds lines: whatever it imports decides where."""

_SUFFIX = ".times"


class Times:
    """The times of lines that were found, kept in a release's folder."""

    def __init__(self, output: Path) -> None:
        self._store = FolderStore(folder=output / STATE_FOLDER / "times", suffix=_SUFFIX)
        self._found: dict[str, tuple[FoundLine, ...]] = {}

    def of(self, song: Song, library: Library, content: str) -> tuple[FoundLine, ...] | None:
        """Return the lines that were found in a song's recording; None when nobody has listened.

        Parameters
        ----------
        content
            The digest of what the recording holds.
        """
        key = _key(song, library, content)
        if key not in self._found:
            blob = self._store.get(key)
            if blob is None:
                return None
            self._found[key] = tuple(FoundLine(**line) for line in json.loads(blob))
        return self._found[key]

    def keep(self, song: Song, library: Library, content: str, lines: tuple[FoundLine, ...]) -> None:
        """Keep the lines that were found; where nothing can be written, for as long as this lives."""
        key = _key(song, library, content)
        self._found[key] = lines
        with suppress(ReleaseError):
            self._store.put(key, json.dumps([asdict(line) for line in lines]).encode())


def _key(song: Song, library: Library, content: str) -> str:
    """Return the digest of all that decides what is found."""
    lines = [[(line.id, line.lyric.text) for line in section.lines] for section in song.sections]
    hooks = [section.hook for section in song.sections]
    reader = reader_of(song, library).fingerprint
    return digest(["found", code_digest(FINDER), content, lines, hooks, reader])
