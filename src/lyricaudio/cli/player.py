"""A program of the system that plays a WAV file."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

_PLAYERS = (
    ("afplay",),  # macOS
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("ffplay", "-v", "error", "-nodisp", "-autoexit"),
)
"""How each is called; the file's name comes last."""

Player = Callable[[Path], None]
"""What plays a file, to its end."""


def player() -> Player | None:
    """Return what plays a WAV file here, or None where nothing does."""
    for program, *options in _PLAYERS:
        if found := shutil.which(program):
            return partial(_play, [found, *options])
    return _play_on_windows if sys.platform == "win32" else None


def _play(program: list[str], path: Path) -> None:
    subprocess.run([*program, str(path)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)


def _play_on_windows(path: Path) -> None:
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(path), winsound.SND_FILENAME)
