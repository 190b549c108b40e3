"""`lyricaudio check`: everything that can be known before any sound is made."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from lyricaudio.build.check import Checked, DoubtAt, check
from lyricaudio.build.decide import accept, entries
from lyricaudio.build.library import open_library
from lyricaudio.build.project import OUTPUT_FOLDER
from lyricaudio.cli.console import clock, complain, say, say_json
from lyricaudio.song.edit import with_quotes


@click.command(name="check")
@click.argument("songs", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The release's folder. [default: output]"
)
@click.option(
    "--accept", "accepting", is_flag=True, help="Write the doubtful readings into the songs as they are."
)
@click.option("--strict", is_flag=True, help="Exit with 1 when a reading is in doubt.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    songs: tuple[Path, ...], output: Path | None, accepting: bool, strict: bool, as_json: bool
) -> None:
    """Check SONGS (all when none are named): errors with their places, minutes, readings, what is stale.

    Example: lyricaudio check songs/04-relu.yaml
    """
    library = open_library(songs, folder=Path())
    checked = check(library, output or library.root / OUTPUT_FOLDER)
    if accepting and not checked.errors:
        for file, readings in accept(checked.doubts).items():
            complain(f"note: {file}: {len(readings)} readings written into it")
        library = open_library(songs, folder=Path())
        checked = check(library, output or library.root / OUTPUT_FOLDER)
    for error in checked.errors:
        complain(str(error))
    if as_json:
        say_json(_as_json(checked))
    else:
        _print(checked)
    codes = [error.exit_code for error in checked.errors]
    sys.exit(max(codes) if codes else int(strict and bool(checked.doubts)))


def _print(checked: Checked) -> None:
    for episode in checked.episodes:
        state = "to be made" if episode.stale else "up to date"
        say(f"{clock(episode.seconds):>6}  {state}  {episode.name}")
    for note in checked.notes:
        complain(f"note: {note}")
    for doubt in checked.doubts:
        say(f"{doubt.place}: '{doubt.surface}' {doubt.reason}{_candidates(doubt)}")
    if checked.doubts:
        _print_entries(checked)


def _print_entries(checked: Checked) -> None:
    """Print what decides the doubts as they are read now, ready to paste."""
    say(
        f"{len(checked.doubts)} readings in doubt; decide them by {{漢字|かな}} in the line, or by readings"
        " in the song (--accept writes these):"
    )
    for file, readings in entries(checked.doubts).items():
        rows = [f"  {with_quotes(term)}: {kana}" for term, kana in readings.items()]
        say("\n".join([f"# {file}", "readings:", *rows]))


def _candidates(doubt: DoubtAt) -> str:
    shown = ", ".join(f"{kana} ({by})" for kana, by in doubt.candidates)
    return f": {shown}" if shown else ""


def _as_json(checked: Checked) -> dict[str, Any]:
    return {
        "errors": [str(error) for error in checked.errors],
        "notes": checked.notes,
        "episodes": [asdict(episode) for episode in checked.episodes],
        "doubts": [asdict(doubt) | {"place": str(doubt.place)} for doubt in checked.doubts],
    }
