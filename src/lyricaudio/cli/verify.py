"""`lyricaudio verify`: prove from a release's files alone that it is whole."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from lyricaudio.cli.console import LateLine, complain, say, say_json


@click.command(name="verify")
@click.argument("release", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(release: Path | None, as_json: bool) -> None:
    """Prove that a RELEASE (this project's when none is named) is whole, from its files alone.

    Every line of every episode is heard at its time, with its morae; levels, tags, lyrics and lists are
    compared with the catalogue. What is wrong is told in a line each, and the exit code is 1.

    Example: lyricaudio verify output
    """
    from lyricaudio.cli.nearest import nearest_output
    from lyricaudio.messages import told
    from lyricaudio.pipeline.project.report import Progress
    from lyricaudio.verify.verdict import verified

    with LateLine() as line:
        verdict = verified(
            release or nearest_output(Path.cwd()), watch=lambda episode: line(Progress(now=episode.title))
        )
    if as_json:
        say_json(asdict(verdict))
    else:
        for note in verdict.notes:
            complain(told("note: {note}", note=note))
        for fault in verdict.faults:
            say(str(fault))
        say(
            told(
                "{episodes} episodes, {proven} of {lines} lines proven by ear, {faults} faults",
                episodes=verdict.episodes,
                proven=verdict.proven,
                lines=verdict.lines,
                faults=len(verdict.faults),
            )
        )
    sys.exit(int(bool(verdict.faults)))
