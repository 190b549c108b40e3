"""What the person sees: lines on standard output, complaints and progress on standard error."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Iterable, Sequence
from shutil import get_terminal_size
from threading import Timer
from typing import Any
from unicodedata import east_asian_width

import click

from lyricaudio.messages import told
from lyricaudio.pipeline.project.report import Progress
from lyricaudio.units import clock_time

_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"}


def harmless(text: str) -> str:
    """Escape control characters, which could make a terminal do things."""
    return text.translate(_CONTROLS)


def say(text: str) -> None:
    """Write a line to standard output."""
    click.echo(harmless(text))


def say_json(value: Any) -> None:
    """Write a value as JSON to standard output, as plain ASCII where that lacks some of its characters."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    click.echo(text if has(text) else json.dumps(value, indent=1))


def has(text: str) -> bool:
    """Tell whether standard output has all characters of a text."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def escape_what_is_lacking() -> None:
    """Let no output die of a character that a terminal's code page lacks: it is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def complain(text: str) -> None:
    """Write a line to standard error."""
    click.echo(harmless(text), err=True)


def remark(text: str) -> None:
    """Write to standard error what the person should know, though nothing is wrong."""
    complain(told("note: {text}", text=text))


def table(rows: Iterable[Sequence[str]]) -> None:
    """Write rows in columns as wide as their widest cell (full-width characters count twice)."""
    rows = [tuple(map(harmless, row)) for row in rows]
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True)]
        say("  ".join(cells).rstrip())


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


class ProgressLine:
    """One line on the terminal that tells what is being made and how much is left; nothing in a pipe."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._started_s = time.monotonic()
        self._last_s = 0.0

    def __call__(self, progress: Progress) -> None:
        """Show a state, at most ten times a second."""
        now_s = time.monotonic()
        if self._shown and now_s - self._last_s > 0.1:
            self._last_s = now_s
            self._write(progress_text(progress, now_s - self._started_s))

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._write("")

    def _write(self, text: str) -> None:
        line = harmless(text)
        while columns(line) >= get_terminal_size().columns:
            line = line[:-1]
        sys.stderr.write(f"\r\x1b[2K{line}")
        sys.stderr.flush()


def progress_text(progress: Progress, elapsed_s: float) -> str:
    """Return what a line says of a state, so many seconds after the start."""
    if not progress.clips_total and not progress.episodes_total:
        return progress.now
    voice = told("voice {clips}/{clips_total}", clips=progress.clips, clips_total=progress.clips_total)
    if not progress.episodes_total:
        return f"{voice}  {progress.now}"
    episodes = told(
        "episodes {episodes}/{episodes_total}",
        episodes=progress.episodes,
        episodes_total=progress.episodes_total,
    )
    done = f"{voice}  {episodes}"
    if progress.share > 0.02:
        left = clock_time(elapsed_s * (1 - progress.share) / progress.share)
        done = told("{done}, about {left} left", done=done, left=left)
    return f"{progress.share:4.0%}  {done}  {progress.now}"


class LateLine:
    """A `ProgressLine` for work that is mostly over at once: it appears when a second has passed."""

    def __init__(self) -> None:
        self._line = ProgressLine()
        self._latest = Progress()
        self._is_due = False
        self._timer = Timer(1.0, self._appear)
        self._timer.daemon = True

    def __enter__(self) -> LateLine:
        self._timer.start()
        return self

    def __exit__(self, *trouble: object) -> None:
        self._timer.cancel()
        self._timer.join()
        self._line.clear()

    def __call__(self, progress: Progress) -> None:
        """Take note of a state, and show it once the line is there."""
        self._latest = progress
        if self._is_due:
            self._line(progress)

    def _appear(self) -> None:
        self._is_due = True
        self._line(self._latest)
