"""`lyricaudio show`: print what is heard when, as a table or as JSON."""

from __future__ import annotations

from pathlib import Path

import click

from lyricaudio import files
from lyricaudio.cli.console import LateLine, remark, say_json
from lyricaudio.cli.helptext import json_option
from lyricaudio.errors import LyricAudioError
from lyricaudio.lesson.form import chosen_forms, form_names
from lyricaudio.messages import message, told


@click.command(name="show")
@click.argument("song", type=click.Path(path_type=Path))
@click.option(
    "--form", type=click.Choice(form_names()), default="song", show_default=True, help="Which episode."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The release's folder. [default: output]"
)
@click.option("--score", "with_score", is_flag=True, help="Print each line on the grid, mora by mora.")
@json_option(message("Print every cue with its morae."))
@click.option(
    "--line", type=click.IntRange(min=1), default=1, show_default=True, help="Which line --png draws."
)
@click.option("--png", type=click.Path(path_type=Path), help="Draw a line: its flow, sound and pitch.")
def command(
    song: Path, form: str, output: Path | None, with_score: bool, as_json: bool, line: int, png: Path | None
) -> None:
    """Print what is heard when in an episode of SONG; what was never spoken is spoken first.

    Example: lyricaudio show songs/04-relu.yaml --form explain
    """
    from lyricaudio.cli.timetable import line_drawn, print_scores, print_timetable, timetable_json
    from lyricaudio.pipeline.making.rehearse import one_timeline
    from lyricaudio.pipeline.making.speak import clip_store
    from lyricaudio.pipeline.planning.planned import plan
    from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER
    from lyricaudio.pipeline.project.library import open_song
    from lyricaudio.pipeline.project.record import read_record
    from lyricaudio.pipeline.timing import find_times

    library, entry = open_song(song)
    if form not in [chosen.name for chosen, _ in chosen_forms(library.project.forms)]:
        raise LyricAudioError(
            told("the project does not build the form '{form}'; add it to its forms", form=form)
        )
    output = output or library.root / OUTPUT_FOLDER
    planned = plan(library, read_record(output), times=find_times(library, output))
    if planned.failures and (error := planned.failures[0].error):
        raise error
    found = [order for order in planned.orders if (order.song_path, order.form.name) == (entry.path, form)]
    if not found:
        raise LyricAudioError(
            told("{song} has nothing for the form '{form}'; see: lyricaudio forms", song=song, form=form)
        )
    order = found[0]
    notes: list[str] = []  # said when the line on the terminal is gone, which they would run into
    with LateLine() as late:
        timeline = one_timeline(order, output, notes.append, late, with_set=png is not None)
    for note in notes:
        remark(note)
    if png:
        files.write_bytes(png, line_drawn(timeline, line, clip_store(output)))
    elif as_json:
        say_json(timetable_json(order, timeline))
    else:
        print_timetable(order, timeline)
        if with_score:
            print_scores(timeline)
