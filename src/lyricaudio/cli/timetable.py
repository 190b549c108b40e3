"""What is heard when in an episode, as a table, scores, JSON, and a picture of a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from lyricaudio.cli.console import say, table
from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import message, told
from lyricaudio.music.printed import score_text
from lyricaudio.music.timeline import Placement, Timeline
from lyricaudio.music.tune.vocalrange import note_name
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.release.pictures.linepicture import line_picture
from lyricaudio.release.texts.seen import seen_text
from lyricaudio.song import display
from lyricaudio.units import clock_time
from lyricaudio.voice.store import Clips

_HEADS = (message("seconds"), message(" bar"), message("role"), message("text"), message("reading"))
"""What stands above the columns of a timetable."""


def print_scores(timeline: Timeline) -> None:
    """Print the lines on the grid, each once."""
    for placement in {placement.spoken.clip_key: placement for placement in timeline.heard}.values():
        spoken = placement.spoken
        if spoken.flow is None:
            continue
        say(
            told(
                "\n{line}  {pace:.1f} morae a second",
                line=display(spoken.cue.text.text),
                pace=spoken.flow.morae_per_s,
            )
        )
        say(score_text(spoken.reading, spoken.flow, timeline.stretch_at(placement.start_beats).style.metre))
        if spoken.notes:
            say(" ".join(note_name(round(note)) for note in spoken.notes))


def print_timetable(order: Order, timeline: Timeline) -> None:
    """Print a row for each cue."""
    tempo = " → ".join(
        f"{one.style.name} {one.bpm:g} BPM {one.style.metre.name}" for one in timeline.stretches
    )
    bars = told("{count} bars", count=timeline.bars)
    say(f"{order.name}  {tempo}  {bars}  {clock_time(timeline.length_s)}")
    starts = {span.start_s: span.title for span in timeline.spans[1:]}
    rows = []
    for placement in timeline.placements:
        if placement.start_s in starts:
            rows.append(("", "", "", f"# {starts[placement.start_s]}", ""))
        spoken = placement.spoken
        rows.append(
            (
                f"{placement.start_s:8.3f}",
                f"{timeline.bar_at(placement.start_beats) + 1:4}",
                spoken.role.name,
                spoken.gap.seen if spoken.gap else display(spoken.cue.text.text),
                spoken.reading.kana,
            )
        )
    table([tuple(map(told, _HEADS)), *rows])


def timetable_json(order: Order, timeline: Timeline) -> dict[str, Any]:
    """Return every cue with its morae as plain values; tempo and style are those in which it begins."""
    first = timeline.stretches[0]
    return {
        "song": order.song_path,
        "title": order.title,
        "form": order.form.name,
        "style": first.style.name,
        "bpm": first.bpm,
        "metre": first.style.metre.name,
        "beats_per_bar": float(first.style.metre.bar_beats),
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
        "role": spoken.role.name,
        "again": spoken.cue.again,
        "text": seen_text(spoken) if spoken.gap else display(spoken.cue.text.text),
        "seen": seen_text(spoken),
        "heard": spoken.gap is None,
        "left_out": [list(morae) for morae in spoken.silent],
        "written": spoken.cue.text.text,
        "reading": spoken.reading.kana,
        "voice": str(spoken.voice),
        "start_beats": float(placement.start_beats),
        "start_s": placement.heard_s,
        "end_s": placement.end_s,
        "timing": spoken.facts.timing,
        "delivery": spoken.cue.delivery,
        "bars": spoken.flow.bars if spoken.flow else None,
        "morae": [] if spoken.gap else list(_morae_json(placement)),
    }


def line_drawn(timeline: Timeline, line: int, clips: Clips) -> bytes:
    """Draw a line, counted from 1, with the sound of its clip; return a PNG."""
    lines = [placement for placement in timeline.heard if placement.spoken.role.is_line]
    if line > len(lines):
        raise LyricAudioError(
            told("there is no line {line}; the episode has {count}", line=line, count=len(lines))
        )
    placement = lines[line - 1]
    clip = clips.load(placement.spoken.clip_key)
    if clip is None:
        raise LyricAudioError(told("a stored clip was damaged in the meantime; run it again"))
    return line_picture(placement, timeline, clip.audio)
