"""From an order to a draft: every cue read, with its voice and the key of its clip."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from lyricaudio.errors import EngineError, Place, ReadingError
from lyricaudio.lesson.plan import Cue, Gap, Part, Segment
from lyricaudio.lesson.roles import GAP
from lyricaudio.memo import remembered
from lyricaudio.messages import told
from lyricaudio.mix.cuts import TELEPHONE_HZ, Hearing
from lyricaudio.music.spoken import Spoken, SpokenPart
from lyricaudio.pipeline.making.hearing import Wanted, cut_key
from lyricaudio.pipeline.planning.manner import Manner
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.reading.japanese.voicedvowels import voiced
from lyricaudio.reading.model import Doubt, Reading
from lyricaudio.reading.reader import Reader
from lyricaudio.release.texts.seen import silent_morae
from lyricaudio.song.written import Text
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.engine import Engine, load_engine
from lyricaudio.voice.engines.own import OwnVoice
from lyricaudio.voice.known import Voice
from lyricaudio.voice.own import OWN_ENGINE, RECORDING_ENGINE
from lyricaudio.voice.store import clip_key


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSegment:
    """A segment whose cues are read: what is heard of a song, under the name that the plan gives it."""

    song: str
    parts: tuple[SpokenPart, ...]

    @property
    def items(self) -> tuple[Spoken, ...]:
        """All that is said, in order."""
        return tuple(item for part in self.parts for item in part.items)

    def grown(self, grow: Callable[[Spoken], Spoken]) -> DraftSegment:
        """Return it with every item for which there is a clip replaced."""
        parts = (
            replace(part, items=tuple(grow(item) if item.natural_key else item for item in part.items))
            for part in self.parts
        )
        return replace(self, parts=tuple(parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An order whose cues are read, later on the grid and heard.

    Attributes
    ----------
    lines
        The lines of each song that stand on the grid, each once, whether or not they are heard here: so a
        song has one score in all its episodes.
    silent
        Cues that say nothing.
    hearings
        What was heard of the songs' recordings, by the names of the songs.
    notes
        What the person should know of the sounds of their own, with places.
    """

    order: Order
    segments: tuple[DraftSegment, ...]
    lines: dict[str, tuple[Spoken, ...]]
    silent: tuple[Cue, ...]
    hearings: Mapping[str, Hearing] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[Spoken, ...]:
        """All that is said, in order."""
        return tuple(item for segment in self.segments for item in segment.items)

    @property
    def said(self) -> tuple[Spoken, ...]:
        """All for which there is a clip, gaps that stand for a cue among them."""
        return tuple(item for item in self.items if item.natural_key)

    def grown(self, grow: Callable[[str, Spoken], Spoken]) -> Draft:
        """Return it with every item for which there is a clip replaced; `grow` is told its song's name."""
        segments = (segment.grown(partial(grow, segment.song)) for segment in self.segments)
        return replace(self, segments=tuple(segments))

    def listened(
        self, refused: Mapping[str, str], hearings: Mapping[str, Hearing], facts: Mapping[str, ClipFacts]
    ) -> Draft:
        """Return it with what was heard of its own sounds.

        Parameters
        ----------
        refused
            By the keys of clips that cannot be used, why: the engine says their texts.
        hearings
            What was heard of recordings, by the names of their songs.
        facts
            Of the lines that were cut from them, by the keys of their clips.
        """

        def grow(song: str, item: Spoken) -> Spoken:
            if item.cut:
                return replace(item, facts=facts.get(item.natural_key, item.facts))
            return by_engine(self.order.manners[song], item) if item.natural_key in refused else item

        own = [
            item for item in (*self.said, *(one for its in self.lines.values() for one in its)) if item.own
        ]
        told_places = {item.natural_key: item.own.place for item in own if item.own}
        lines = {song: tuple(grow(song, item) for item in its) for song, its in self.lines.items()}
        return replace(
            self.grown(grow),
            lines={song: tuple({item.place: item for item in its}.values()) for song, its in lines.items()},
            hearings=hearings,
            notes=(
                *(f"{told_places[key]}: {reason}" for key, reason in refused.items()),
                *self._recording_notes(hearings),
            ),
        )

    def _recording_notes(self, hearings: Mapping[str, Hearing]) -> Iterator[str]:
        for song, manner in self.order.manners.items():
            if manner.recording:
                yield from manner.recording.notes
                if hearings[song].dull:
                    yield f"{manner.recording.place}: {_dull(manner.recording.file.name)}"


def _dull(file: str) -> str:
    return told(
        "{file} has nothing above {high:.0f} kHz, as over a telephone; a better copy is easier to understand",
        file=file,
        high=TELEPHONE_HZ / 1000,
    )


def draft(order: Order) -> Draft:
    """Read all cues of an order.

    Raises
    ------
    ReadingError
        With the place of a text that cannot be read, or when nothing in the whole episode can be said.
    """
    segments = tuple(_segment(order.manners[segment.song], segment) for segment in order.plan.segments)
    planned = Draft(
        order=order,
        segments=segments,
        lines={song: _lines(manner, song, segments) for song, manner in order.manners.items()},
        silent=tuple(cue for manner, cue in order.cues if not read_cue(manner, cue).morae),
    )
    if not planned.said and not order.recording:
        raise ReadingError(
            told("{place}: nothing in this song can be said; write words in it", place=order.song.title.place)
        )
    return planned


def _segment(manner: Manner, segment: Segment) -> DraftSegment:
    parts = (SpokenPart(title=part.title, items=tuple(_items(manner, part))) for part in segment.parts)
    return DraftSegment(song=segment.song, parts=tuple(parts))


def _items(manner: Manner, part: Part) -> Iterator[Spoken]:
    """Yield what is heard of a part, and what would be in its gaps; what says nothing is left out."""
    for event in part.events:
        gap = event if isinstance(event, Gap) else None
        cue = event.stands_for if isinstance(event, Gap) else event
        if cue is None and gap is not None:
            yield _rest(manner, gap)
        elif cue is not None and (reading := read_cue(manner, cue)).morae:
            yield (
                _cut_item(manner, cue, gap, reading) if manner.sung(cue) else _item(manner, cue, gap, reading)
            )


def _lines(manner: Manner, song: str, segments: Sequence[DraftSegment]) -> tuple[Spoken, ...]:
    """Return all lines of a song if any of them is heard on the grid, and what else of it stands there."""
    heard = [
        item
        for segment in segments
        if segment.song == song
        for item in segment.items
        if item.is_set and item.natural_key
    ]
    written = (cue for cue in manner.lines if heard and cue.delivery != "speak")
    read = ((cue, read_cue(manner, cue)) for cue in written)
    items = [*(_item(manner, cue, None, reading) for cue, reading in read if reading.morae), *heard]
    return tuple({item.place: item for item in items}.values())


def _rest(manner: Manner, gap: Gap) -> Spoken:
    """Return a gap that stands for no cue: it says nothing."""
    nothing = Text(text="", place=manner.place)
    return Spoken(
        cue=Cue(role=GAP.name, text=nothing, of=gap.of),
        gap=gap,
        reading=Reading(written="", spoken="", phrases=(), labels=()),
        voice=Voice(engine="", name=""),
        clip_key="",
    )


def read_cue(manner: Manner, cue: Cue) -> Reading:
    """Read one cue; `ReadingError` with its place when that cannot be. Once read, it costs nothing."""
    try:
        reading = _read_once(manner.reader, cue.text.text)
    except ReadingError as error:
        raise ReadingError(f"{cue.text.place}: {error}") from error
    return voiced(reading) if cue.delivery == "sing" else reading


@remembered
def _read_once(reader: Reader, text: str) -> Reading:
    """Read a text, once for all forms and for a hook that comes back."""
    return reader.read(text)


def _item(manner: Manner, cue: Cue, gap: Gap | None, reading: Reading) -> Spoken:
    own = manner.clip_of(cue)
    item = Spoken(
        cue=cue,
        gap=gap,
        reading=reading,
        silent=silent_morae(cue.left_out, reading),
        voice=Voice(engine=OWN_ENGINE, name=own.content) if own else manner.voice_of(cue),
        clip_key="",
        own=own,
    )
    return _with_key(item)


def _with_key(item: Spoken) -> Spoken:
    key = clip_key(speaker(item), item.reading, item.voice.name)
    return replace(item, natural_key=key, clip_key=key)


def by_engine(manner: Manner, item: Spoken) -> Spoken:
    """Return an item whose clip cannot be used, as the engine says it."""
    return _with_key(replace(item, own=None, voice=manner.voice_of(item.cue)))


def speaker(item: Spoken) -> Engine:
    """Return the engine that says an item, or what stands for it where the person does."""
    return OwnVoice(item.own) if item.own else load_engine(item.voice.engine)


def own_items(planned: Draft) -> dict[str, Spoken]:
    """Return what the person says of a draft, each clip once, by its key."""
    items = (*planned.said, *(item for its in planned.lines.values() for item in its))
    return {item.natural_key: item for item in items if item.own}


def wanted_cuts(planned: Draft) -> dict[str, tuple[Wanted, ...]]:
    """Return the lines that are to be cut from recordings, each once, by the songs of these."""
    found: dict[str, dict[str, Wanted]] = {}
    for segment in planned.segments:
        for item in segment.items:
            if item.cut and not planned.order.recording:
                kana = tuple(mora.kana for mora in item.reading.morae)
                wanted = Wanted(key=item.natural_key, of=item.cue.of, kana=kana)
                found.setdefault(segment.song, {})[item.natural_key] = wanted
    return {song: tuple(by_key[key] for key in sorted(by_key)) for song, by_key in found.items()}


def reason_of(error: EngineError, item: Spoken) -> str:
    """Return why a clip cannot be used, without the place of the text that it was to say."""
    return str(error).removeprefix(f"{item.cue.text.place}: ")


def _cut_item(manner: Manner, cue: Cue, gap: Gap | None, reading: Reading) -> Spoken:
    """Return a line that is cut from the song's recording."""
    assert manner.recording is not None
    kana = tuple(mora.kana for mora in reading.morae)
    key = cut_key(manner.recording, cue.of, kana)
    voice = Voice(engine=RECORDING_ENGINE, name=manner.recording.content)
    return Spoken(cue=cue, gap=gap, reading=reading, voice=voice, natural_key=key, clip_key=key, cut=True)


def doubts_in(planned: Draft) -> set[tuple[Place, Doubt]]:
    """Return the readings in doubt, each with the place of its text."""
    return {(item.cue.text.place, doubt) for item in planned.said for doubt in item.reading.doubts}


def silent_notes(planned: Draft) -> tuple[str, ...]:
    """Name the texts that will not be heard."""
    return tuple(
        told("{place}: '{text}' has nothing to say", place=cue.text.place, text=cue.text.text)
        for cue in planned.silent
    )
