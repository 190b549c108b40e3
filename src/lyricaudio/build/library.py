"""The songs of a project: found, read and numbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lyricaudio.errors import LyricAudioError, Place, SongError, SongErrors
from lyricaudio.lesson.form import FORMS
from lyricaudio.music.metre import METRES
from lyricaudio.music.style import style_names
from lyricaudio.song import (
    Names,
    OwnReading,
    Project,
    Song,
    decode_source,
    parse_lexicon,
    parse_project,
    parse_song,
)
from lyricaudio.voice.engine import engine_names

PROJECT_FILE = "lyricaudio.yaml"
LEXICON_FILE = "lexicon.yaml"
SONGS_FOLDER = "songs"
OUTPUT_FOLDER = "output"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A song that could be read: its number in the project, counted from 1, and its path from the root."""

    number: int
    path: str
    song: Song


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A project's songs.

    Attributes
    ----------
    root
        The folder that holds `lyricaudio.yaml` or `songs/`.
    lexicon
        The terms of the project's `lexicon.yaml`; they come before the lexicons of packages.
    entries
        Every song that could be read, in the order of file names.
    selected
        The paths (from the root) of the songs that the person asked for.
    errors
        All that is wrong in the others, sorted by place.
    """

    root: Path
    project: Project
    lexicon: tuple[OwnReading, ...]
    entries: tuple[Entry, ...]
    selected: frozenset[str]
    errors: tuple[SongError, ...]


def open_library(songs: Sequence[Path], *, folder: Path) -> Library:
    """Read the project around some song files, or around a folder when none are named.

    Parameters
    ----------
    songs
        Song files as the person named them; all of the project's when empty.
    folder
        Where to look for the project when no songs are named.

    Raises
    ------
    SongErrors
        When the project file or its lexicon is wrong.
    LyricAudioError
        When there are no songs, or one of them is not there.
    """
    root = _root(songs[0].absolute().parent if songs else folder.absolute())
    files = _song_files(root, songs)
    if not files:
        raise LyricAudioError(
            f"there are no songs in {root / SONGS_FOLDER}; start one with: lyricaudio new TITLE"
        )
    names = Names(styles=style_names(), metres=tuple(METRES), engines=engine_names(), forms=tuple(FORMS))
    project = _project(root, names)
    chosen = {path.absolute() for path in songs} or set(files)
    entries: list[Entry] = []
    errors: list[SongError] = []
    for number, path in enumerate(files, start=1):
        try:
            song = _song(path, _shown(path), names)
        except SongErrors as wrong:
            errors += wrong.errors if path in chosen else ()
        else:
            entries.append(Entry(number=number, path=_from_root(path, root), song=song))
    return Library(
        root=root,
        project=project,
        lexicon=_lexicon(root),
        entries=tuple(entries),
        selected=frozenset(_from_root(path, root) for path in chosen),
        errors=tuple(sorted(errors, key=lambda error: error.place)),
    )


def _root(start: Path) -> Path:
    """Find the nearest folder upwards that looks like a project; else the start itself."""
    for folder in (start, *start.parents):
        if (folder / PROJECT_FILE).is_file() or (folder / SONGS_FOLDER).is_dir():
            return folder
    return start


def _song_files(root: Path, songs: Sequence[Path]) -> list[Path]:
    """List the project's songs by name, and after them those asked for that lie elsewhere."""
    for path in songs:
        if not path.is_file():
            raise LyricAudioError(f"there is no song file {path}")
    files = sorted(path for path in (root / SONGS_FOLDER).glob("*.y*ml") if path.is_file())
    return files + [path.absolute() for path in songs if path.absolute() not in files]


def _project(root: Path, names: Names) -> Project:
    path = root / PROJECT_FILE
    if not path.is_file():
        return Project()
    return parse_project(_source_text(path, _shown(path)), source=_shown(path), names=names)


def _lexicon(root: Path) -> tuple[OwnReading, ...]:
    path = root / LEXICON_FILE
    if not path.is_file():
        return ()
    return parse_lexicon(_source_text(path, _shown(path)), source=_shown(path))


def _song(path: Path, source: str, names: Names) -> Song:
    return parse_song(_source_text(path, source), source=source, names=names)


def _source_text(path: Path, source: str) -> str:
    """Read a file of the person's; what is wrong with it as a whole has its place, too."""
    try:
        return decode_source(path.read_bytes(), source=source)
    except SongError as error:
        raise SongErrors([error]) from error
    except OSError as error:
        message = f"cannot be read: {error.strerror}; check its permissions"
        raise SongErrors([SongError(Place(source, 1, 1), message)]) from error


def _shown(path: Path) -> str:
    """Return the path as the person would type it here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _from_root(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
