"""Where the books are, and by which names their songs are meant."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from tests.documents import ROOT

from lyricaudio.book.bookfile import SyllabusFacts, parse_book
from lyricaudio.book.shelf import Book, BookSong, Chapter, book_names, books_folder, chosen_songs, open_book
from lyricaudio.errors import LyricAudioError, SongErrors

BUILD = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A book of two chapters, in which a name stands twice."""

    def chapter(name: str, title: str, **titles: str) -> Chapter:
        songs = []
        for stem, song in titles.items():
            file = tmp_path / name / f"{stem.replace('_', '-')}.yaml"
            file.parent.mkdir(exist_ok=True)
            file.write_text(f"title: {song}\nlines: [谷]\n", "utf-8")
            songs.append(BookSong(name=f"{name}/{file.stem}", file=file))
        return Chapter(name=name, title=title, songs=tuple(songs))

    return Book(
        name="exam",
        title="試験のうた",
        syllabus=SyllabusFacts(title="試験", version="1", date=date(2026, 5, 11)),
        syllabus_file=tmp_path / "syllabus.tsv",
        chapters=(
            chapter("1-ai", "人工知能", **{"01_search": "探索のうた", "02_data": "データのうた"}),
            chapter("2-ml", "機械学習", **{"01_data": "学習データのうた"}),
        ),
    )


def names(songs: tuple[BookSong, ...]) -> list[str]:
    return [song.name for song in songs]


@pytest.mark.parametrize(
    ("meant", "songs"),
    [
        ((), ["1-ai/01-search", "1-ai/02-data", "2-ml/01-data"]),
        (("exam",), ["1-ai/01-search", "1-ai/02-data", "2-ml/01-data"]),
        (("1-ai",), ["1-ai/01-search", "1-ai/02-data"]),
        (("ml/",), ["2-ml/01-data"]),
        (("機械学習", "ＳＥＡＲＣＨ"), ["1-ai/01-search", "2-ml/01-data"]),
        (("2-ml/01-data.yaml",), ["2-ml/01-data"]),
        (("学習データのうた", "2-ml"), ["2-ml/01-data"]),
    ],
)
def test_songs_are_meant_by_the_names_of_the_book_of_chapters_and_their_own(
    book: Book, meant: tuple[str, ...], songs: list[str]
) -> None:
    assert names(chosen_songs(book, meant)) == songs


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("data", "'data' may be 1-ai/02-data, 2-ml/01-data; name one of them"),
        ("serch", "the book has no song or chapter 'serch'; did you mean 'search'?"),
        ("量子", "the book has no song or chapter '量子'; see: lyricaudio book"),
    ],
)
def test_a_name_that_is_nobodys_or_several_songs_is_refused(book: Book, typed: str, message: str) -> None:
    with pytest.raises(LyricAudioError) as refused:
        chosen_songs(book, [typed])
    assert str(refused.value) == message


def test_a_book_that_is_not_there_is_refused() -> None:
    with pytest.raises(LyricAudioError, match="there is no book 'x'; there is: g-kentei"):
        open_book("x")


def test_what_is_wrong_with_a_book_file_has_its_place() -> None:
    with pytest.raises(SongErrors) as refused:
        parse_book("title: 本\nchapter: []\n", source="book.yaml")
    assert "book.yaml:2:1: unknown key 'chapter' in a book; did you mean 'chapters'?" in str(refused.value)


@pytest.mark.parametrize("name", book_names())
def test_a_wheel_has_every_chapter_where_an_installed_program_looks(name: str) -> None:
    wheel, sdist = BUILD["wheel"]["force-include"], BUILD["sdist"]["include"]
    assert wheel["books"] == "lyricaudio/books"
    text = (books_folder() / name / "book.yaml").read_text("utf-8")
    for chapter in parse_book(text, source="book.yaml").chapters:
        folder = books_folder() / name / (chapter.sources or chapter.name)
        top = folder.resolve().relative_to(ROOT)
        assert top.parts[0] in sdist
        if chapter.sources:
            assert not (books_folder() / name / chapter.name).exists()
            assert wheel[top.as_posix()] == f"lyricaudio/books/{name}/{chapter.name}"
