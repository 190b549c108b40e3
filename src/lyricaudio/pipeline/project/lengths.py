"""How long the parts of songs are, kept from ride to ride: to foretell them takes most of a second a song.

`.lyricaudio/lengths` is a hint. What is damaged, or of a song that has changed since, is foretold anew.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Mapping
from pathlib import Path

from lyricaudio import files
from lyricaudio.errors import ReleaseError
from lyricaudio.lesson.blocks import Place
from lyricaudio.pipeline.project.record import STATE_FOLDER

_FILE = "lengths"


class Lengths:
    """The lengths of songs' parts in seconds, each with the digest of what it follows from."""

    def __init__(self, output: Path) -> None:
        self._path = output / STATE_FOLDER / _FILE
        self._known = _read(self._path)
        self._is_new = False

    def of(self, song: str, digest: str) -> dict[Place, float] | None:
        """Return the lengths of a song's parts, if they are known and follow from what has this digest."""
        known, lengths = self._known.get(song, ("", {}))
        return lengths if known == digest else None

    def learn(self, song: str, digest: str, lengths: Mapping[Place, float]) -> None:
        """Take note of the lengths of a song's parts."""
        self._known[song] = (digest, dict(lengths))
        self._is_new = True

    def store(self, songs: Collection[str]) -> None:
        """Keep what was learned, of these songs; where nothing can be written, it is worked out again."""
        if not self._is_new:
            return
        data = {
            song: [digest, [[*place, seconds] for place, seconds in lengths.items()]]
            for song, (digest, lengths) in self._known.items()
            if song in songs
        }
        with contextlib.suppress(ReleaseError):
            files.write_text(self._path, json.dumps(data, ensure_ascii=False))


def _read(path: Path) -> dict[str, tuple[str, dict[Place, float]]]:
    try:
        data = json.loads(path.read_text("utf-8"))
        return {
            song: (digest, {(kind, which): float(seconds) for kind, which, seconds in lengths})
            for song, (digest, lengths) in data.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
