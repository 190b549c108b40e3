"""What can be known of a library before any sound is made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lyricaudio.build.library import Library
from lyricaudio.build.run import planned_orders, stale_orders
from lyricaudio.build.speak import Draft, doubts_in, draft, estimated_timeline, silent_notes
from lyricaudio.errors import LyricAudioError, Place


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
    """All findings; `doubts` are the most doubtful first."""

    episodes: tuple[CheckedEpisode, ...]
    errors: tuple[LyricAudioError, ...]
    notes: tuple[str, ...]
    doubts: tuple[DoubtAt, ...]


def check(library: Library, output: Path) -> Checked:
    """Read all cues of the selected songs and estimate their episodes."""
    orders, failures = planned_orders(library)
    wanted = [order for order in orders if order.song_path in library.selected]
    stale = {order.key for order in stale_orders(wanted, output)}
    errors: list[LyricAudioError] = [*library.errors]
    errors += [failure.error for failure in failures if failure.error]
    drafts: list[Draft] = []
    for order in wanted:
        try:
            drafts.append(draft(order))
        except LyricAudioError as error:
            errors.append(error)
    return Checked(
        episodes=tuple(_episode(planned, planned.order.key in stale) for planned in drafts),
        errors=tuple(errors),
        notes=tuple(dict.fromkeys(note for planned in drafts for note in silent_notes(planned))),
        doubts=_doubts(drafts),
    )


def _episode(planned: Draft, stale: bool) -> CheckedEpisode:
    seconds = estimated_timeline(planned).length_s
    return CheckedEpisode(name=planned.order.name, seconds=seconds, stale=stale)


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
