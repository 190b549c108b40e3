"""`lyricaudio check`: find what is wrong or in doubt, before any sound is made."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from lyricaudio.cli.console import LateLine, complain, remark, say_json
from lyricaudio.cli.helptext import json_option
from lyricaudio.messages import told


@click.command(name="check")
@click.argument("songs", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The release's folder. [default: output]"
)
@click.option(
    "--accept", "accepting", is_flag=True, help="Write the doubtful readings into the songs as they are."
)
@click.option("--strict", is_flag=True, help="Exit with 1 when a reading is in doubt.")
@click.option(
    "--lessons", is_flag=True, help="Show the key terms of lines, and pairs that could be told apart."
)
@json_option()
def command(
    songs: tuple[Path, ...],
    output: Path | None,
    accepting: bool,
    strict: bool,
    lessons: bool,
    as_json: bool,
) -> None:
    """Check SONGS (all when none are named): errors with their places, minutes, readings, what is stale.

    Example: lyricaudio check songs/04-relu.yaml
    """
    from lyricaudio.cli.findings import findings_json, print_findings
    from lyricaudio.pipeline.decide import accept
    from lyricaudio.pipeline.forecast import check
    from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER
    from lyricaudio.pipeline.project.library import open_library

    library = open_library(songs, folder=Path())
    with LateLine() as line:
        checked = check(library, output or library.root / OUTPUT_FOLDER, lessons=lessons, watch=line)
    if accepting and not checked.errors:
        accepted = accept(checked.doubts)
        for file, readings in accepted.written.items():
            remark(told("{file}: {count} readings written into it", file=file, count=len(readings)))
        library = open_library(songs, folder=Path())
        checked = check(library, output or library.root / OUTPUT_FOLDER, lessons=lessons)
        checked = replace(checked, errors=(*checked.errors, *accepted.errors))
    for error in checked.errors:
        complain(str(error))
    if as_json:
        say_json(findings_json(checked))
    else:
        print_findings(checked)
    codes = [error.exit_code for error in checked.errors]
    sys.exit(max(codes) if codes else int(strict and bool(checked.doubts)))
