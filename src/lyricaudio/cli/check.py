"""`lyricaudio check`: find what is wrong or in doubt, before any sound is made."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
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
@click.option(
    "--lines", is_flag=True, help="Say of each line its morae, bars and place to break, and what is missing."
)
@click.option("--fix", "fixing", is_flag=True, help="First mend what can only have been meant in one way.")
@json_option()
def command(
    songs: tuple[Path, ...],
    output: Path | None,
    accepting: bool,
    strict: bool,
    lessons: bool,
    lines: bool,
    fixing: bool,
    as_json: bool,
) -> None:
    """Check SONGS (all when none are named): errors with their places, minutes, readings, what is stale.

    Example: lyricaudio check songs/04-relu.yaml
    """
    from lyricaudio.cli.findings import findings_json, print_findings
    from lyricaudio.pipeline.decide import accept
    from lyricaudio.pipeline.forecast import check
    from lyricaudio.pipeline.project.editors import refresh
    from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER
    from lyricaudio.pipeline.project.library import open_library

    if fixing:
        _fix(songs)
    library = open_library(songs, folder=Path())
    refresh(library.root)
    folder, found = output or library.root / OUTPUT_FOLDER, partial(check, lessons=lessons, lines=lines)
    with LateLine() as line:
        checked = found(library, folder, watch=line)
    if accepting and not checked.errors:
        accepted = accept(checked.doubts)
        for file, readings in accepted.written.items():
            remark(told("{file}: {count} readings written into it", file=file, count=len(readings)))
        library = open_library(songs, folder=Path())
        checked = found(library, folder)
        checked = replace(checked, errors=(*checked.errors, *accepted.errors))
    for error in checked.errors:
        complain(str(error))
    if as_json:
        say_json(findings_json(checked))
    else:
        print_findings(checked)
    codes = [error.exit_code for error in checked.errors]
    sys.exit(max(codes) if codes else int(strict and bool(checked.doubts)))


def _fix(songs: tuple[Path, ...]) -> None:
    """Mend the songs, and say what was changed."""
    from lyricaudio.pipeline.fix import fix
    from lyricaudio.pipeline.project.library import open_library

    for file, changes in fix(open_library(songs, folder=Path())).items():
        for change in changes:
            remark(told("{file}:{line}: mended: {what}", file=file, line=change.line, what=change.what))
