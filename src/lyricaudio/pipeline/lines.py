"""What a writer wants to know of each line, and what a build would cost, before any sound is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lyricaudio.errors import Place
from lyricaudio.lesson.measure import MOST_MORAE
from lyricaudio.music.flow.density import middle_boundary, too_dense
from lyricaudio.music.score import LineScore
from lyricaudio.music.spoken import Spoken
from lyricaudio.pipeline.making.draft import Draft
from lyricaudio.pipeline.making.layout import placed
from lyricaudio.pipeline.making.meter import Meter
from lyricaudio.pipeline.making.scoring import Scores
from lyricaudio.pipeline.making.speak import clip_store
from lyricaudio.pipeline.planning.order import OWN
from lyricaudio.pipeline.project.library import Library
from lyricaudio.reading.model import Reading
from lyricaudio.song import Line, Song, display
from lyricaudio.song.folding import likeness

Heard = tuple[Draft, Scores]
"""An episode as it is foretold: its draft, and the scores of its songs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """A line of a song.

    Attributes
    ----------
    morae, bars
        How long it is; a line that is spoken at its own speed has no bars.
    break_at
        Both sides of where it is best broken, as written; None for a line that need not be.
    same_as
        The first line of the project that has the same words.
    explained
        Whether it has an explanation.
    """

    place: Place
    lyric: str
    morae: int
    bars: int | None
    break_at: tuple[str, str] | None
    same_as: Place | None
    explained: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """How a song is counted: its tempo in quarter notes a minute, and in quarter notes its bar and pulses."""

    bpm: float
    bar_beats: float
    pulses_beats: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SongFacts:
    """The lines of a song, and how many points it has; its beat, unless all of it is a recording."""

    song: str
    title: str
    lines: tuple[LineFacts, ...]
    points: int
    beat: Beat | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a build would make: episodes, clips by their engines, and roughly how long one core works."""

    episodes: int = 0
    clips: dict[str, int] = field(default_factory=dict)
    work_s: float = 0.0


def facts_of(library: Library, heard: Sequence[Heard]) -> tuple[SongFacts, ...]:
    """Return what there is to know of the lines of all songs that are heard."""
    first: dict[str, Place] = {}
    for entry in library.entries:
        for line in _lines(entry.song):
            first.setdefault(_words(line), line.lyric.place)
    songs = {planned.order.song_path: planned.order.song for planned, _ in heard}
    found = {path: [one for one in heard if one[0].order.song_path == path] for path in songs}
    return tuple(
        SongFacts(
            song=path,
            title=display(song.title.text),
            lines=tuple(_facts(line, found[path], first) for line in _lines(song)),
            points=len(song.points),
            beat=_beat(found[path]),
        )
        for path, song in songs.items()
    )


def _facts(line: Line, heard: Sequence[Heard], first: dict[str, Place]) -> LineFacts:
    spoken, score = _found(line.lyric.place, heard)
    same = first.get(_words(line))
    return LineFacts(
        place=line.lyric.place,
        lyric=display(line.lyric.text),
        morae=len(spoken.reading.morae) if spoken else 0,
        bars=score.flow.bars if score else None,
        break_at=_break(spoken.reading, score) if spoken else None,
        same_as=same if same != line.lyric.place else None,
        explained=bool(line.explain),
    )


def _found(place: Place, heard: Sequence[Heard]) -> tuple[Spoken | None, LineScore | None]:
    """Return a line as it is spoken, and as it is scored where it is on the grid: not in a recording."""
    for planned, score in ((planned, scores[OWN]) for planned, scores in heard if OWN in scores):
        for spoken, line in zip(planned.lines[OWN], score.lines, strict=True):
            if spoken.cue.text.place == place:
                return spoken, line
    items = (item for planned, _ in heard for item in planned.items if item.cue.text.place == place)
    return next(items, None), None


def _beat(heard: Sequence[Heard]) -> Beat | None:
    """Return the beat of a song, by the first of its episodes that has one."""
    score = next((scores[OWN] for _, scores in heard if OWN in scores), None)
    if score is None:
        return None
    metre = score.style.metre
    pulses = tuple(float(at) for at, _ in metre.pulses)
    return Beat(bpm=score.bpm, bar_beats=float(metre.bar_beats), pulses_beats=pulses)


def _break(reading: Reading, score: LineScore | None) -> tuple[str, str] | None:
    """Return where a line is best broken, if it is too long or too dense."""
    dense = too_dense(reading, score.flow, "sing" if score.notes else "chant") if score else None
    at = dense.break_at if dense else None
    if at is None and len(reading.morae) > MOST_MORAE:
        at = middle_boundary(reading)
    return _sides(reading, at) if at else None


def _sides(reading: Reading, mora: int) -> tuple[str, str]:
    """Return what is written before a mora (from 0) and from it on; in kana where it is within a piece."""
    said = 0
    for token in reading.tokens:
        if said == mora and token.kana:
            written = reading.written
            return display(written[: token.start].rstrip()), display(written[token.start :].lstrip())
        said += sum(kana not in "ァィゥェォャュョヮ" for kana in token.kana)
    kana = [each.kana for each in reading.morae]
    return "".join(kana[:mora]), "".join(kana[mora:])


def _lines(song: Song) -> Iterator[Line]:
    return (line for section in song.sections for line in section.lines)


def _words(line: Line) -> str:
    """Return what lines with the same words share, however they are parted."""
    return "".join(filter(str.isalnum, likeness(display(line.lyric.text)).casefold()))


def cost_of(stale: Sequence[Heard], output: Path) -> Cost:
    """Return what a build makes of stale episodes, for which some clips may be there."""
    meter, clips = Meter(lambda progress: None), clip_store(output)
    missing: dict[str, str] = {}
    for planned, scores in stale:
        meter.expect_work(planned, video=False)
        spoken = () if planned.order.recording else placed(planned, scores).said  # a recording says all
        for item in spoken:
            if clips.facts(item.clip_key) is None:
                missing[item.clip_key] = item.voice.engine
            else:
                meter.know(item)
    by_engine = dict(Counter(missing.values()))
    return Cost(episodes=len(stale), clips=by_engine, work_s=meter.left_s)
