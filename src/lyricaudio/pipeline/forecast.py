"""What can be known of a library before any sound is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lyricaudio.audio.bitrate import mp3_bytes
from lyricaudio.errors import LyricAudioError, Place, unforeseen
from lyricaudio.lesson.alike import alike
from lyricaudio.lesson.keyterms import key_terms
from lyricaudio.messages import told
from lyricaudio.music.flow.density import Density, too_dense
from lyricaudio.music.score import Score
from lyricaudio.music.spoken import Spoken
from lyricaudio.music.tune.contour import Violation
from lyricaudio.pipeline.lines import Cost, Heard, SongFacts, cost_of, facts_of
from lyricaudio.pipeline.making.draft import Draft, doubts_in, draft, silent_notes
from lyricaudio.pipeline.making.rehearse import Rehearsal, foretold
from lyricaudio.pipeline.making.scoring import told_notes
from lyricaudio.pipeline.planning.order import OWN, Order
from lyricaudio.pipeline.planning.planned import plan, stale_orders
from lyricaudio.pipeline.project.idle import idle_notes
from lyricaudio.pipeline.project.library import Library
from lyricaudio.pipeline.project.record import read_record
from lyricaudio.pipeline.project.report import Progress, Watch
from lyricaudio.pipeline.timing import find_times
from lyricaudio.reading.model import Reason
from lyricaudio.song import display


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedEpisode:
    """An episode as far as it is known: its estimated length and size, and whether it has to be made."""

    name: str
    seconds: float
    size_bytes: int
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtAt:
    """A doubtful reading with its place in a song file; candidates are kana and who says so."""

    place: Place
    surface: str
    reason: Reason
    weight: float
    candidates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """What lessons find in a song, as it is shown: the key terms of each line, and pairs to tell apart."""

    song: str
    key_terms: tuple[tuple[Place, tuple[str, ...]], ...]
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All findings; `doubts` are the most doubtful first.

    `notes` are sentences on what will not be heard, on lines too dense for the beat, and on tunes that go
    against the accent. `lessons`, `lines` and `cost` are there when they were asked for.
    """

    episodes: tuple[CheckedEpisode, ...]
    errors: tuple[LyricAudioError, ...]
    notes: tuple[str, ...]
    doubts: tuple[DoubtAt, ...]
    lessons: tuple[Lessons, ...] = ()
    lines: tuple[SongFacts, ...] = ()
    cost: Cost | None = None


def check(
    library: Library,
    output: Path,
    *,
    lessons: bool = False,
    lines: bool = False,
    watch: Watch = lambda progress: None,
) -> Checked:
    """Read all cues of the selected songs and estimate their episodes.

    Parameters
    ----------
    lessons
        Whether to find what lessons could ask, too.
    lines
        Whether to say what there is to know of each line, and what a build would cost.
    watch
        Is told which episode it is.
    """
    record = read_record(output)
    project = plan(library, record, times=find_times(library, output, watch))
    wanted = [order for order in project.orders if order.song_path in library.selected]
    stale = {order.key for order in stale_orders(wanted, record)}
    errors: list[LyricAudioError] = [*library.errors]
    errors += [failure.error for failure in project.failures if failure.error]
    drafts = _read(wanted, errors, watch)
    episodes: list[CheckedEpisode] = []
    notes: list[str] = []
    rehearsal = Rehearsal()
    heard: list[Heard] = []
    count = len(drafts)
    for number, planned in enumerate(drafts, start=1):
        name, key = planned.order.name, planned.order.key
        watch(
            Progress(now=told("timing {number} of {count}: {order}", number=number, count=count, order=name))
        )
        try:
            performance = foretold(planned, rehearsal)
        except Exception as error:
            errors.append(unforeseen(error, planned.order.song_path))
            continue
        heard.append((performance.planned, performance.scores))
        episodes.append(_checked(planned.order, performance.timeline.length_s, stale=key in stale))
        notes += silent_notes(planned)
        notes += performance.planned.notes
        for song, score in performance.scores.items():
            notes += told_notes(planned.order.manners[song].scoring, score)
            notes += _score_notes(performance.planned.lines[song], score)
    return Checked(
        episodes=tuple(episodes),
        errors=tuple({str(error): error for error in errors}.values()),  # a style's file fails all its songs
        notes=tuple(dict.fromkeys((*library.notes, *idle_notes(library), *notes))),
        doubts=_doubts(drafts),
        lessons=tuple(_lessons(drafts)) if lessons else (),
        lines=facts_of(library, heard) if lines else (),
        cost=cost_of([one for one in heard if one[0].order.key in stale], output) if lines else None,
    )


def _read(wanted: Sequence[Order], errors: list[LyricAudioError], watch: Watch) -> list[Draft]:
    """Read the cues of all orders; what cannot be read joins the errors."""
    drafts: list[Draft] = []
    count = len(wanted)
    for number, order in enumerate(wanted, start=1):
        now = told("reading {number} of {count}: {order}", number=number, count=count, order=order.name)
        watch(Progress(now=now))
        try:
            drafts.append(draft(order))
        except Exception as error:
            errors.append(unforeseen(error, order.song_path))
    return drafts


def _checked(order: Order, seconds: float, *, stale: bool) -> CheckedEpisode:
    size_bytes = mp3_bytes(seconds, mono=order.mono)
    return CheckedEpisode(name=order.name, seconds=seconds, size_bytes=size_bytes, stale=stale)


def _lessons(drafts: Sequence[Draft]) -> Iterator[Lessons]:
    """Yield what lessons find in each song."""
    songs = {planned.order.song_path: planned for planned in drafts}
    for path, planned in songs.items():
        song = planned.order.song
        written = {line.id: line for section in song.sections for line in section.lines}
        heard = [(written[item.cue.of], item.reading) for item in planned.lines.get(OWN, ())]
        known = [(first.text, second.text) for first, second in (points.pair for points in song.confuse)]
        yield Lessons(
            song=path,
            key_terms=tuple(
                (
                    line.lyric.place,
                    tuple(display(term.text) for term in line.terms)
                    or tuple(term.surface for term in key_terms(reading)),
                )
                for line, reading in heard
            ),
            pairs=tuple((first.text, second.text) for first, second in alike(heard, known)),
        )


def _score_notes(lines: Sequence[Spoken], score: Score) -> Iterator[str]:
    """Say which lines are too dense to be understood, and where the tune goes against the accent."""
    for item, line in zip(lines, score.lines, strict=True):
        if dense := too_dense(item.reading, line.flow, "sing" if line.notes else "chant"):
            yield f"{item.cue.text.place}: {_density(dense)}"
    for violation in score.violations:
        place = lines[violation.line].cue.text.place
        yield f"{place}: {_against_accent(violation)}"


def _density(dense: Density) -> str:
    reasons = ", ".join(dense.reasons)
    if not dense.break_at:
        return told("too dense: {reasons}; shorten it", reasons=reasons)
    return told(
        "too dense: {reasons}; break it: {before} / {after}",
        reasons=reasons,
        before=dense.before,
        after=dense.after,
    )


def _against_accent(violation: Violation) -> str:
    mora, kana = violation.mora + 1, violation.kana
    if violation.direction == "up":
        return told("the tune goes up against the accent at mora {mora}, {kana}", mora=mora, kana=kana)
    return told("the tune goes down against the accent at mora {mora}, {kana}", mora=mora, kana=kana)


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
