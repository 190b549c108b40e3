"""What a recogniser heard of the lines of a release, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from lyricaudio.cli.console import say, table
from lyricaudio.messages import message, told, told_of_others
from lyricaudio.units import clock_tenths
from lyricaudio.verify.intelligibility import Understood, means

_SHOWN = 20

_DELIVERIES = {
    "speak": message("spoken"),
    "chant": message("chanted"),
    "sing": message("sung to a tune"),
    "recording": message("recording"),
}


def heard_json(lines: Sequence[Understood]) -> dict[str, Any]:
    """Return every line, worst first, and how well each song is understood, by how its lines are said."""
    return {"heard": [asdict(line) for line in lines], "means": [asdict(mean) for mean in means(lines)]}


def print_heard(lines: Sequence[Understood]) -> None:
    """Print the worst lines with what was heard of them, and the means of the songs."""
    for line in [line for line in lines if line.error][:_SHOWN]:
        say(_shown(line))
    table(
        (mean.song, told_of_others(_DELIVERIES[mean.delivery]), _count(mean.lines), _error(mean.error))
        for mean in means(lines)
    )


def _shown(line: Understood) -> str:
    values = {
        "error": line.error,
        "path": line.path,
        "time": clock_tenths(line.at_s),
        "text": line.text,
        "heard": line.heard,
    }
    if not line.misheard:
        return told("{error:.0%} {path} at {time}, '{text}': heard as '{heard}'", **values)
    return told(
        "{error:.0%} {path} at {time}, '{text}': heard as '{heard}'; misheard: {words}",
        **values,
        words=" ".join(line.misheard),
    )


def _count(lines: int) -> str:
    return told("{lines} lines", lines=lines)


def _error(error: float) -> str:
    return told("{error:.1%} of kana misheard", error=error)
