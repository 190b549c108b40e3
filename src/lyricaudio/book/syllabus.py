"""An exam's list of keywords: a text whose lines are section TAB item TAB keyword."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lyricaudio.book.spelling import Name, ways
from lyricaudio.errors import Place, SongError, SongErrors
from lyricaudio.messages import told


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """A keyword with the section and the item that it stands under, and how it may be written."""

    section: str
    item: str
    written: str
    ways: tuple[tuple[Name, ...], ...] = field(repr=False)


def parse_syllabus(text: str, *, source: str) -> tuple[Keyword, ...]:
    """Read a list of keywords; empty lines and what begins with `#` count for nothing.

    Parameters
    ----------
    text
        The file's content.
    source
        The file as the person named it.

    Raises
    ------
    SongErrors
        When a line has not three columns, or there is none.
    """
    errors: list[SongError] = []
    keywords: list[Keyword] = []
    for number, columns in _rows(text):
        if len(columns) == 3 and all(columns):
            section, item, written = columns
            keywords.append(Keyword(section=section, item=item, written=written, ways=ways(written)))
        else:
            message = told("a line is section, item and keyword, with a tab between each; write all three")
            errors.append(SongError(Place(source, number, 1), message))
    if not keywords and not errors:
        message = told("there are no keywords; write section, item and keyword, with a tab between each")
        errors.append(SongError(Place(source, 1, 1), message))
    if errors:
        raise SongErrors(errors)
    return tuple(keywords)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, [column.strip() for column in line.split("\t")]
