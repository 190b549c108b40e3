"""How the listener did: the grades that the page posts, kept beside the build's own records."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from lyricaudio import files
from lyricaudio.build.record import STATE_FOLDER

MOST_GRADES = 10_000
"""When there are more, the oldest are forgotten."""

MOST_BYTES = 4096
"""The longest JSON of one grade."""

_FILE = "grades.json"
_DAMAGED = "grades.damaged.json"
_LONGEST_TEXT = 64
_LAST_CUE = 99_999

Grade = dict[str, Any]
"""`episode` (its id, as "01-1"), `cue` (its index), `grade` and `at` (short texts or numbers)."""


def parse_grade(data: bytes) -> Grade:
    """Return the grade that a request's body holds.

    Raises
    ------
    ValueError
        When it is not exactly one, with all four keys and no other.
    """
    try:
        grade = json.loads(data)
        json.dumps(grade, allow_nan=False)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(grade, dict) or grade.keys() != {"episode", "cue", "grade", "at"}:
        raise ValueError("a grade has episode, cue, grade and at")
    if not isinstance(grade["episode"], str) or type(grade["cue"]) is not int:
        raise ValueError("episode is a text, cue a whole number")
    if not 0 <= grade["cue"] <= _LAST_CUE or not all(map(_short, grade.values())):
        raise ValueError("out of bounds")
    return grade


def read_grades(output: Path) -> list[Grade]:
    """Return all grades of a release, oldest first; none when there is no file, or a damaged one."""
    return _read(output / STATE_FOLDER / _FILE) or []


def add_grade(output: Path, grade: Grade) -> None:
    """Keep a grade; one that is there already (a page that sent it twice) is not kept again.

    A damaged file is put aside, not overwritten. One caller at a time.

    Raises
    ------
    ReleaseError
        When it cannot be written.
    """
    path = output / STATE_FOLDER / _FILE
    grades = _read(path)
    if grades is None:
        with contextlib.suppress(OSError):  # there was none
            os.replace(path, path.with_name(_DAMAGED))
        grades = []
    if grade not in grades:
        files.write_text(path, json.dumps([*grades, grade][-MOST_GRADES:], indent=0) + "\n")


def _read(path: Path) -> list[Grade] | None:
    """Return what a file holds, None when it is damaged or absent."""
    try:
        grades = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return grades if isinstance(grades, list) and all(isinstance(g, dict) for g in grades) else None


def _short(value: object) -> bool:
    if isinstance(value, str):
        return 0 < len(value) <= _LONGEST_TEXT
    return isinstance(value, int | float) and not isinstance(value, bool)
