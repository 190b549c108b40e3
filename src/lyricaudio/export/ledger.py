"""What an export left in a place: the list of its files, kept there, so that nothing else is ever touched.

It has a plain name, for a hidden file has no place on a car's stick.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath

from lyricaudio import __version__
from lyricaudio.files import is_below
from lyricaudio.release.targets.outgoing import Outgoing, written

LEDGER = PurePosixPath("lyricaudio-export.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """A file of ours as it was left; without a version it was begun, and may be there or not."""

    version: str = ""
    size_bytes: int = 0


Ledger = dict[PurePosixPath, LedgerEntry]
"""All files of ours in a place, by their paths from its root."""


def read_ledger(data: bytes | None) -> Ledger:
    """Understand a ledger; damaged or absent, it is as if nothing there were ours."""
    try:
        entries = {
            PurePosixPath(path): LedgerEntry(
                version=str(entry["version"]), size_bytes=int(entry["size_bytes"])
            )
            for path, entry in json.loads(data or b"")["files"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {path: entry for path, entry in entries.items() if is_below(str(path))}


def ledger_file(ledger: Mapping[PurePosixPath, LedgerEntry]) -> Outgoing:
    """Return the ledger as a file for its place."""
    data = {
        "written_by": f"lyricaudio {__version__}",
        "files": {str(path): asdict(entry) for path, entry in sorted(ledger.items())},
    }
    return written(LEDGER, json.dumps(data, ensure_ascii=False, indent=1) + "\n")
