"""`lyricaudio coverage`: tell which terms of an exam are sung, explained, missing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from lyricaudio.book.coverage import Covered, State
from lyricaudio.book.syllabus import Keyword
from lyricaudio.cli.console import complain, say, say_json, table
from lyricaudio.errors import LyricAudioError, as_typed
from lyricaudio.messages import told
from lyricaudio.song import Song

_STATES = sorted(State, reverse=True)


@click.command(name="coverage")
@click.argument("syllabus")
@click.argument("songs", nargs=-1)
@click.option("--book", help="Look into a book that comes with the program, not into the project.")
@click.option("--strict", is_flag=True, help="Exit with 1 when a keyword is missing.")
@click.option("--png", type=click.Path(path_type=Path), help="Draw it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    syllabus: str, songs: tuple[str, ...], book: str | None, strict: bool, png: Path | None, as_json: bool
) -> None:
    """Tell which keywords of SYLLABUS are sung in SONGS (all when none are named), explained, or missing.

    SYLLABUS is a text file whose lines are section, item and keyword with a tab between each, or the
    name of a book, whose syllabus is meant.

    Example: lyricaudio coverage g-kentei
    """
    from lyricaudio import files
    from lyricaudio.book.chart import coverage_chart
    from lyricaudio.book.coverage import coverage

    title, keywords = _keywords(syllabus)
    read = _of_book(book, songs) if book else _of_project(songs)
    covered = coverage(keywords, read)
    if png:
        files.write_bytes(png, coverage_chart(title, covered))
    if as_json:
        say_json([_plain(one) for one in covered])
    else:
        _print(covered)
    sys.exit(int(strict and any(one.state is State.MISSING for one in covered)))


def _keywords(syllabus: str) -> tuple[str, tuple[Keyword, ...]]:
    """Read a syllabus by its file or its book's name; return its title, too."""
    from lyricaudio import files
    from lyricaudio.book.shelf import book_names, open_book
    from lyricaudio.book.syllabus import parse_syllabus
    from lyricaudio.song.decode import decode_source

    path, title = Path(syllabus), Path(syllabus).stem
    if not path.is_file():
        if syllabus not in book_names():
            known = ", ".join(book_names())
            message = told(
                "there is no file '{name}'; name a list of keywords, or: {known}", name=syllabus, known=known
            )
            raise LyricAudioError(message)
        book = open_book(syllabus)
        path, title = book.syllabus_file, f"{book.syllabus.title} {book.syllabus.version}"
    with files.refusing(told("read {file}", file=as_typed(path))):
        data = path.read_bytes()
    return title, parse_syllabus(decode_source(data, source=as_typed(path)), source=as_typed(path))


def _of_book(name: str, songs: Sequence[str]) -> Iterable[Song]:
    from lyricaudio.book.shelf import chosen_songs, open_book, read_songs

    return read_songs(chosen_songs(open_book(name), songs))


def _of_project(songs: Sequence[str]) -> Iterable[Song]:
    from lyricaudio.pipeline.project.library import open_library

    library = open_library([Path(song) for song in songs], folder=Path())
    for error in library.errors:
        complain(str(error))
    return [entry.song for entry in library.entries if entry.path in library.selected]


def _plain(one: Covered) -> dict[str, Any]:
    return {
        "section": one.keyword.section,
        "item": one.keyword.item,
        "keyword": one.keyword.written,
        "state": one.state.name.lower(),
        "places": [str(place) for place in one.places],
    }


def _print(covered: Sequence[Covered]) -> None:
    """Print a row for each item, the keywords that are not sung, and the sums."""
    from lyricaudio.book.chart import LABELS
    from lyricaudio.book.coverage import by_item, different

    rows, section = [("", *(told(LABELS[state]) for state in _STATES))], ""
    for (of, item), ones in by_item(covered).items():
        if of != section:
            rows.append((of, *("" for _ in _STATES)))
            section = of
        rows.append((f"  {item}", *(str(sum(one.state is state for one in ones)) for state in _STATES)))
    once = different(covered)
    counts = [sum(one.state is state for one in once) for state in _STATES]
    rows.append((told("{count} different keywords", count=len(once)), *map(str, counts)))
    rows.append(("", *(f"{count / len(once):.1%}" for count in counts)))
    table(rows)
    for state in _STATES[1:]:
        if names := [one.keyword.written for one in once if one.state is state]:
            say(f"{told(LABELS[state])}: {'、'.join(names)}")
