"""`lyricaudio progress`: tell what is known, what is due, and what is new."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import click

from lyricaudio.cli.console import say, say_json, table
from lyricaudio.cli.helptext import json_option
from lyricaudio.messages import message, told

_HEADS = {
    "known": message("known"),
    "due": message("due"),
    "new": message("new"),
    "shaky": message("shaky"),
    "heard": message("heard"),
}
"""The columns of the table, and what stands above them."""


@click.command(name="progress")
@click.argument("songs", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--exam",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day of the exam. [default: the project's]",
)
@click.option("--export", "exported", type=click.Path(path_type=Path), help="Write the log as JSON lines.")
@click.option("--import", "imported", type=click.File("rb"), help="Take such a file in.")
@json_option()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The release's folder. [default: output]"
)
def command(
    songs: tuple[Path, ...],
    exam: datetime | None,
    exported: Path | None,
    imported: BinaryIO | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Tell for each of SONGS (all when none are named) how many lines are known, due and new tomorrow.

    Shaky are lines that were once not known, heard those that a podcast app has played.

    Example: lyricaudio progress --exam 2027-03-06
    """
    from lyricaudio import files
    from lyricaudio.cli.studied import exam_ahead, studied
    from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER
    from lyricaudio.pipeline.project.library import open_library
    from lyricaudio.song.decode import decoded
    from lyricaudio.study.log import append, as_json_lines, from_json_lines, log_path, read
    from lyricaudio.study.memory import NEW, memories

    if imported:
        text = decoded(imported.read(), source=imported.name)
        append(log_path(), list(from_json_lines(text.splitlines())))
    if exported:
        files.write_text(exported, "".join(f"{line}\n" for line in as_json_lines(read(log_path()))))
    library = open_library(songs, folder=Path())
    events = studied(output or library.root / OUTPUT_FOLDER)
    tomorrow = date.today() + timedelta(days=1)  # with all that was heard today
    exam_day = exam_ahead(exam, library.project, tomorrow)
    known = memories(events, today=tomorrow, exam=exam_day)
    played = {(event.song, event.line) for event in events if event.what == "heard"}
    rows: list[tuple[str, dict[str, int]]] = []
    for entry in library.entries:
        if entry.path not in library.selected:
            continue
        lines = {line.id for section in entry.song.sections for line in section.lines}
        states = [known.get((entry.song_id, line), NEW) for line in sorted(lines)]
        counts = {state: sum(one.state == state for one in states) for state in ("known", "due", "new")}
        shaky = sum(one.lapses > 0 for one in states)
        heard = sum((entry.song_id, line) in played for line in lines)
        rows.append((entry.song_id, counts | {"shaky": shaky, "heard": heard}))
    if as_json:
        say_json([{"song": song, **counts} for song, counts in rows])
        return
    cells = ((song, *(str(counts[head]) for head in _HEADS)) for song, counts in rows)
    table([(told("song"), *map(told, _HEADS.values())), *cells])
    new = sum(counts["new"] for _, counts in rows)
    if exam_day and new:
        days = max(1, (exam_day - tomorrow).days)
        a_day = -(-new // days)
        say(told("{new} lines are new; to hear all before the exam: {a_day} a day", new=new, a_day=a_day))
