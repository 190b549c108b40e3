"""Digests: equal digests mean equal files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from lyricaudio import __version__

_MAKERS = ("audio", "lesson", "mix", "music", "reading", "release", "song", "voice", "build")
"""The rooms whose code decides what an episode's files hold."""

_CODE = (".py", ".toml", ".tsv")
_PAGE = (".js", ".css", ".html", ".webmanifest")


def digest(made_from: Mapping[str, object]) -> str:
    """Return the digest of values that have a written form."""
    data = json.dumps(made_from, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(data.encode()).hexdigest()


def content_digest(path: Path) -> str:
    """Return the digest of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def code_digest() -> str:
    """Return the digest of our own code and data, so that a new version makes its files anew."""
    return _rooms_digest(_MAKERS, _CODE)


@cache
def release_digest() -> str:
    """Return the digest of what writes the files of no single episode, the page's own files included."""
    return _rooms_digest(("release", "build"), (*_CODE, *_PAGE))


def _rooms_digest(rooms: Iterable[str], endings: tuple[str, ...]) -> str:
    code = hashlib.sha256(__version__.encode())
    for room in rooms:
        for path in _files(files("lyricaudio") / room, endings):
            code.update(path.name.encode() + path.read_bytes())
    return code.hexdigest()


def _files(folder: Traversable, endings: tuple[str, ...]) -> list[Traversable]:
    found: list[Traversable] = []
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.is_dir():
            found += _files(path, endings)
        elif path.name.endswith(endings):
            found.append(path)
    return found
