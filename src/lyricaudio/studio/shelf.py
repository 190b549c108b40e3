"""The song files of a project as the studio has them: read and written whole, never over another's work.

Each state of a file has a version. Who writes says which version they have seen; when another tab or an
editor has saved since, nothing is written.
"""

from __future__ import annotations

import hashlib
import threading
from codecs import BOM_UTF8
from dataclasses import dataclass
from pathlib import Path

from lyricaudio import files
from lyricaudio.errors import LyricAudioError, as_typed
from lyricaudio.messages import told
from lyricaudio.pipeline.project.folders import SONGS_FOLDER, song_files
from lyricaudio.pipeline.project.naming import song_id
from lyricaudio.song import decode_source


class NoSuchSong(LyricAudioError):
    """There is no song of that name in the project's folder of songs."""


class Outdated(LyricAudioError):
    """A file is another one than who wants to write it has seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A song file as it lies there.

    Attributes
    ----------
    name
        The song's identity.
    version
        Another one for every other content.
    text
        What it says, without a byte order mark.
    """

    name: str
    path: Path
    version: str
    text: str

    @property
    def file(self) -> str:
        """The file as a person would type it."""
        return as_typed(self.path)


class Shelf:
    """The songs of a project; one at a time writes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / SONGS_FOLDER
        self._writing = threading.Lock()

    def names(self) -> tuple[str, ...]:
        """Return the names of all songs, in the order of their files."""
        return tuple(self._paths())

    def path(self, name: str) -> Path:
        """Return where a song lies.

        Raises
        ------
        NoSuchSong
            When the project has none of that name, or a link leads out of its folder of songs.
        """
        path = self._paths().get(name)
        if path is None or not path.resolve().is_relative_to(self.folder.resolve()):
            raise NoSuchSong(told("there is no song '{name}' in {folder}", name=name, folder=SONGS_FOLDER))
        return path

    def sheet(self, name: str) -> Sheet:
        """Return a song's file as it is now.

        Raises
        ------
        NoSuchSong
            As `path`.
        SongError
            When it is no text.
        """
        path = self.path(name)
        with files.refusing(told("read {file}", file=as_typed(path))):
            data = path.read_bytes()
        text = decode_source(data, source=as_typed(path))
        return Sheet(name=name, path=path, version=_version(data), text=text)

    def write(self, sheet: Sheet, text: str) -> Sheet:
        """Write what a song says instead of what was seen of it; return the file as it is then.

        Raises
        ------
        Outdated
            When it is another one by now; that one stays.
        ReleaseError
            When it cannot be written.
        """
        with self._writing:
            path = sheet.path.resolve()  # a link stays one
            data = path.read_bytes()
            mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
            with files.replacing(path) as temporary:
                _put(temporary, mark + text.encode())
                if _version(path.read_bytes()) != sheet.version:
                    raise Outdated(outdated(sheet))
        return self.sheet(sheet.name)

    def _paths(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for path in song_files(self.root):
            found.setdefault(song_id(path.relative_to(self.root).as_posix()), path)
        return found


def outdated(sheet: Sheet) -> str:
    """Say that somebody else has saved a song."""
    return told(
        "{file} was saved elsewhere meanwhile; what is there now is shown, and nothing of it was overwritten",
        file=sheet.file,
    )


def _put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _version(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]
