"""What was brought into a folder of songs: which song lies where, and every content that was ever handed out.

It lies beside the songs, hidden, and goes wherever they go: into a repository, to another computer. A file
whose content was handed out once has not been changed by the person, whatever version it is of.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from lyricaudio import __version__, files
from lyricaudio.errors import LyricAudioError, as_typed
from lyricaudio.messages import told

LEDGER = ".lyricaudio-book.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A song that was brought.

    Attributes
    ----------
    path
        Where it lies, from the folder of songs.
    digests
        Of all that was handed out as this song, the oldest first.
    begun
        Whether it was about to be written: it may be there or not.
    """

    path: str
    digests: tuple[str, ...]
    begun: bool = False


Ledger = Mapping[str, Handed]
"""All songs that were brought, by `<book>/<chapter>/<name>`."""


def text_digest(data: bytes) -> str:
    """Return the digest of a text; how its lines end makes no difference, for git and editors turn that."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()[:24]


def read_ledger(folder: Path) -> dict[str, Handed]:
    """Read what was brought into a folder; where nothing is noted, nothing was.

    Raises
    ------
    LyricAudioError
        When the note is damaged, or of a later version of the program: without it nobody could tell what the
        person has changed.
    """
    file = folder / LEDGER
    with files.refusing(told("read {file}", file=file)):
        try:
            data = file.read_bytes()
        except FileNotFoundError:
            return {}
    try:
        noted = json.loads(data)
        later = noted["format"] > _FORMAT
        ledger = {} if later else {name: _handed(entry) for name, entry in noted["songs"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = told("put an earlier one in its place, or remove it: songs that differ then count as yours")
        raise LyricAudioError(
            told("{file} is damaged; {remedy}", file=as_typed(file), remedy=remedy)
        ) from error
    if later:
        raise LyricAudioError(
            told("{file} was written by a newer lyricaudio; update this one", file=as_typed(file))
        )
    return {name: entry for name, entry in ledger.items() if files.is_below(entry.path)}


def _handed(entry: Mapping[str, object]) -> Handed:
    digests = entry["digests"]
    if not isinstance(digests, list):
        raise TypeError("no list of digests")
    return Handed(
        path=str(entry["path"]), digests=tuple(map(str, digests)), begun=bool(entry.get("begun", False))
    )


def write_ledger(folder: Path, ledger: Ledger) -> None:
    """Note what was brought into a folder."""
    songs = {
        name: {key: value for key, value in asdict(entry).items() if key != "begun" or value}
        for name, entry in sorted(ledger.items())
    }
    data = {"written_by": f"lyricaudio {__version__}", "format": _FORMAT, "songs": songs}
    files.write_text(folder / LEDGER, json.dumps(data, ensure_ascii=False, indent=1) + "\n")
