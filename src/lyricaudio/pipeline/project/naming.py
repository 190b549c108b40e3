"""By which names a person may ask for a song (file, folder, identity, title), and how a new one is called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from lyricaudio.errors import LyricAudioError, as_typed
from lyricaudio.messages import told
from lyricaudio.pipeline.project.folders import SONGS_FOLDER, project_root, song_files
from lyricaudio.release.names.safe import safe_name
from lyricaudio.song.folding import likeness
from lyricaudio.song.markup import display


def song_id(path: str) -> str:
    """Return a song's identity: its path in the songs' folder, without the suffix, in NFC.

    Parameters
    ----------
    path
        From the project's root.
    """
    pure = PurePosixPath(unicodedata.normalize("NFC", path))
    return str(pure.with_suffix("")).removeprefix(f"{SONGS_FOLDER}/").strip("/")


def free_path(title: str, folder: Path | None) -> Path:
    """Return where a new song of that title goes; refuse when one of that name is there.

    Parameters
    ----------
    folder
        Where songs go; None is that of the project around the current folder.
    """
    songs = folder or project_root(Path.cwd()) / SONGS_FOLDER
    path = songs / f"{safe_name(title)}.yaml"
    if there := _same_name(path):
        raise LyricAudioError(
            told("{file} is there already; choose another title, or edit it", file=as_typed(there))
        )
    return path


def _same_name(path: Path) -> Path | None:
    """Find a file that would be the same song: its name differs at most in case and form, or in .yml."""
    beside = sorted(path.parent.iterdir()) if path.parent.is_dir() else []
    ours = song_id(path.name).casefold()
    return next((p for p in beside if p.suffix and song_id(p.name).casefold() == ours), None)


def named_songs(
    songs: Sequence[Path], files: Sequence[Path], titles: Mapping[Path, str], root: Path
) -> Iterator[Path]:
    """Find the files of the songs that a person names.

    Parameters
    ----------
    songs
        As they were typed.
    files
        All song files there are.
    titles
        Of those that could be read.
    root
        The project's folder.

    Raises
    ------
    LyricAudioError
        When a name is nobody's, or several songs'; it says the nearest.
    """
    names = {path: set(_names(path, titles.get(path), root)) for path in files}
    for song in songs:
        if song.is_file():
            yield song.absolute()
        elif folder := next(filter(Path.is_dir, (song, root / SONGS_FOLDER / song)), None):
            yield from _in_folder(folder.absolute(), files, root)
        else:
            yield _by_name(str(song), names, titles)


def _in_folder(folder: Path, files: Sequence[Path], root: Path) -> Sequence[Path]:
    """Return the songs in a folder: in the project's own they are all."""
    found = files if folder == root else [path for path in files if path in set(song_files(root, folder))]
    if not found:
        raise LyricAudioError(
            told("there are no songs in {folder}; name a song or its title", folder=as_typed(folder))
        )
    return found


def _by_name(typed: str, names: Mapping[Path, set[str]], titles: Mapping[Path, str]) -> Path:
    key = _key(typed)
    found = [path for path, its in names.items() if key in its]
    if len(found) > 1:
        several = ", ".join(as_typed(path) for path in found)
        raise LyricAudioError(
            told("'{typed}' may be {songs}; name one of these files", typed=typed, songs=several)
        )
    if found:
        return found[0]
    owners = {name: path for path, its in names.items() for name in its}
    near = get_close_matches(key, owners, n=1, cutoff=0.5)
    if near:
        path = owners[near[0]]
        title = f" ({display(titles[path])})" if path in titles else ""
        raise LyricAudioError(
            told(
                "there is no song '{typed}'; did you mean {song}?",
                typed=typed,
                song=f"{as_typed(path)}{title}",
            )
        )
    known = [as_typed(path) for path in names]
    shown = ", ".join([*known[:5], "…"] if known[5:] else known)
    raise LyricAudioError(told("there is no song '{typed}'; there are {songs}", typed=typed, songs=shown))


def _names(path: Path, title: str | None, root: Path) -> Iterator[str]:
    """Yield all names of a song, as keys."""
    below = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    bare = str(PurePosixPath(below).with_suffix(""))
    stem = PurePosixPath(below).stem
    unnumbered = re.sub(r"^[0-9]+[-_ .]*", "", stem) or stem
    yield from map(_key, (below, bare, song_id(below), path.name, stem, unnumbered))
    if title:
        yield _key(display(title))


def _key(name: str) -> str:
    """Return what is compared of a name: no case, no look, no way to it."""
    return likeness(song_id(name.removeprefix("./")) if name.endswith((".yaml", ".yml")) else name).casefold()
