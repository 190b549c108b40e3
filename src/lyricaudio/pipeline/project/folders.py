"""Where a project's files are: its folder, its songs, what holds for all of them, and what is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lyricaudio.files import is_below
from lyricaudio.messages import told

SONGS_FOLDER = "songs"
STYLES_FOLDER = "styles"
OUTPUT_FOLDER = "output"
LEXICON_FILE = "lexicon.yaml"
_PROJECT, _LEXICON = "lyricaudio", "lexicon"
_SUFFIXES = (".yaml", ".yml")
_ALMOST_YAML = re.compile(r"\.(?:ya?ml\.(?:txt|text|yaml|yml)|txt|json|yalm|yam|ymal|yaml_)$", re.IGNORECASE)
"""How the names of files end that were meant to be songs: editors add ``.txt``."""


def project_root(start: Path) -> Path:
    """Find the nearest folder upwards that looks like a project; else the start itself."""
    for folder in (start, *start.parents):
        if project_file(folder) or (folder / SONGS_FOLDER).is_dir():
            return folder
    return start


def root_around(songs: Sequence[Path], folder: Path) -> Path:
    """Find the project around the first of some songs (files, folders or titles), else around a folder."""
    first = songs[0].absolute() if songs else folder.absolute()
    return project_root(first if first.is_dir() else first.parent)


def project_file(root: Path) -> Path | None:
    """Return the file that holds for all songs of a project, if there is one: `lyricaudio.yaml`."""
    return _yaml(root, _PROJECT)


def lexicon_file(root: Path) -> Path | None:
    """Return the file of a project's own terms, if there is one: `lexicon.yaml`."""
    return _yaml(root, _LEXICON)


def _yaml(root: Path, name: str) -> Path | None:
    return next((path for suffix in _SUFFIXES if (path := root / f"{name}{suffix}").is_file()), None)


def song_files(root: Path, below: Path | None = None) -> list[Path]:
    """List the song files of a project, or of a folder in it, by their names, readable or not.

    A song is what ends in .yaml or .yml, in any case; what is hidden is none, nor is a name that cannot be
    carried to other systems.
    """
    folder = below or root / SONGS_FOLDER
    return sorted(path for path in folder.rglob("*") if _is_song(path.relative_to(folder)))


def _is_song(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES and is_below(path.as_posix())


def passed_over(root: Path) -> Iterator[tuple[Path, str]]:
    """Find the files that look as if they were meant, and are not read: each with what to do."""
    folder = root / SONGS_FOLDER
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if any(part.startswith(".") for part in name.parts) or not path.is_file():
            continue
        if _ALMOST_YAML.search(path.name):
            yield (
                path,
                told(
                    "a song's name ends in .yaml: rename it to {name}.yaml",
                    name=_ALMOST_YAML.sub("", path.name),
                ),
            )
        elif path.suffix.lower() in _SUFFIXES and not _is_song(name):
            yield path, told("its name holds a sign that other systems refuse (: or \\); rename it")
    for path in sorted(root.glob("*")):
        known = next((name for name in (_PROJECT, _LEXICON) if _is_almost(path.name, name)), None)
        if known and path not in (project_file(root), lexicon_file(root)):
            yield path, told("the file that is read is {known}.yaml; rename it, or remove it", known=known)


def _is_almost(name: str, known: str) -> bool:
    """Whether a name is that of a project's file but for its case and ending."""
    return re.fullmatch(rf"{known}\.ya?ml(?:\.txt)?", name, re.IGNORECASE) is not None
