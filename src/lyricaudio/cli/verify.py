"""`lyricaudio verify`: prove from its files alone that a release is whole."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from pathlib import Path

import click

from lyricaudio.cli.console import LateLine, complain, say, say_json


@click.command(name="verify")
@click.argument("release", required=False, type=click.Path(path_type=Path))
@click.option(
    "--listen", "listening", is_flag=True, help="Also let a recogniser hear every line; takes minutes."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(release: Path | None, listening: bool, as_json: bool) -> None:
    """Prove that a RELEASE (this project's when none is named) is whole, from its files alone.

    Every line of every episode is heard at its time, with its morae; levels, tags, lyrics and lists are
    compared with the catalogue. What is wrong is told in a line each, and the exit code is 1. With --listen a
    recogniser says besides what it hears of every line: the worst are shown first, with the words that were
    misheard, and a line of which hardly anything is heard counts as wrong.

    Example: lyricaudio verify output
    """
    from lyricaudio.cli.heardlines import heard_json, print_heard
    from lyricaudio.cli.nearest import nearest_output
    from lyricaudio.messages import told
    from lyricaudio.pipeline.project.report import Progress
    from lyricaudio.verify.verdict import verified
    from lyricaudio.voice.hearing.ears import require_ears

    if listening:
        require_ears()
    root = release or nearest_output(Path.cwd())
    with LateLine() as line:
        verdict = verified(root, watch=lambda episode: line(Progress(now=episode.title)))
        lines = None
        if listening:
            from lyricaudio.verify.intelligibility import lost, understood

            lines = understood(root, watch=lambda episode: line(Progress(now=episode.title)))
            verdict = replace(verdict, faults=(*verdict.faults, *lost(lines, verdict.faults)))
    if as_json:
        say_json(asdict(verdict) | (heard_json(lines) if lines is not None else {}))
    else:
        for note in verdict.notes:
            complain(told("note: {note}", note=note))
        for fault in verdict.faults:
            say(str(fault))
        if lines is not None:
            print_heard(lines)
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
