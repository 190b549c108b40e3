"""`lyricaudio book`: list the songs of a whole exam, and copy them into the project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from lyricaudio.book.deeds import BESIDE, Deed
from lyricaudio.cli.console import remark, say, say_json, table
from lyricaudio.cli.helptext import as_told, json_option
from lyricaudio.errors import as_typed
from lyricaudio.messages import message, told

_COUNTED = {
    Deed.NEW: message("{count} new"),
    Deed.UPDATED: message("{count} updated"),
    Deed.SAME: message("{count} up to date"),
    Deed.YOURS: message("{count} changed by you"),
    Deed.BOTH: message("{count} changed on both sides"),
    Deed.NEWER: message("{count} from a newer lyricaudio"),
    Deed.GONE: message("{count} removed by you"),
    Deed.TAKEN: message("{count} in whose place a file of yours is"),
}

_NOTED = {
    Deed.YOURS: message("{path} is as you have changed it: left alone"),
    Deed.BOTH: message("{path} was changed by you and in the book: left alone, the book's is {path}{ending}"),
    Deed.NEWER: message("{path} comes from a newer lyricaudio: left alone"),
    Deed.GONE: message("{path} was removed or renamed by you: not brought again (--again does)"),
    Deed.TAKEN: message("{path} is a file of yours: left alone; move it, or choose another folder by --to"),
}


class _Told(click.Group):
    """A group whose own commands have their help in the person's language, too."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name)
        return as_told(found) if found else None


@click.group(name="book", cls=_Told, invoke_without_command=True)
@json_option()
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """List the books that come with the program: chapters and songs, with their lines and titles.

    Example: lyricaudio book
    """
    from lyricaudio.book.shelf import book_names

    if context.invoked_subcommand:
        return
    books = [_listed(name) for name in book_names()]
    if as_json:
        say_json(books)
    else:
        _print(books)


def _listed(name: str) -> dict[str, Any]:
    from lyricaudio.book.shelf import open_book, read_songs
    from lyricaudio.song import display

    book, chapters = open_book(name), []
    for chapter in book.chapters:
        songs = [
            {
                "song": song.name,
                "title": display(read.title.text),
                "lines": sum(len(section.lines) for section in read.sections),
            }
            for song, read in zip(chapter.songs, read_songs(chapter.songs), strict=True)
        ]
        chapters.append({"chapter": chapter.name, "title": chapter.title, "songs": songs})
    syllabus = {
        "title": book.syllabus.title,
        "version": book.syllabus.version,
        "date": str(book.syllabus.date),
    }
    return {"book": book.name, "title": book.title, "syllabus": syllabus, "chapters": chapters}


def _print(books: list[dict[str, Any]]) -> None:
    rows: list[tuple[str, str, str]] = []
    for book in books:
        syllabus = "{title} {version} ({date})".format(**book["syllabus"])
        songs = [song for chapter in book["chapters"] for song in chapter["songs"]]
        rows.append((book["book"], str(sum(song["lines"] for song in songs)), f"{book['title']}: {syllabus}"))
        for chapter in book["chapters"]:
            lines = sum(song["lines"] for song in chapter["songs"])
            rows.append((f"  {chapter['chapter']}", str(lines), chapter["title"]))
            rows += ((f"    {song['song']}", str(song["lines"]), song["title"]) for song in chapter["songs"])
    table([(told("song"), told("lines"), told("title")), *rows])


@command.command(name="copy")
@click.argument("what", nargs=-1, metavar="[CHAPTER|SONG]...")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), help="The folder of songs. [default: the project's]"
)
@click.option("--book", "name", default="g-kentei", show_default=True, help="Which book.")
@click.option("--again", is_flag=True, help="Bring songs again that you have removed.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
def copy(what: tuple[str, ...], folder: Path | None, name: str, again: bool, dry_run: bool) -> None:
    """Copy songs of a book into the project, or bring those that are there up to date.

    What you have changed stays as it is; where the book has changed the same song, its text is laid
    beside yours. Without a name it is the whole book.

    Example: lyricaudio book copy 2-ml
    """
    from lyricaudio.book.copies import carry_out, plan_copies
    from lyricaudio.book.shelf import chosen_songs, open_book
    from lyricaudio.pipeline.project.folders import SONGS_FOLDER, project_root

    book = open_book(name)
    songs = (folder or project_root(Path.cwd()) / SONGS_FOLDER).absolute()
    plan = plan_copies(book, chosen_songs(book, what), songs, again=again)
    if not dry_run:
        carry_out(plan)
    _tell(plan.folder, [(copied.deed, copied.path) for copied in plan.copies], plan.dropped)


def _tell(folder: Path, deeds: Sequence[tuple[Deed, str]], dropped: Sequence[str]) -> None:
    """Say what was done with the songs, and by name what was not."""
    for deed, path in deeds:
        if deed in _NOTED:
            remark(told(_NOTED[deed], path=as_typed(folder / path), ending=BESIDE))
    for path in dropped:
        remark(told("{path} is no longer in the book; it is yours now", path=as_typed(folder / path)))
    counts = Counter(deed for deed, _ in deeds)
    counted = (told(_COUNTED[deed], count=counts[deed]) for deed in Deed if counts[deed])
    say(f"{as_typed(folder)}: {', '.join(counted)}")
