"""How the listener did: the grades that the page posts, kept beside the build's own records.

A grade is of a line, in whatever form of the song it was given. It is kept with the line's name and text as
they were, and never changed; which line it belongs to is found out when it is read, for the song may have
been edited since (:mod:`lyricaudio.lesson.lineage`).
"""

from __future__ import annotations

import contextlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from lyricaudio import files
from lyricaudio.errors import ReleaseError
from lyricaudio.lesson.lineage import Known, heirs
from lyricaudio.pipeline.project.record import RIDE_FORM, STATE_FOLDER
from lyricaudio.serve.offer import Contents

MOST_GRADES = 10_000
"""When there are more, the oldest are forgotten."""

MOST_OF_A_LINE = 30
"""When a line has more, its oldest are forgotten: no line can take the place of the others'."""

MOST_GRADES_BYTES = 8192
"""The longest JSON of one grade."""

_FILE = "grades.json"
_BY_NUMBER = "grades.by-number"
_DAMAGED = "grades.damaged"
_FORMAT = 2

_LONGEST_TEXT = 2000
_LONGEST_VALUE = 64
_LARGEST_NUMBER = 1e15
_BROKEN = re.compile("[\ud800-\udfff]")  # half a character: it can come in by JSON, but never go out

Value = str | int | float
"""A short text or a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A grade as the page posts it.

    `episode` and `line` are names from the catalogue, `text` is what the line said: by it a line is found
    that was corrected while the page had the old words. `song` is the line's in an episode of several songs.
    """

    episode: str
    line: str
    grade: Value
    at: Value
    text: str = ""
    song: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A grade as it is kept.

    `line` and `text` are those of the time; `was` is the name of the line whose history it went on with,
    when that had another.
    """

    song: str
    form: str
    line: str
    text: str
    was: str
    grade: Value
    at: Value

    @property
    def event(self) -> tuple[Value, ...]:
        """What makes it the same grade, sent once more."""
        return self.song, self.form, self.line, self.grade, self.at


_FIELDS = tuple(field.name for field in fields(Kept))


def parse_grade(data: bytes) -> Posted:
    """Return the grade that a request's body holds.

    Raises
    ------
    ValueError
        When it is not exactly one: `episode`, `line`, `grade` and `at`, and perhaps `text` and `song`.
    """
    try:
        grade = json.loads(data)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    names = {field.name for field in fields(Posted)}
    if not isinstance(grade, dict) or grade.keys() | {"text", "song"} != names:
        raise ValueError("a grade has episode, line, grade and at")
    posted = Posted(**grade)
    texts = (posted.episode, posted.line, posted.text, posted.song)
    if not all(_is_text(text) and len(text) <= _LONGEST_TEXT for text in texts):
        raise ValueError("episode, line, text and song are texts, and not endless")
    if not _is_value(posted.grade) or not _is_value(posted.at):
        raise ValueError("grade and at are short texts or numbers")
    if not _is_time(posted.at):
        raise ValueError("at is a time with its zone, or a number")
    return posted


def add_grade(output: Path, posted: Posted, contents: Contents) -> None:
    """Keep a grade; one that is there already (a page that sent it twice) is not kept again.

    A file that cannot be gone on with is put aside, not overwritten. One caller at a time.

    Raises
    ------
    ValueError
        When it is of no line of this release.
    ReleaseError
        When it cannot be written.
    """
    path = output / STATE_FOLDER / _FILE
    known = _read(path)
    grade = _placed(posted, known or (), contents)
    if known is None:
        _put_aside(path)
    if grade.event not in {one.event for one in known or ()}:
        files.write_text(path, _text(_bounded([*(known or ()), grade])))


def read_grades(output: Path, contents: Contents) -> list[dict[str, Value]]:
    """Return all grades of the lines that the release has now, the oldest first.

    None when there is no file, or a damaged one. A grade is given back as it was posted, under the name that
    its line has now.
    """
    kept = _read(output / STATE_FOLDER / _FILE) or ()
    songs = {one.song for one in kept} & contents.lines.keys()
    lines = {song: heirs(_history(kept, song), contents.lines[song]) for song in songs}
    return [
        {"episode": f"{one.song}/{one.form}", "line": line, "grade": one.grade, "at": one.at}
        for one in kept
        if (line := lines.get(one.song, {}).get(one.line))
    ]


def put_aside_by_number(output: Path) -> Path | None:
    """Put a file of earlier grades aside, and return where it is now; None when there is none.

    Those were of the so-and-so-many-th cue of the so-and-so-many-th album: nobody knows which line that was.
    """
    path = output / STATE_FOLDER / _FILE
    with contextlib.suppress(ReleaseError):  # it stays where it is, and is not read
        return _put_aside(path) if _is_by_number(path) else None
    return None


def _placed(posted: Posted, kept: Sequence[Kept], contents: Contents) -> Kept:
    """Find the line that a grade is of, and what was kept about it until now."""
    episode = unicodedata.normalize("NFC", posted.episode)
    song, form = contents.episodes.get(episode, ("", ""))
    if posted.song and episode.endswith(f"/{RIDE_FORM}"):  # which may be gone before its grades come
        song, form = unicodedata.normalize("NFC", posted.song), RIDE_FORM
    lines, past = contents.lines.get(song, {}), _history(kept, song)
    texts = {known.id: known.text for known in past} | dict(lines)
    known = Known(id=posted.line, text=texts.get(posted.line, posted.text))
    heir = heirs([known], lines).get(known.id)
    if heir is None:
        raise ValueError("no line of this release")
    inherited = heirs(past, lines)
    before = [name for name in dict.fromkeys(one.id for one in past) if inherited.get(name) == heir]
    was = before[-1] if before and known.id not in inherited else ""
    return Kept(
        song=song, form=form, line=known.id, text=known.text, was=was, grade=posted.grade, at=posted.at
    )


def _history(kept: Sequence[Kept], song: str) -> list[Known]:
    return [Known(id=one.line, text=one.text, was=one.was) for one in kept if one.song == song]


def _read(path: Path) -> tuple[Kept, ...] | None:
    """Return what a file holds, None when it is damaged, of another format or absent."""
    try:
        data = json.loads(path.read_bytes())
        if data["format"] != _FORMAT:
            return None
        kept = tuple(Kept(**one) for one in data["grades"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return kept if all(map(_is_whole, kept)) else None


def _bounded(kept: Sequence[Kept]) -> list[Kept]:
    """Return the newest of each line, and of all, in their order."""
    newest, counted = [], Counter[tuple[str, str]]()
    for one in reversed(kept):
        counted[one.song, one.line] += 1
        if counted[one.song, one.line] <= MOST_OF_A_LINE:
            newest.append(one)
    return newest[:MOST_GRADES][::-1]


def _text(kept: Iterable[Kept]) -> str:
    """Return the text of the file, on one line: to indent it would cost ten times as much."""
    rows = [{name: getattr(one, name) for name in _FIELDS} for one in kept]
    return json.dumps({"format": _FORMAT, "grades": rows}, ensure_ascii=False) + "\n"


def _is_by_number(path: Path) -> bool:
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(data, list) and all(isinstance(one, dict) and "cue" in one for one in data)


def _put_aside(path: Path) -> Path | None:
    """Give a file that cannot be gone on with a name that is free; None when it is not there."""
    stem = _BY_NUMBER if _is_by_number(path) else _DAMAGED
    names = (f"{stem}{number}.json" for number in ("", *map("-{}".format, range(2, 1000))))
    target = next(target for name in names if not (target := path.with_name(name)).exists())
    return target if files.rename(path, target) else None


def _is_time(at: Value) -> bool:
    """Tell whether a grade can be earlier or later than others: of a line's grades the last one counts."""
    try:
        return not isinstance(at, str) or datetime.fromisoformat(at).tzinfo is not None
    except ValueError:
        return False


def _is_whole(kept: Kept) -> bool:
    texts = (kept.song, kept.form, kept.line, kept.text, kept.was)
    return all(map(_is_text, texts)) and _is_value(kept.grade) and _is_value(kept.at)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and _BROKEN.search(value) is None


def _is_value(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= _LONGEST_VALUE and _is_text(value)
    return type(value) in (int, float) and abs(value) <= _LARGEST_NUMBER
