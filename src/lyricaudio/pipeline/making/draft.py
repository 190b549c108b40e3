"""From an order to a draft: every cue read, with its voice and the key of its clip."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from lyricaudio.errors import Place, ReadingError
from lyricaudio.lesson.plan import Cue, Gap, Part
from lyricaudio.lesson.roles import GAP
from lyricaudio.memo import remembered
from lyricaudio.music.spoken import Spoken, SpokenPart
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.reading.japanese.voicedvowels import voiced
from lyricaudio.reading.model import Doubt, Reading
from lyricaudio.reading.reader import Reader
from lyricaudio.release.texts.seen import silent_morae
from lyricaudio.song.written import Text
from lyricaudio.voice.engine import load_engine
from lyricaudio.voice.known import Voice
from lyricaudio.voice.store import clip_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An order whose cues are read, later on the grid and heard; `silent` are those that say nothing."""

    order: Order
    parts: tuple[SpokenPart, ...]
    silent: tuple[Cue, ...]

    @property
    def items(self) -> tuple[Spoken, ...]:
        """All that is said, in order."""
        return tuple(item for part in self.parts for item in part.items)

    @property
    def said(self) -> tuple[Spoken, ...]:
        """All for which there is a clip, gaps that stand for a cue among them."""
        return tuple(item for item in self.items if item.natural_key)

    @property
    def lines(self) -> tuple[Spoken, ...]:
        """The lines that stand on the grid, each once."""
        return tuple({item.place: item for item in self.said if item.is_set}.values())

    def grown(self, grow: Callable[[Spoken], Spoken]) -> Draft:
        """Return it with every item for which there is a clip replaced."""
        parts = (
            replace(part, items=tuple(grow(item) if item.natural_key else item for item in part.items))
            for part in self.parts
        )
        return replace(self, parts=tuple(parts))


def draft(order: Order) -> Draft:
    """Read all cues of an order.

    Raises
    ------
    ReadingError
        With the place of a text that cannot be read, or when nothing in the whole episode can be said.
    """
    read = {cue: read_cue(order, cue) for cue in order.plan.cues}
    silent = tuple(cue for cue, reading in read.items() if not reading.morae)
    parts = tuple(
        SpokenPart(title=part.title, items=tuple(_items(order, part, read))) for part in order.plan.parts
    )
    if not any(item.natural_key for part in parts for item in part.items):
        raise ReadingError(f"{order.song.title.place}: nothing in this song can be said; write words in it")
    return Draft(order=order, parts=parts, silent=silent)


def _items(order: Order, part: Part, read: Mapping[Cue, Reading]) -> Iterator[Spoken]:
    """Yield what is heard of a part, and what would be in its gaps; what says nothing is left out."""
    for event in part.events:
        gap = event if isinstance(event, Gap) else None
        cue = event.stands_for if isinstance(event, Gap) else event
        if cue is None and gap is not None:
            yield _rest(order, gap)
        elif cue is not None and read[cue].morae:
            yield _item(order, cue, gap, read[cue])


def _rest(order: Order, gap: Gap) -> Spoken:
    """Return a gap that stands for no cue: it says nothing."""
    nothing = Text(text="", place=order.song.title.place)
    return Spoken(
        cue=Cue(role=GAP.name, text=nothing, of=gap.of),
        gap=gap,
        reading=Reading(written="", spoken="", phrases=(), labels=()),
        voice=Voice(engine="", name=""),
        clip_key="",
    )


def read_cue(order: Order, cue: Cue) -> Reading:
    """Read one cue; `ReadingError` with its place when that cannot be. Once read, it costs nothing."""
    try:
        reading = _read_once(order.reader, cue.text.text)
    except ReadingError as error:
        raise ReadingError(f"{cue.text.place}: {error}") from error
    return voiced(reading) if cue.delivery == "sing" else reading


@remembered
def _read_once(reader: Reader, text: str) -> Reading:
    """Read a text, once for all forms and for a hook that comes back."""
    return reader.read(text)


def _item(order: Order, cue: Cue, gap: Gap | None, reading: Reading) -> Spoken:
    voice = order.voice_of(cue)
    key = clip_key(load_engine(voice.engine), reading, voice.name)
    return Spoken(
        cue=cue,
        gap=gap,
        reading=reading,
        silent=silent_morae(cue.left_out, reading),
        voice=voice,
        natural_key=key,
        clip_key=key,
    )


def doubts_in(planned: Draft) -> set[tuple[Place, Doubt]]:
    """Return the readings in doubt, each with the place of its text."""
    return {(item.cue.text.place, doubt) for item in planned.said for doubt in item.reading.doubts}


def silent_notes(planned: Draft) -> tuple[str, ...]:
    """Name the texts that will not be heard."""
    return tuple(f"{cue.text.place}: '{cue.text.text}' has nothing to say" for cue in planned.silent)
