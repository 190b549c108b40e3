"""`lyricaudio times`: tell when the lines of a recording are sung."""

from __future__ import annotations

from pathlib import Path

import click

from lyricaudio.cli.console import LateLine, remark, say, say_json
from lyricaudio.cli.helptext import json_option
from lyricaudio.errors import as_typed
from lyricaudio.messages import told
from lyricaudio.units import clock_tenths


@click.command(name="times")
@click.argument("song", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The release's folder. [default: output]"
)
@click.option("--write", "writing", is_flag=True, help="Write them beside the song, as its .lrc.")
@click.option("--replace", is_flag=True, help="Let --write replace the times of an .lrc that is there.")
@json_option()
def command(song: Path, output: Path | None, writing: bool, replace: bool, as_json: bool) -> None:
    """Listen where the lines of SONG are sung in its recording, and tell how sure that is.

    To tap them along instead, open lyricaudio studio.

    Example: lyricaudio times songs/04-relu.yaml --write
    """
    from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER
    from lyricaudio.pipeline.project.library import open_song
    from lyricaudio.pipeline.stamping import LineTime, write_times
    from lyricaudio.pipeline.timing import listened_times
    from lyricaudio.song import display

    library, entry = open_song(song)
    with LateLine() as line:
        found = listened_times(library, entry, output or library.root / OUTPUT_FOLDER, line)
    lines = {line.id: line.lyric for section in entry.song.sections for line in section.lines}
    if as_json:
        say_json([{"line": one.of, "at_s": one.at_s, "end_s": one.end_s, "sure": one.sure} for one in found])
    else:
        for one in found:
            say(f"{clock_tenths(one.at_s):>7}  {one.sure:4.0%}  {display(lines[one.of].text)}")
    heard = {one.of for one in found}
    for name, lyric in lines.items():
        if name not in heard:
            remark(told("{place}: '{line}' is not found", place=lyric.place, line=display(lyric.text)))
    if writing:
        times = [LineTime(of=one.of, at_s=one.at_s) for one in found]
        path = write_times(
            entry.song, times, file=library.root / entry.path, root=library.root, replace=replace
        )
        remark(told("{file} has the times of {count} lines", file=as_typed(path), count=len(times)))
