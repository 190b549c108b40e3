"""Blobs by key: what one task has made and another needs.

A blob is content-addressed: its key is a digest of all that it is made from, so equal keys mean equal blobs,
and it does not matter who made one, how often, or on which machine.

The default is a folder, and a task gets the `FolderStore` itself as an argument. Workers on this machine read
and write the folder, so that no sound goes through a pipe. For a worker elsewhere the executor puts a
`HeldStore` in its place that holds what the task `needs`, and what the task puts comes back with its result
into the folder. That keeps a task a pure function of values: it can be done again when its worker is lost,
and no file system has to be shared. (A store that is asked over the network would save sending a clip twice,
at the price of a service that must be alive whenever a task runs.)
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from lyricaudio import files


class Store(Protocol):
    """Where blobs are kept."""

    def get(self, key: str) -> bytes | None:
        """Return a blob, or None when it is absent or damaged."""

    def put(self, key: str, blob: bytes) -> None:
        """Keep a blob.

        Raises
        ------
        ReleaseError
            When it cannot be written.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderStore:
    """A folder of files, each a line with the digest of key and blob, then the blob.

    Every read is verified; a file that is damaged, or another's, counts as absent. Writers need no lock:
    equal keys mean equal blobs, and a file appears whole or not at all.
    """

    folder: Path
    suffix: str = ".clip"

    def path(self, key: str) -> Path:
        """Return where the blob of a key is kept."""
        return self.folder / key[:2] / f"{key[2:]}{self.suffix}"

    def get(self, key: str) -> bytes | None:
        """Return a blob, or None when it is absent or damaged."""
        try:
            digest, blob = self.path(key).read_bytes().split(b"\n", 1)
        except (OSError, ValueError):
            return None
        return blob if _digest(key, blob) == digest else None

    def put(self, key: str, blob: bytes) -> None:
        """Keep a blob; `ReleaseError` when it cannot be written."""
        files.write_bytes(self.path(key), _digest(key, blob) + b"\n" + blob)


def _digest(key: str, blob: bytes) -> bytes:
    return hashlib.sha256(key.encode() + blob).hexdigest().encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldStore:
    """Blobs in memory: those that were given, and those that were put since."""

    given: dict[str, bytes] = field(default_factory=dict)
    made: dict[str, bytes] = field(default_factory=dict)

    def get(self, key: str) -> bytes | None:
        """Return a blob, or None when it is not there."""
        return self.made.get(key, self.given.get(key))

    def put(self, key: str, blob: bytes) -> None:
        """Keep a blob."""
        self.made[key] = blob
