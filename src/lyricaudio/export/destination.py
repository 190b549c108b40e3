"""A place that a release can be carried to, and what can be wrong with one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Protocol

from lyricaudio.errors import LyricAudioError
from lyricaudio.release.targets.outgoing import Outgoing


class NoSuchPlace(LyricAudioError):
    """The place is not there, or no place for a release; the message says what to do."""

    exit_code = 2


class NoDevice(LyricAudioError):
    """A program or a device that leads to the place is missing."""

    exit_code = 3


class Destination(Protocol):
    """Where files can be put. All paths are from its root; all errors are `LyricAudioError`."""

    @property
    def name(self) -> str:
        """What the person knows it by."""

    def read(self, path: PurePosixPath) -> bytes | None:
        """Return what is in a file; None when it is not there."""

    def sizes_bytes(self, paths: Iterable[PurePosixPath]) -> Mapping[PurePosixPath, int]:
        """Return the sizes of those files that are there."""

    def holds(self, file: Outgoing) -> bool:
        """Tell whether a file is there with exactly these bytes."""

    def free_bytes(self) -> int | None:
        """Return how much more fits in; None when nobody can tell."""

    def put(self, file: Outgoing) -> int:
        """Write a file so that the old or the new one is there at any time; return its size in bytes."""

    def remove(self, path: PurePosixPath) -> None:
        """Remove a file that may be there, and the folders that it leaves empty."""

    def settle(self, paths: Sequence[PurePosixPath]) -> None:
        """Do what has to follow after files were put or removed."""
