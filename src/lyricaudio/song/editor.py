"""What editors complete and explain by: the tables as JSON Schemas.

The files in `schemas/`, which ``python -m tests.schemas`` writes, know the names that we bring. A project has
copies of its own, with its own styles and what its packages bring, and its songs name them on their first
line by a path from song to copy. So they work offline and on any machine, which an address of the package
would not, as it holds the folders of one machine.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from lyricaudio.messages import described
from lyricaudio.song.projecttables import PROJECT
from lyricaudio.song.schema import Schema, mapping_shape
from lyricaudio.song.tables import SONG
from lyricaudio.song.written import Names

FOLDER = ".lyricaudio"
"""Where a project's copies are, which may well be under version control."""

SONG_SCHEMA, PROJECT_SCHEMA = "song.schema.json", "project.schema.json"

_DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that yaml-language-server knows best; a name, which nobody fetches."""


def schemas(names: Names) -> dict[str, str]:
    """Return the text of each schema's file, for the names that files may use."""
    return {SONG_SCHEMA: _text(SONG, names), PROJECT_SCHEMA: _text(PROJECT, names)}


def _text(schema: Schema[Any], names: Names) -> str:
    head = {"$schema": _DRAFT, "title": f"lyricaudio: {schema.what}", "description": described(schema.what)}
    return json.dumps(head | mapping_shape(schema, names), ensure_ascii=False, indent=2) + "\n"


def first_line(song: Path, root: Path) -> str:
    """Return the line by which an editor finds the schema of a song, where the project is in `root`."""
    schema = root / FOLDER / SONG_SCHEMA
    return f"# yaml-language-server: $schema={Path(os.path.relpath(schema, song.parent)).as_posix()}\n"
