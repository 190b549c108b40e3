"""Where a project's files are: its folder, its songs, and what holds for all of them."""

from __future__ import annotations

from pathlib import Path

from lyricaudio.files import is_below

PROJECT_FILE = "lyricaudio.yaml"
LEXICON_FILE = "lexicon.yaml"
SONGS_FOLDER = "songs"
STYLES_FOLDER = "styles"
OUTPUT_FOLDER = "output"
_SUFFIXES = (".yaml", ".yml")


def project_root(start: Path) -> Path:
    """Find the nearest folder upwards that looks like a project; else the start itself."""
    for folder in (start, *start.parents):
        if (folder / PROJECT_FILE).is_file() or (folder / SONGS_FOLDER).is_dir():
            return folder
    return start


def song_files(root: Path) -> list[Path]:
    """List the song files of a project by their names, readable or not; hidden ones are none."""
    folder = root / SONGS_FOLDER
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in _SUFFIXES and is_below(path.relative_to(folder).as_posix())
    )
