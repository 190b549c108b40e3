"""The book of the G検定 as tests look at it: its songs, read once, each with what it is called."""

from __future__ import annotations

from functools import cache

from lyricaudio.book.shelf import Book, BookSong, Chapter, open_book, read_songs
from lyricaudio.song import Line, Song

SAMPLE = "0-first"
"""The chapter that was written before lines had to fit two bars."""


@cache
def book() -> Book:
    return open_book("g-kentei")


@cache
def songs() -> dict[str, Song]:
    """All songs, by name."""
    of_book = book().songs
    return dict(zip((song.name for song in of_book), read_songs(of_book), strict=True))


def of_chapter(chapter: Chapter) -> list[tuple[BookSong, Song]]:
    return [(song, songs()[song.name]) for song in chapter.songs]


def lines(song: Song) -> list[Line]:
    return [line for section in song.sections for line in section.lines]
