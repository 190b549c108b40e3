"""What a ride may take of a song: its parts as blocks, in the song's manner, and how long each is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from lyricaudio.lesson.blocks import Block, Place, RideChoice, RideSong, ride_song
from lyricaudio.lesson.form import NO_SETTINGS, Form
from lyricaudio.lesson.forms.choice import Choice, choices
from lyricaudio.lesson.plan import Cue, Event, Gap, Part, Plan, Segment, lyric_cue, said_faster
from lyricaudio.lesson.questions import question_of
from lyricaudio.messages import message
from lyricaudio.pipeline.making.draft import draft
from lyricaudio.pipeline.making.rehearse import Rehearsal, foretold
from lyricaudio.pipeline.planning.manner import Manner, manner_of
from lyricaudio.pipeline.planning.order import OWN, Order, digested, in_mono
from lyricaudio.pipeline.planning.times import Times
from lyricaudio.pipeline.project.choices import scoring_of
from lyricaudio.pipeline.project.lengths import Lengths
from lyricaudio.pipeline.project.library import Entry, Library
from lyricaudio.pipeline.project.record import RIDE_FORM
from lyricaudio.pipeline.project.sounds import own_sounds
from lyricaudio.song import Section, display
from lyricaudio.study.memory import NEW, Line, Memory

LABEL = "通勤"
_THINK_S = 1.0
_AGAIN_SPEED = 1.25

RIDE: Form[None] = Form(
    name=RIDE_FORM,
    label=LABEL,
    playlist=LABEL,
    about="今日の通勤のための一本です。新しい行を覚え、少しあとと、もっとあとに思い出します。",
    summary=message("one episode across the songs that fills the ride"),
    parts=lambda song, settings: (),
    asks=True,
    settings=NO_SETTINGS,
)


class Stock:
    """What a ride may take of a song: its blocks as parts of a plan, and how long each is.

    Attributes
    ----------
    manner
        How the song is said and played.
    """

    def __init__(self, entry: Entry, library: Library, known: Lengths, times: Times) -> None:
        self._entry = entry
        self._choices = choices(entry.song)
        self._parts = dict(_parts(entry, self._choices))
        self.manner = _manner(entry, library, list(self._parts.values()), times)
        segments = tuple(Segment(parts=(part,)) for part in self._parts.values())
        order = digested(bare_order(library, entry, {OWN: self.manner}, segments))
        lengths = known.of(self.song, order.digest)
        if lengths is None:
            lengths = self._foretold(order)
            known.learn(self.song, order.digest, lengths)
        self._lengths = dict(lengths)

    @property
    def song(self) -> str:
        """The song's identity."""
        return self._entry.song_id

    def part(self, block: Block) -> Part:
        """Return what a block says."""
        if block.kind == "summary":
            sung = (self._parts["sung", line].events for line in block.lines)
            return Part(title="もう一度", events=tuple(event for events in sung for event in events))
        return self._parts[_place(block)]

    def learn(self, block: Block, seconds: float) -> None:
        """Take note of how long a block really is."""
        if block.kind == "summary":
            return
        self._lengths[_place(block)] = seconds

    def ride_song(self, known: Mapping[Line, Memory]) -> RideSong:
        """Return what the planner has to know of the song."""
        choices = [
            RideChoice(line=choice.line.id, choice_s=self._lengths["choice", str(number)])
            for number, choice in enumerate(self._choices)
        ]
        return ride_song(self.song, self._lengths, lambda line: known.get((self.song, line), NEW), choices)

    def _foretold(self, order: Order) -> dict[Place, float]:
        """Return how long each part is by itself, foretold without a sound."""
        timeline = foretold(draft(order), Rehearsal()).timeline
        return {
            place: stretch.end_s - stretch.start_s
            for place, stretch in zip(self._parts, timeline.stretches, strict=True)
        }


def _place(block: Block) -> Place:
    """Return the name of a block's part among those of its song."""
    match block.kind:
        case "song" | "choice":
            return block.kind, str(block.number)
        case "hook":
            return "hook", ""
        case kind:
            return kind, block.lines[0]


def _parts(entry: Entry, pairs: Sequence[Choice]) -> Iterator[tuple[Place, Part]]:
    """Yield all that a ride may take of a song, by its name."""
    song, verses = entry.song, 0
    for number, choice in enumerate(pairs):
        yield ("choice", str(number)), Part(title="どちら", events=choice.events)
    for section in song.sections:
        for number, line in enumerate(section.lines):
            cue = lyric_cue(song, section, number)
            talk = [Cue(role="explain", text=text, of=line.id) for text in line.explain]
            again = [replace(cue, again=True)] if talk else []
            title = display(line.lyric.text)
            whole = Part(title=title, events=(cue, *talk, *again))
            yield ("line", line.id), whole
            once_more = Part(title=title, events=(*talk, *again) or (cue,))  # one may think of the line first
            yield ("again", line.id), said_faster(once_more, _AGAIN_SPEED)
            yield ("sung", line.id), Part(title=title, events=(cue,))
            if question := question_of(line):
                asked = Cue(role="question", text=question.asked, shown=question.shown, of=line.id)
                answer = Cue(role="answer", text=question.answer, of=line.id)
                gap = Gap(stands_for=answer, extra_s=_THINK_S, shown=asked.seen)
                yield ("recall", line.id), Part(title="思い出す", events=(asked, gap, answer))
        if section.hook:
            yield ("hook", ""), _sung(entry, section, "サビ")
        else:
            yield ("song", str(verses)), _sung(entry, section, section.name or display(song.title.text))
            verses += 1


def _sung(entry: Entry, section: Section, title: str) -> Part:
    cues: tuple[Event, ...] = tuple(
        lyric_cue(entry.song, section, line) for line in range(len(section.lines))
    )
    return Part(title=title, events=cues)


def _manner(entry: Entry, library: Library, parts: Sequence[Part], times: Times) -> Manner:
    file = library.root / entry.path
    scoring = scoring_of(entry.song, library.project, seed=entry.song_id, file=file, root=library.root)
    said = Plan(form=RIDE.name, segments=(Segment(parts=tuple(parts)),))
    find = partial(times.of, entry.song, library)
    sounds = own_sounds(entry.song, file=file, root=library.root, find=find)
    return manner_of(entry.song, library, said, scoring, sounds)


def bare_order(
    library: Library, entry: Entry, manners: dict[str, Manner], segments: tuple[Segment, ...]
) -> Order:
    """Return an order for some segments, before it has a name or a place."""
    project, plan = library.project, Plan(form=RIDE.name, segments=segments)
    return Order(
        song_id=entry.song_id,
        song_path=entry.path,
        song=entry.song,
        form=RIDE,
        plan=plan,
        manners=manners,
        loudness_lufs=project.loudness_lufs,
        mono=in_mono(project, RIDE, plan),
        folder="",
        stem="",
        title="",
        title_reading=None,
        artist=project.artist,
        album="",
        year=0,
        track=1,
        tracks=1,
        disc=1,
        discs=1,
        tags=(),
    )
