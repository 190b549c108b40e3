"""The songs of a project: found, read and named."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lyricaudio.errors import LyricAudioError, Place, SongError, SongErrors, as_typed
from lyricaudio.lesson.form import chosen_forms, form_names, settings_of
from lyricaudio.music.stylebook import style_names
from lyricaudio.music.theory.metre import METRES
from lyricaudio.pipeline.project.folders import (
    LEXICON_FILE,
    PROJECT_FILE,
    SONGS_FOLDER,
    STYLES_FOLDER,
    project_root,
    song_files,
)
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
from lyricaudio.voice.known import engine_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A song that could be read, and its path from the root."""

    path: str
    song: Song

    @property
    def song_id(self) -> str:
        """What everything that is kept about the song hangs on."""
        return song_id(self.path)


def song_id(path: str) -> str:
    """Return a song's identity: its path in the songs' folder, without the suffix, in NFC.

    Parameters
    ----------
    path
        From the project's root.
    """
    pure = PurePosixPath(unicodedata.normalize("NFC", path))
    return str(pure.with_suffix("")).removeprefix(f"{SONGS_FOLDER}/").strip("/")


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
    PlugError
        When a form of another package that the project asks for is broken.
    LyricAudioError
        When there are no songs, or one of them is not there.
    """
    root = project_root(songs[0].absolute().parent if songs else folder.absolute())
    files = _song_files(root, songs)
    if not files:
        raise LyricAudioError(
            f"there are no songs in {root / SONGS_FOLDER}; start one with: lyricaudio new TITLE"
        )
    names = known_names(root)
    project = _project(root, names)
    chosen_forms(project.forms)  # one that is broken would fail every song: it is told once
    chosen = {path.absolute() for path in songs} or set(files)
    entries: list[Entry] = []
    errors: list[SongError] = []
    taken: dict[str, Path] = {}
    for path in files:
        try:
            _refuse_second(path, root, taken)
            song = _song(path, as_typed(path), names)
        except SongErrors as wrong:
            errors += wrong.errors if path in chosen else ()
        else:
            entries.append(Entry(path=_from_root(path, root), song=song))
    return Library(
        root=root,
        project=project,
        lexicon=_lexicon(root),
        entries=tuple(entries),
        selected=frozenset(_from_root(path, root) for path in chosen),
        errors=tuple(sorted(errors, key=lambda error: error.place)),
    )


def known_names(root: Path) -> Names:
    """Return the names that the files of a project may use; its own styles are in `root`."""
    return Names(
        styles=style_names(root / STYLES_FOLDER),
        metres=tuple(METRES),
        engines=engine_names(),
        forms=form_names(),
        settings_of=settings_of,
    )


def _song_files(root: Path, songs: Sequence[Path]) -> list[Path]:
    """List the project's songs by name, and after them those asked for that lie elsewhere."""
    for path in songs:
        if not path.is_file():
            raise LyricAudioError(f"there is no song file {path}")
    files = song_files(root)
    return files + [path.absolute() for path in songs if path.absolute() not in files]


def _refuse_second(path: Path, root: Path, taken: dict[str, Path]) -> None:
    """Refuse a song whose identity an earlier one has: `a.yml` beside `a.yaml`."""
    first = taken.setdefault(song_id(_from_root(path, root)).casefold(), path)
    if first != path:
        message = f"has the name of {as_typed(first)}, by which its episodes are kept; rename one of them"
        raise SongErrors([SongError(Place(as_typed(path), 1, 1), message)])


def _project(root: Path, names: Names) -> Project:
    path = root / PROJECT_FILE
    if not path.is_file():
        return Project()
    return parse_project(_source_text(path, as_typed(path)), source=as_typed(path), names=names)


def _lexicon(root: Path) -> tuple[OwnReading, ...]:
    path = root / LEXICON_FILE
    if not path.is_file():
        return ()
    return parse_lexicon(_source_text(path, as_typed(path)), source=as_typed(path))


def _song(path: Path, source: str, names: Names) -> Song:
    return parse_song(_source_text(path, source), source=source, names=names)


def _source_text(path: Path, source: str) -> str:
    """Read a file of the person's; what is wrong with it as a whole has its place, too."""
    try:
        return decode_source(path.read_bytes(), source=source)
    except SongError as error:
        raise SongErrors([error]) from error
    except OSError as error:
        message = f"cannot be read: {error.strerror}; {_remedy(path)}"
        raise SongErrors([SongError(Place(source, 1, 1), message)]) from error


def _remedy(path: Path) -> str:
    if path.is_dir():
        return "a song is a file: rename the folder"
    return "remove the link" if path.is_symlink() else "check its permissions"


def _from_root(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
