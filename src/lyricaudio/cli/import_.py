"""`lyricaudio import`: make songs of articles, lyrics and lists of terms."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lyricaudio.cli.console import complain, say
from lyricaudio.errors import as_typed, unforeseen
from lyricaudio.messages import told


@click.command(name="import")
@click.argument("sources", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    help="The folder of the new songs. [default: songs]",
)
def command(sources: tuple[Path, ...], folder: Path | None) -> None:
    """Make a song of each FILE, to be finished by hand.

    An article (.txt, .md, .html as saved from a blog) gives its lyrics, and each explanation at
    the line that it explains; .lrc and .kar give their lines; .csv, .tsv and exports of flashcards
    become questions. What has no sure place stays as a comment.

    Example: lyricaudio import article.html
    """
    failed = False
    for source in sources:
        try:
            say(_imported(source, folder))
        except Exception as error:
            complain(str(unforeseen(error, as_typed(source))))
            failed = True
    if failed:
        sys.exit(1)


def _imported(source: Path, folder: Path | None) -> str:
    """Write the song of a file, and say what is in it."""
    from datetime import date

    from lyricaudio import files
    from lyricaudio.intake.songfile import song_file, summary
    from lyricaudio.intake.source import song_of_file
    from lyricaudio.pipeline.project.editors import line_for_editors
    from lyricaudio.pipeline.project.naming import free_path

    with files.refusing(told("read {file}", file=as_typed(source))):
        data = source.read_bytes()
    found = song_of_file(data, source=as_typed(source))
    path = free_path(found.title, folder)
    files.write_text(path, line_for_editors(path) + song_file(found, year=date.today().year))
    return told("{file}: {summary}; then: lyricaudio check", file=as_typed(path), summary=summary(found))
