"""What a `book.yaml` says: the book's title, the syllabus that it follows, and its chapters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lyricaudio.song.marks import read_marks
from lyricaudio.song.readers import day, each, word
from lyricaudio.song.schema import Key, Schema, record
from lyricaudio.song.written import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class SyllabusFacts:
    """Which syllabus a book follows: its title, its version, and the day of that."""

    title: str
    version: str
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenChapter:
    """A chapter as the file names it: its folder, its title, and where it lies in the sources."""

    name: str
    title: str
    sources: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBook:
    """A book as the file describes it."""

    title: str
    syllabus: SyllabusFacts
    chapters: tuple[WrittenChapter, ...]


_SYLLABUS = Schema(
    "a syllabus",
    (
        Key("title", word, "its name", required=True),
        Key("version", word, "its version", required=True),
        Key("date", day, "the day of that version", required=True),
    ),
    build=SyllabusFacts,
)

_CHAPTER = Schema(
    "a chapter",
    (
        Key("name", word, "its folder", required=True),
        Key("title", word, "its name for people", required=True),
        Key("sources", word, "where it lies among the sources, from this file"),
    ),
    build=WrittenChapter,
)

_BOOK = Schema(
    "a book",
    (
        Key("title", word, "its name", required=True),
        Key("syllabus", record(_SYLLABUS), "which syllabus it follows", required=True),
        Key("chapters", each(record(_CHAPTER), "'- name: …' for each chapter"), "in order", required=True),
    ),
    build=WrittenBook,
)

_KEYS = tuple(sorted({key.name for schema in (_BOOK, _CHAPTER, _SYLLABUS) for key in schema.keys}))
_NO_NAMES = Names(styles=(), metres=(), engines=(), forms=())


def parse_book(text: str, *, source: str) -> WrittenBook:
    """Read a `book.yaml`.

    Parameters
    ----------
    text
        The file's content.
    source
        The file as a person would name it.

    Raises
    ------
    SongErrors
        All that is wrong with it.
    """
    return record(_BOOK)(read_marks(text, source=source, keys=_KEYS), _NO_NAMES)
