"""`lyricaudio show`: what is heard when, as a table or as JSON."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from lyricaudio.build.library import OUTPUT_FOLDER, open_library
from lyricaudio.build.order import Order, song_orders
from lyricaudio.build.speak import one_timeline
from lyricaudio.cli.console import clock, say, say_json, table
from lyricaudio.errors import LyricAudioError, SongErrors
from lyricaudio.lesson.form import FORMS
from lyricaudio.music.timeline import Placement, Timeline
from lyricaudio.song import display


@click.command(name="show")
@click.argument("song", type=click.Path(path_type=Path))
@click.option(
    "--form", type=click.Choice(list(FORMS)), default="song", show_default=True, help="Which episode."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The release's folder. [default: output]"
)
@click.option("--json", "as_json", is_flag=True, help="Print every cue with its morae.")
def command(song: Path, form: str, output: Path | None, as_json: bool) -> None:
    """Print what is heard when in an episode of SONG; what was never spoken is spoken first.

    Example: lyricaudio show songs/04-relu.yaml --form explain
    """
    library = open_library([song], folder=Path())
    if library.errors:
        raise SongErrors(list(library.errors))
    (entry,) = (entry for entry in library.entries if entry.path in library.selected)
    found = [order for order in song_orders(library, entry) if order.form.name == form]
    if not found:
        raise LyricAudioError(f"{song} has nothing for the form '{form}'; see: lyricaudio forms")
    order = found[0]
    timeline = one_timeline(order, output or library.root / OUTPUT_FOLDER)
    if as_json:
        say_json(_as_json(order, timeline))
    else:
        _print(order, timeline)


def _print(order: Order, timeline: Timeline) -> None:
    tempo = f"{order.style.name} {timeline.bpm:g} BPM"
    say(f"{order.name}  {tempo}  {timeline.bars} bars  {clock(timeline.length_s)}")
    starts = {span.start_s: span.title for span in timeline.spans[1:]}
    rows = []
    for placement in timeline.placements:
        if placement.start_s in starts:
            rows.append(("", "", "", f"# {starts[placement.start_s]}", ""))
        cue = placement.spoken.cue
        bar = int(placement.start_beats) // timeline.style.beats_per_bar + 1
        rows.append(
            (
                f"{placement.start_s:8.3f}",
                f"{bar:4}",
                cue.role,
                display(cue.text.text),
                placement.spoken.reading.kana,
            )
        )
    table([("seconds", " bar", "role", "text", "reading"), *rows])


def _as_json(order: Order, timeline: Timeline) -> dict[str, Any]:
    return {
        "song": order.song_path,
        "title": order.title,
        "form": order.form.name,
        "style": order.style.name,
        "bpm": timeline.bpm,
        "beats_per_bar": timeline.style.beats_per_bar,
        "bars": timeline.bars,
        "length_s": timeline.length_s,
        "parts": [asdict(span) for span in timeline.spans],
        "cues": [_cue_json(placement) for placement in timeline.placements],
    }


def _cue_json(placement: Placement) -> dict[str, Any]:
    spoken = placement.spoken
    return {
        "role": spoken.cue.role,
        "again": spoken.cue.again,
        "text": display(spoken.cue.text.text),
        "written": spoken.cue.text.text,
        "reading": spoken.reading.kana,
        "voice": spoken.voice,
        "start_beats": float(placement.start_beats),
        "start_s": placement.start_s,
        "end_s": placement.end_s,
        "exact": spoken.facts.exact,
        "morae": [asdict(mora) for mora in placement.morae],
    }
