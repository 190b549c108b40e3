"""What can be known of a library before any sound is made."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lyricaudio.errors import LyricAudioError, Place
from lyricaudio.music.flow.density import too_dense
from lyricaudio.music.score import Score
from lyricaudio.pipeline.making.draft import Draft, doubts_in, draft, silent_notes
from lyricaudio.pipeline.making.rehearse import Rehearsal, performed
from lyricaudio.pipeline.planning.planned import plan, stale_orders
from lyricaudio.pipeline.project.library import Library
from lyricaudio.pipeline.project.record import read_record


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedEpisode:
    """An episode as far as it is known: its estimated length, and whether it has to be made."""

    name: str
    seconds: float
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtAt:
    """A doubtful reading with its place in a song file; candidates are kana and who says so."""

    place: Place
    surface: str
    reason: str
    weight: float
    candidates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All findings; `doubts` are the most doubtful first.

    `notes` are sentences on what will not be heard, on lines too dense for the beat, and on tunes that go
    against the accent.
    """

    episodes: tuple[CheckedEpisode, ...]
    errors: tuple[LyricAudioError, ...]
    notes: tuple[str, ...]
    doubts: tuple[DoubtAt, ...]


def check(library: Library, output: Path) -> Checked:
    """Read all cues of the selected songs and estimate their episodes."""
    record = read_record(output)
    project = plan(library, record)
    wanted = [order for order in project.orders if order.song_path in library.selected]
    stale = {order.key for order in stale_orders(wanted, record)}
    errors: list[LyricAudioError] = [*library.errors]
    errors += [failure.error for failure in project.failures if failure.error]
    drafts: list[Draft] = []
    for order in wanted:
        try:
            drafts.append(draft(order))
        except LyricAudioError as error:
            errors.append(error)
    episodes: list[CheckedEpisode] = []
    notes: list[str] = []
    rehearsal = Rehearsal()
    for planned in drafts:
        try:
            score, timeline = asyncio.run(performed(planned, rehearsal))
        except LyricAudioError as error:
            errors.append(error)
            continue
        name, key = planned.order.name, planned.order.key
        episodes.append(CheckedEpisode(name=name, seconds=timeline.length_s, stale=key in stale))
        notes += (*silent_notes(planned), *_score_notes(planned, score))
    return Checked(
        episodes=tuple(episodes),
        errors=tuple({str(error): error for error in errors}.values()),  # a style's file fails all its songs
        notes=tuple(dict.fromkeys(notes)),
        doubts=_doubts(drafts),
    )


def _score_notes(planned: Draft, score: Score) -> Iterator[str]:
    """Say which lines are too dense to be understood, and where the tune goes against the accent."""
    for item, line in zip(planned.lines, score.lines, strict=True):
        if dense := too_dense(item.reading, line.flow, "sing" if line.notes else "chant"):
            remedy = f"break it: {dense.before} / {dense.after}" if dense.break_at else "shorten it"
            yield f"{item.cue.text.place}: too dense: {', '.join(dense.reasons)}; {remedy}"
    for violation in score.violations:
        place = planned.lines[violation.line].cue.text.place
        yield (
            f"{place}: the tune goes {violation.direction} against the accent at mora"
            f" {violation.mora + 1}, {violation.kana}"
        )


def _doubts(drafts: list[Draft]) -> tuple[DoubtAt, ...]:
    """Collect doubts, each place once: a line is in several episodes."""
    found = {found for planned in drafts for found in doubts_in(planned)}
    doubts = [
        DoubtAt(
            place=Place(place.file, place.line, place.column + doubt.start),
            surface=doubt.surface,
            reason=doubt.reason,
            weight=doubt.weight,
            candidates=tuple((candidate.kana, candidate.by) for candidate in doubt.candidates),
        )
        for place, doubt in found
    ]
    return tuple(sorted(doubts, key=lambda doubt: (-doubt.weight, doubt.place, doubt.surface)))
