"""Which books there are, where they lie, and their songs by every name that a person may use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import lyricaudio
from lyricaudio.book.bookfile import SyllabusFacts, WrittenChapter, parse_book
from lyricaudio.errors import LyricAudioError, SongErrors, as_typed
from lyricaudio.messages import told
from lyricaudio.pipeline.project.folders import song_files
from lyricaudio.pipeline.project.library import known_names
from lyricaudio.song import Song, decode_source, display, parse_song
from lyricaudio.song.folding import likeness

BOOK_FILE = "book.yaml"
SYLLABUS_FILE = "syllabus.tsv"
_BOOKS = "books"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSong:
    """A song of a book: its file, and its name, which is `<chapter>/<file without suffix>`."""

    name: str
    file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter: its folder's name, its title, and its songs in order."""

    name: str
    title: str
    songs: tuple[BookSong, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A book: its folder's name, its title, and the file of its syllabus."""

    name: str
    title: str
    syllabus: SyllabusFacts
    syllabus_file: Path
    chapters: tuple[Chapter, ...]

    @property
    def songs(self) -> tuple[BookSong, ...]:
        """All songs, in order."""
        return tuple(song for chapter in self.chapters for song in chapter.songs)


def books_folder() -> Path:
    """Return the folder of the books: inside of the installed package, or at the top of its sources."""
    package = Path(lyricaudio.__file__).parent
    installed = package / _BOOKS
    return installed if installed.is_dir() else package.parents[1] / _BOOKS


def book_names() -> tuple[str, ...]:
    """Return the names of all books."""
    return tuple(sorted(file.parent.name for file in books_folder().glob(f"*/{BOOK_FILE}")))


def open_book(name: str) -> Book:
    """Read what a book consists of; its songs are not opened.

    Raises
    ------
    LyricAudioError
        When there is no book of that name.
    """
    names = book_names()
    if name not in names:
        known = ", ".join(names) or told("none")
        raise LyricAudioError(told("there is no book '{name}'; there is: {known}", name=name, known=known))
    folder = books_folder() / name
    file = folder / BOOK_FILE
    written = parse_book(decode_source(file.read_bytes(), source=as_typed(file)), source=as_typed(file))
    return Book(
        name=name,
        title=written.title,
        syllabus=written.syllabus,
        syllabus_file=folder / SYLLABUS_FILE,
        chapters=tuple(_chapter(chapter, folder) for chapter in written.chapters),
    )


def _chapter(written: WrittenChapter, book: Path) -> Chapter:
    folder = book / written.name
    if written.sources and not folder.is_dir():
        folder = book / written.sources
    files = (file for file in song_files(folder, folder) if file.parent == folder)
    songs = tuple(BookSong(name=f"{written.name}/{file.stem}", file=file) for file in files)
    return Chapter(name=written.name, title=written.title, songs=songs)


def read_songs(songs: Sequence[BookSong]) -> tuple[Song, ...]:
    """Read songs of a book.

    Raises
    ------
    SongErrors
        When one of them is wrong.
    """
    names = known_names(books_folder())
    texts = [(as_typed(song.file), song.file.read_bytes()) for song in songs]
    return tuple(
        parse_song(decode_source(data, source=source), source=source, names=names) for source, data in texts
    )


def chosen_songs(book: Book, names: Sequence[str]) -> tuple[BookSong, ...]:
    """Find the songs that are meant by names of the book, of chapters, and of songs; all when there are none.

    Raises
    ------
    LyricAudioError
        When a name is nobody's, or several songs'; it says the nearest.
    """
    if not names:
        return book.songs
    known = _known(book)
    found = {song.name: song for name in names for song in _meant(name, known)}
    return tuple(song for song in book.songs if song.name in found)


def _known(book: Book) -> dict[str, list[tuple[BookSong, ...]]]:
    """Return what each name may mean: one thing, or several of which none is meant for sure."""
    known: dict[str, list[tuple[BookSong, ...]]] = {}
    things: list[tuple[Iterable[str], tuple[BookSong, ...]]] = [
        ((book.name, book.title), book.songs),
        *(((*_bare(chapter.name), chapter.title), chapter.songs) for chapter in book.chapters),
        *((_song_names(song), (song,)) for song in book.songs),
    ]
    for names, songs in things:
        for key in {_key(name) for name in names}:
            known.setdefault(key, []).append(songs)
    return known


def _song_names(song: BookSong) -> Iterator[str]:
    """Yield the names of a song: its path, its file's name, and its title where that can be read."""
    yield song.name
    yield from _bare(song.file.stem)
    try:
        (read,) = read_songs([song])
    except SongErrors:
        return
    yield display(read.title.text)


def _bare(name: str) -> tuple[str, str]:
    """Return a name with the number before it and without."""
    return name, re.sub(r"^[0-9]+[-_ .]*", "", name) or name


def _meant(typed: str, known: dict[str, list[tuple[BookSong, ...]]]) -> tuple[BookSong, ...]:
    things = known.get(_key(typed), [])
    if len(things) == 1:
        return things[0]
    if things:
        several = ", ".join(song.name for thing in things for song in thing)
        message = told("'{name}' may be {several}; name one of them", name=typed, several=several)
        raise LyricAudioError(message)
    near = get_close_matches(_key(typed), known, n=1, cutoff=0.6)
    hint = told("did you mean '{name}'?", name=near[0]) if near else told("see: lyricaudio book")
    raise LyricAudioError(told("the book has no song or chapter '{name}'; {hint}", name=typed, hint=hint))


def _key(name: str) -> str:
    """Return what is compared of a name: no case, no look, no suffix, no slash behind it."""
    return likeness(re.sub(r"(?:\.ya?ml)?/*$", "", name)).casefold()
