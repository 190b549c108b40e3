"""File names in ASCII, for players that know no other letters: Japanese as it is read, in romaji."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from lyricaudio.release.names.romaji import romaji, spelled
from lyricaudio.release.names.safe import safe_name

_NAMELESS = "untitled"
_UNFIT = re.compile(r'[^ -~]|[/\\:*?"<>|#%]')

ReadWords = Callable[[str], Iterable[tuple[str, str]]]
"""Reads a text aloud: its words as they stand there, each with its katakana."""


def ascii_paths(paths: Iterable[PurePosixPath], words: ReadWords) -> dict[PurePosixPath, PurePosixPath]:
    """Return for each path one in ASCII that says the same; paths that differ stay different.

    They differ on file systems that take capitals for small letters, too.
    """
    given: dict[PurePosixPath, PurePosixPath] = {PurePosixPath(): PurePosixPath()}
    taken: set[str] = set()

    def renamed(path: PurePosixPath) -> PurePosixPath:
        if path not in given:
            folder = renamed(path.parent)
            ending = path.suffix if path.suffix.isascii() else ""
            stem = ascii_name(path.name.removesuffix(ending), words)
            given[path] = _free(folder, stem, ending, taken)
        return given[path]

    return {path: renamed(path) for path in paths}


def ascii_name(name: str, words: ReadWords) -> str:
    """Return a name in ASCII: what is ASCII as it stands, all else in romaji, word by word."""
    text = _narrow(name)
    pieces, end = [], 0
    for word, kana in words(text):
        start = text.find(word, end)
        if start >= 0:
            pieces += [
                _ascii(text[end:start]),
                word if word.isascii() else f" {romaji(spelled(word, kana))} ",
            ]
            end = start + len(word)
    pieces.append(_ascii(text[end:]))
    said = " ".join(_UNFIT.sub("", "".join(pieces)).split())
    return safe_name(said) if said.strip(" .") else _NAMELESS


def _ascii(text: str) -> str:
    return text.encode("ascii", "ignore").decode()


def _narrow(name: str) -> str:
    """Return the name with full-width letters and digits as ASCII; not signs, which no file may have so."""
    narrow = (unicodedata.normalize("NFKC", character) for character in name)
    return "".join(
        new if new.isascii() and new.isalnum() else old for old, new in zip(name, narrow, strict=True)
    )


def _free(folder: PurePosixPath, stem: str, ending: str, taken: set[str]) -> PurePosixPath:
    number = 1
    path = folder / f"{stem}{ending}"
    while str(path).casefold() in taken:
        number += 1
        path = folder / f"{stem} {number}{ending}"
    taken.add(str(path).casefold())
    return path
