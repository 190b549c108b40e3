"""`lyricaudio commute`: make one episode that fills today's ride."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from lyricaudio.cli.console import LateLine, ProgressLine, complain, remark, say, say_json, table
from lyricaudio.cli.helptext import json_option
from lyricaudio.lesson.blocks import Block
from lyricaudio.lesson.plan import Segment
from lyricaudio.messages import message, told
from lyricaudio.pipeline.project.library import Entry
from lyricaudio.song import display
from lyricaudio.units import clock_time

_KINDS = {
    "line": message("new"),
    "recall": message("asked"),
    "choice": message("which"),
    "again": message("again"),
    "summary": message("summed up"),
    "song": message("sung"),
    "hook": message("hook"),
}


@click.command(name="commute")
@click.argument("songs", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--minutes", type=click.FloatRange(2, 240), required=True, metavar="N", help="How long the ride is."
)
@click.option(
    "--new",
    type=click.IntRange(min=0),
    metavar="N",
    help="At most so many new lines. [default: 2 in 5 minutes, and what --exam needs]",
)
@click.option("--tag", "tags", multiple=True, help="Only songs with this tag.")
@click.option(
    "--exam",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="All is heard before it, and comes back. [default: the project's]",
)
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Plan the ride of another day."
)
@click.option("--dry-run", is_flag=True, help="Print the plan, and make nothing.")
@json_option(message("Print the plan as JSON."))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The release's folder. [default: output]"
)
def command(
    songs: tuple[Path, ...],
    minutes: float,
    new: int | None,
    tags: tuple[str, ...],
    exam: datetime | None,
    today: datetime | None,
    dry_run: bool,
    as_json: bool,
    output: Path | None,
) -> None:
    """Make one episode across SONGS (all when none are named) that fills today's ride.

    New lines with their explanations, what is due from other days, and a hook at the end. What was in it is
    noted, so that tomorrow's ride goes on. Example: lyricaudio commute --minutes 23
    """
    from lyricaudio.cli.studied import exam_ahead, studied
    from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER
    from lyricaudio.pipeline.project.library import open_library
    from lyricaudio.pipeline.rides import Wish, left_unheard, make_ride, plan_of_ride
    from lyricaudio.study.log import Event, append, log_path
    from lyricaudio.study.memory import memories

    library = open_library(songs, folder=Path())
    for error in library.errors:
        complain(str(error))
    output = output or library.root / OUTPUT_FOLDER
    now = datetime.now().astimezone()
    day = today.date() if today else now.date()
    until = exam_ahead(exam, library.project, day)
    wish = Wish(minutes=minutes, today=day, new=new, tags=tags, exam=until)
    known = memories(studied(output), today=day, exam=until)
    with LateLine() as late:
        ride = plan_of_ride(library, output, wish, known, late)
    if left := left_unheard(ride, wish):
        remark(_pace(left, until))
    heard = zip(ride.blocks, _texts(ride.blocks, ride.order.plan.segments, library.entries), strict=True)
    if as_json:
        say_json([_json(block, text) for block, text in heard])
    elif dry_run:
        table(_row(block, text) for block, text in heard)
    if dry_run:
        return
    line = ProgressLine()
    try:
        report = make_ride(ride, library, output, line)
    finally:
        line.clear()
    for result in report.results:
        if result.error is not None:
            complain(f"{result.name}: {result.error}")
            sys.exit(result.error.exit_code)
    # Noted at the day that it is for: a ride that is made beforehand is heard then.
    at = now if day == now.date() else datetime(day.year, day.month, day.day, 12).astimezone()
    append(log_path(), (Event(at=at, song=song, line=name, what="asked") for song, name in ride.asked))
    for result in report.results:
        if result.path and not as_json:
            say(f"{clock_time(result.seconds):>6}  {result.path}")


def _pace(left: int, until: date | None) -> str:
    return told(
        "at this pace {count} lines stay unheard until {day}; ask for longer rides", count=left, day=until
    )


def _json(block: Block, text: str) -> dict[str, Any]:
    """Return what the JSON says of a block; times are in seconds from the start."""
    return {
        "start_s": round(block.start_s, 3),
        "end_s": round(block.end_s, 3),
        "kind": block.kind,
        "song": block.song,
        "line": block.lines[0] if block.lines else None,
        "recall_of": block.recall_of,
        "text": text,
    }


def _row(block: Block, text: str) -> tuple[str, str, str, str]:
    return clock_time(block.start_s), told(_KINDS[block.kind]), block.song, text


def _texts(blocks: Iterable[Block], segments: Iterable[Segment], entries: Iterable[Entry]) -> Iterator[str]:
    """Yield what is heard in each block: its lines, or which verse it is."""
    lines = {
        (entry.song_id, line.id): display(line.lyric.text)
        for entry in entries
        for section in entry.song.sections
        for line in section.lines
    }
    for block, segment in zip(blocks, segments, strict=True):
        titles = [part.title for part in segment.parts]
        yield " / ".join([lines[block.song, line] for line in block.lines] or titles)
