"""`lyricaudio show`: what is heard when, as a table or as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from lyricaudio import files
from lyricaudio.build.library import open_library
from lyricaudio.build.order import Order
from lyricaudio.build.planned import plan
from lyricaudio.build.project import OUTPUT_FOLDER
from lyricaudio.build.record import read_record
from lyricaudio.build.speak import clip_store, one_timeline
from lyricaudio.cli.console import clock, say, say_json, table
from lyricaudio.errors import LyricAudioError, SongErrors
from lyricaudio.lesson.form import FORMS
from lyricaudio.music.score import score_text
from lyricaudio.music.timeline import Placement, Timeline
from lyricaudio.music.vocalrange import note_name
from lyricaudio.release.linepicture import line_picture
from lyricaudio.song import display
from lyricaudio.voice.store import Store


@click.command(name="show")
@click.argument("song", type=click.Path(path_type=Path))
@click.option(
    "--form", type=click.Choice(list(FORMS)), default="song", show_default=True, help="Which episode."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The release's folder. [default: output]"
)
@click.option("--score", "with_score", is_flag=True, help="Print each line on the grid, mora by mora.")
@click.option("--json", "as_json", is_flag=True, help="Print every cue with its morae.")
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
    library = open_library([song], folder=Path())
    if library.errors:
        raise SongErrors(list(library.errors))
    (entry,) = (entry for entry in library.entries if entry.path in library.selected)
    output = output or library.root / OUTPUT_FOLDER
    planned = plan(library, read_record(output))
    if planned.failures and (error := planned.failures[0].error):
        raise error
    found = [order for order in planned.orders if (order.song_path, order.form.name) == (entry.path, form)]
    if not found:
        raise LyricAudioError(f"{song} has nothing for the form '{form}'; see: lyricaudio forms")
    order = found[0]
    timeline = one_timeline(order, output)
    if png:
        files.write_bytes(png, _picture(timeline, line, clip_store(output)))
    elif as_json:
        say_json(_as_json(order, timeline))
    else:
        _print(order, timeline)
        if with_score:
            _print_scores(timeline)


def _picture(timeline: Timeline, line: int, store: Store) -> bytes:
    lines = [placement for placement in timeline.placements if placement.spoken.cue.role == "lyric"]
    if line > len(lines):
        raise LyricAudioError(f"there is no line {line}; the episode has {len(lines)}")
    placement = lines[line - 1]
    clip = store.load(placement.spoken.clip_key)
    if clip is None:
        raise LyricAudioError("a stored clip was damaged in the meantime; run it again")
    return line_picture(placement, timeline, clip.audio)


def _print_scores(timeline: Timeline) -> None:
    """Print the lines on the grid, each once."""
    metre = timeline.style.metre
    for placement in {placement.spoken.clip_key: placement for placement in timeline.placements}.values():
        spoken = placement.spoken
        if spoken.flow is None:
            continue
        say(f"\n{display(spoken.cue.text.text)}  {spoken.flow.morae_per_s:.1f} morae a second")
        say(score_text(spoken.reading, spoken.flow, metre))
        if spoken.notes:
            say(" ".join(note_name(round(note)) for note in spoken.notes))


def _print(order: Order, timeline: Timeline) -> None:
    tempo = f"{timeline.style.name} {timeline.bpm:g} BPM {timeline.style.metre.name}"
    say(f"{order.name}  {tempo}  {timeline.bars} bars  {clock(timeline.length_s)}")
    starts = {span.start_s: span.title for span in timeline.spans[1:]}
    rows = []
    for placement in timeline.placements:
        if placement.start_s in starts:
            rows.append(("", "", "", f"# {starts[placement.start_s]}", ""))
        cue = placement.spoken.cue
        bar = int(placement.start_beats / timeline.style.metre.bar_beats) + 1
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
        "style": timeline.style.name,
        "bpm": timeline.bpm,
        "metre": timeline.style.metre.name,
        "beats_per_bar": float(timeline.style.metre.bar_beats),
        "bars": timeline.bars,
        "length_s": timeline.length_s,
        "parts": [asdict(span) for span in timeline.spans],
        "cues": [_cue_json(placement) for placement in timeline.placements],
    }


def _morae_json(placement: Placement) -> Iterator[dict[str, Any]]:
    """Yield each mora with its times, and where it is set: its slot, and its note when it is sung."""
    slots = placement.slots_beats or [None] * len(placement.morae)
    notes = placement.spoken.notes or [None] * len(placement.morae)
    for mora, slot, note in zip(placement.morae, slots, notes, strict=True):
        slot_beats = None if slot is None else float(slot)
        yield asdict(mora) | {"slot_beats": slot_beats, "note": note}


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
        "start_s": placement.heard_s,
        "end_s": placement.end_s,
        "timing": spoken.facts.timing,
        "delivery": spoken.cue.delivery,
        "bars": spoken.flow.bars if spoken.flow else None,
        "morae": list(_morae_json(placement)),
    }
