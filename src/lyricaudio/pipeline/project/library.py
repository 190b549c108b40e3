"""The songs of a project: found, read and named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from lyricaudio.errors import (
    EngineUnavailable,
    LyricAudioError,
    Place,
    SongError,
    SongErrors,
    as_typed,
    refusal,
)
from lyricaudio.lesson.form import chosen_forms, form_names, settings_of
from lyricaudio.messages import told
from lyricaudio.music.stylebook import style_names
from lyricaudio.music.theory.metre import METRES
from lyricaudio.pipeline.project.folders import (
    SONGS_FOLDER,
    STYLES_FOLDER,
    lexicon_file,
    passed_over,
    project_file,
    root_around,
    song_files,
)
from lyricaudio.pipeline.project.naming import named_songs, song_id
from lyricaudio.reading.lexicon.terms import lexicon_names
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
from lyricaudio.song.folding import likeness
from lyricaudio.voice.known import engine_names, stood_in_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A song that could be read, and its path from the root."""

    path: str
    song: Song

    @property
    def song_id(self) -> str:
        """What everything that is kept about the song hangs on."""
        return song_id(self.path)


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
    notes
        Sentences on files that were passed over, on songs that cannot be told apart, and on voices in
        whose place the embedded one speaks here.
    """

    root: Path
    project: Project
    lexicon: tuple[OwnReading, ...]
    entries: tuple[Entry, ...]
    selected: frozenset[str]
    errors: tuple[SongError, ...]
    notes: tuple[str, ...] = ()


def open_library(songs: Sequence[Path], *, folder: Path) -> Library:
    """Read the project around some song files, or around a folder when none are named.

    Parameters
    ----------
    songs
        Songs as the person named them, by file, folder, title or identity; all of the project's when empty.
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
    root = root_around(songs, folder)
    files = _song_files(root, songs)
    if not files:
        raise LyricAudioError(_no_songs(root))
    names = known_names(root)
    project = _project(root, names)
    chosen_forms(project.forms)  # one that is broken would fail every song: it is told once
    entries: list[Entry] = []
    errors: list[tuple[Path, SongError]] = []
    taken: dict[str, Path] = {}
    for path in files:
        try:
            _refuse_second(path, root, taken)
            song = _song(path, as_typed(path), names)
        except SongErrors as wrong:
            errors += ((path, error) for error in wrong.errors)
        else:
            delivered = replace(song, delivery=song.delivery or project.delivery)
            entries.append(Entry(path=_from_root(path, root), song=delivered))
    titles = {root / entry.path: entry.song.title.text for entry in entries}
    chosen = set(named_songs(songs, files, titles, root)) if songs else set(files)
    selected = frozenset(_from_root(path, root) for path in chosen)
    return Library(
        root=root,
        project=project,
        lexicon=_lexicon(root),
        entries=tuple(entries),
        selected=selected,
        errors=tuple(sorted((e for path, e in errors if path in chosen), key=lambda error: error.place)),
        notes=(
            *_passed_over(root),
            *_same_titles(entries, selected),
            *_stand_ins(entries, project, selected),
        ),
    )


def open_song(song: Path) -> tuple[Library, Entry]:
    """Read the project around one song, and return both.

    Raises
    ------
    LyricAudioError
        As `open_library`; when the song is wrong, or more than one is meant.
    """
    library = open_library([song], folder=Path())
    if library.errors:
        raise SongErrors(list(library.errors))
    if len(library.selected) > 1:
        raise LyricAudioError(
            told("{path} has {count} songs; name one of them", path=song, count=len(library.selected))
        )
    (entry,) = (entry for entry in library.entries if entry.path in library.selected)
    return library, entry


def _no_songs(root: Path) -> str:
    """Say that there are no songs, and which files beside the folder may be some."""
    lost = [*passed_over(root), *((path, "") for path in sorted(root.glob("*.y*ml")))]
    ours = (project_file(root), lexicon_file(root))
    meant = [as_typed(path) for path, _ in lost if path not in ours]
    folder = root / SONGS_FOLDER
    if not meant:
        return told("there are no songs in {folder}; start one with: lyricaudio new TITLE", folder=folder)
    return told(
        "there are no songs in {folder}; move {files} there, with a name that ends in .yaml, or start one"
        " with: lyricaudio new TITLE",
        folder=folder,
        files=", ".join(meant[:3]),
    )


def _stand_ins(entries: Sequence[Entry], project: Project, selected: frozenset[str]) -> Iterator[str]:
    """Say in whose place the embedded voice speaks, once for each engine."""
    chosen = [project.voice, *(entry.song.voice for entry in entries if entry.path in selected)]
    voices = (voice for each in chosen for voice in (each.lyric, each.explain, each.answer) if voice)
    for engine in dict.fromkeys(voice.partition(":")[0] for voice in voices):
        with suppress(EngineUnavailable):  # each song that needs it will say so
            if note := stood_in_for(engine):
                yield note


def _passed_over(root: Path) -> Iterator[str]:
    for path, remedy in passed_over(root):
        yield told("{path} is passed over: {remedy}", path=as_typed(path), remedy=remedy)


def _same_titles(entries: Sequence[Entry], selected: frozenset[str]) -> Iterator[str]:
    """Name the songs whose titles players cannot tell apart."""
    first: dict[str, Entry] = {}
    for entry in entries:
        title = entry.song.title
        other = first.setdefault(likeness(title.text).casefold(), entry)
        if other is not entry and selected & {entry.path, other.path}:
            yield told(
                "{place}: '{title}' is also the title of {file}; players show them alike, so rename one",
                place=title.place,
                title=title.text,
                file=other.song.file,
            )


def known_names(root: Path) -> Names:
    """Return the names that the files of a project may use; its own styles are in `root`."""
    return Names(
        styles=style_names(root / STYLES_FOLDER),
        metres=tuple(METRES),
        engines=engine_names(),
        forms=form_names(),
        lexicons=lexicon_names(),
        settings_of=settings_of,
    )


def _song_files(root: Path, songs: Sequence[Path]) -> list[Path]:
    """List the project's songs by name, and after them those asked for that lie elsewhere."""
    asked = [
        path
        for song in songs
        for path in (song_files(root, song.absolute()) if song.is_dir() else [song.absolute()])
        if path.is_file()
    ]
    files = song_files(root)
    others = dict.fromkeys(path for path in asked if path not in files and _has_songs(root, path))
    return [*files, *others]


def _has_songs(root: Path, path: Path) -> bool:
    """Whether a file may be a song: what holds for all songs is none."""
    return path not in (project_file(root), lexicon_file(root))


def _refuse_second(path: Path, root: Path, taken: dict[str, Path]) -> None:
    """Refuse a song whose identity an earlier one has: `a.yml` beside `a.yaml`."""
    first = taken.setdefault(song_id(_from_root(path, root)).casefold(), path)
    if first != path:
        message = told(
            "has the name of {file}, by which its episodes are kept; rename one of them",
            file=as_typed(first),
        )
        raise SongErrors([SongError(Place(as_typed(path), 1, 1), message)])


def _project(root: Path, names: Names) -> Project:
    path = project_file(root)
    if path is None:
        return Project()
    return parse_project(_source_text(path, as_typed(path)), source=as_typed(path), names=names)


def _lexicon(root: Path) -> tuple[OwnReading, ...]:
    path = lexicon_file(root)
    if path is None:
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
        raise SongErrors([SongError(Place(source, 1, 1), _unreadable(path, error))]) from error


def _unreadable(path: Path, error: OSError) -> str:
    reason = refusal(error)
    if path.is_dir():
        return told("cannot be read: {reason}; a song is a file: rename the folder", reason=reason)
    if path.is_symlink():
        return told("cannot be read: {reason}; remove the link", reason=reason)
    return told("cannot be read: {reason}; check its permissions", reason=reason)


def _from_root(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
