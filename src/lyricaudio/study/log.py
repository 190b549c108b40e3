"""What happened, line by line, in a log that only grows: SQLite, in the user's data folder.

What is acknowledged is on the disk, whoever kills the program or writes beside it. What is due and what is
known follows from it, and the same log gives the same answer.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

import platformdirs

from lyricaudio import files
from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import told

What = Literal["asked", "good", "again", "heard"]
"""What happened to a line: it was asked and answered in a ride; it was said to be known, or not to be; it was
played by a program that cannot ask."""

_TABLE = """
create table if not exists events (
    at text not null,
    song text not null,
    line text not null,
    what text not null,
    unique (at, song, line, what)
)
"""
_PATIENCE_S = 30.0


class StudyError(LyricAudioError):
    """The log cannot be read or written, or what is to be taken in is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened to a line, and when.

    `song` and `line` are identities. A line's name follows its words: one that was rewritten begins anew.
    """

    at: datetime
    song: str
    line: str
    what: What

    @property
    def is_review(self) -> bool:
        """Whether the listener was asked: to have heard a line does not tell whether it is known."""
        return self.what != "heard"


def log_path() -> Path:
    """Return where the log of this user is."""
    return platformdirs.user_data_path("lyricaudio", appauthor=False) / "study.sqlite"


def append(path: Path, events: Iterable[Event]) -> None:
    """Add events, all or none; one that is there already is not added again.

    Raises
    ------
    StudyError
        When the log cannot be written.
    """
    rows = [(_stamp(event.at), event.song, event.line, event.what) for event in events]
    with _opened(path) as log, log:
        log.executemany("insert or ignore into events values (?, ?, ?, ?)", rows)


def read(path: Path) -> tuple[Event, ...]:
    """Return all events, the oldest first; none when there is no log.

    Raises
    ------
    StudyError
        When the log is damaged.
    """
    if not path.is_file():
        return ()
    with _opened(path) as log:
        rows = log.execute("select at, song, line, what from events order by at, song, line, what").fetchall()
    return tuple(
        Event(at=datetime.fromisoformat(at), song=song, line=line, what=what) for at, song, line, what in rows
    )


def as_json_lines(events: Iterable[Event]) -> Iterator[str]:
    """Yield each event as a line of JSON, to be kept or taken to another machine."""
    for event in events:
        yield json.dumps(asdict(event) | {"at": _stamp(event.at)}, ensure_ascii=False)


def from_json_lines(lines: Iterable[str]) -> Iterator[Event]:
    """Yield the events of such lines.

    Raises
    ------
    StudyError
        With the number of a line that is no event.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _event(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise StudyError(
                    told("line {number} is no event of a log: {error}", number=number, error=error)
                ) from error


def _event(data: dict[str, str]) -> Event:
    at = datetime.fromisoformat(data["at"])
    if at.tzinfo is None or data["what"] not in get_args(What):
        raise ValueError(told("an event has a time with its zone, a song, a line, and what happened"))
    return Event(at=at, song=str(data["song"]), line=str(data["line"]), what=data["what"])  # type: ignore[arg-type]


def _stamp(at: datetime) -> str:
    """Write a time so that later ones sort behind earlier ones."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with files.refusing(told("make {folder}", folder=path.parent)):
            path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=_PATIENCE_S)) as log:
            log.execute("pragma synchronous = full")
            log.execute(_TABLE)
            yield log
    except sqlite3.Error as error:
        raise StudyError(
            told("{path} cannot be used: {error}; move it away to begin anew", path=path, error=error)
        ) from error
