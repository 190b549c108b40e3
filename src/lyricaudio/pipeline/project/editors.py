"""A project's copies of the schemas by which editors complete and explain its files."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from lyricaudio import files
from lyricaudio.errors import ReleaseError
from lyricaudio.pipeline.project.folders import project_root
from lyricaudio.pipeline.project.library import known_names
from lyricaudio.song.editor import FOLDER, SONG_SCHEMA, first_line, schemas


def line_for_editors(song: Path) -> str:
    """Return the first line of a new song, and put what it names into the project."""
    song = song.absolute()
    root = _root_above(song)
    _write(root)
    return first_line(song, root)


def refresh(root: Path) -> None:
    """Bring a project's copies up to date where it has them; a folder that cannot be written stays so."""
    if (root / FOLDER / SONG_SCHEMA).is_file():
        with suppress(ReleaseError):
            _write(root)


def _root_above(song: Path) -> Path:
    """Return the project of a song; one that is to be the first of a project is below the current folder."""
    here = project_root(Path.cwd())
    return here if song.is_relative_to(here) else project_root(song.parent)


def _write(root: Path) -> None:
    for name, text in schemas(known_names(root)).items():
        path = root / FOLDER / name
        if not path.is_file() or path.read_bytes() != text.encode():
            files.write_text(path, text)
