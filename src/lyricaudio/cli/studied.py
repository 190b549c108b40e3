"""What was studied: the log, and the grades that the page has kept in the release."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from lyricaudio.cli.console import remark
from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import told
from lyricaudio.serve.grades import read_grades
from lyricaudio.serve.offer import Offer
from lyricaudio.song import Project
from lyricaudio.study.log import Event, What, log_path, read

_GRADES: dict[str, What] = {"again": "again", "vague": "again", "said": "good"}
"""What the page's grades mean: said vaguely is not known yet."""


def studied(output: Path) -> tuple[Event, ...]:
    """Return all that happened to lines, in a ride or on the page of a release.

    Raises
    ------
    StudyError
        When the log is damaged.
    """
    return (*read(log_path()), *_graded(output))


def exam_ahead(given: datetime | None, project: Project, today: date) -> date | None:
    """Return the day of the exam, as given or else as the project says; None for one that is over."""
    exam = given.date() if given else project.exam
    if exam and exam < today:
        remark(told("the exam of {day} is over; it is left out", day=exam))
        return None
    return exam


def _graded(output: Path) -> list[Event]:
    try:
        contents = Offer(output).contents()
    except LyricAudioError:  # no release yet
        return []
    events = []
    for grade in read_grades(output, contents):
        song, _, _ = str(grade["episode"]).rpartition("/")
        what, at = _GRADES.get(str(grade["grade"])), _time(str(grade["at"]))
        if what and at:
            events.append(Event(at=at, song=song, line=str(grade["line"]), what=what))
    return events


def _time(at: str) -> datetime | None:
    """Read when a page says that it was; None for what is no time with a zone."""
    try:
        time = datetime.fromisoformat(at)
    except ValueError:
        return None
    return time if time.tzinfo else None
