"""What a build tells: its progress while it runs, and how each episode came out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from lyricaudio.errors import LyricAudioError


class Status(Enum):
    """How an episode came out of a build."""

    BUILT = "built"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One episode after a build, or a song that could not be planned."""

    name: str
    status: Status
    path: Path | None = None
    seconds: float = 0.0
    error: LyricAudioError | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a build is: clips spoken and episodes mixed, and the share of all work (0 to 1)."""

    clips: int = 0
    clips_total: int = 0
    episodes: int = 0
    episodes_total: int = 0
    share: float = 0.0
    now: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did; `notes` are sentences for the person."""

    results: tuple[Result, ...]
    notes: tuple[str, ...] = ()


Watch = Callable[[Progress], None]
"""Told of the progress of a build."""
