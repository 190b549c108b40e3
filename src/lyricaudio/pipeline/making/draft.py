"""From an order to a draft: every cue read, with its voice and the key of its clip."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from lyricaudio.errors import Place, ReadingError
from lyricaudio.lesson.plan import Cue
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.reading.japanese.voicedvowels import voiced
from lyricaudio.reading.model import Doubt, Reading
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.engine import load_engine
from lyricaudio.voice.known import Voice
from lyricaudio.voice.store import clip_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A cue with its reading, its voice, and the key of its clip at the voice's own speed."""

    cue: Cue
    reading: Reading
    voice: Voice
    key: str

    @property
    def is_set(self) -> bool:
        """Whether it stands on the grid, mora by mora."""
        return self.cue.delivery != "speak"

    @property
    def place(self) -> tuple[str, str, int, bool]:
        """What decides its flow and notes within its song."""
        return self.key, self.cue.delivery, self.cue.line, self.cue.hook


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An order whose cues are read.

    `parts` are titles with their items; `silent` are the cues that say nothing.
    """

    order: Order
    parts: tuple[tuple[str, tuple[Item, ...]], ...]
    silent: tuple[Cue, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in order."""
        return tuple(item for _, items in self.parts for item in items)

    @property
    def lines(self) -> tuple[Item, ...]:
        """The lines that stand on the grid, each once."""
        return tuple({item.place: item for item in self.items if item.is_set}.values())


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
        (part.title, tuple(_item(order, cue, read[cue]) for cue in part.cues if cue not in silent))
        for part in order.plan.parts
    )
    if not any(items for _, items in parts):
        raise ReadingError(f"{order.song.title.place}: nothing in this song can be said; write words in it")
    return Draft(order=order, parts=parts, silent=silent)


def read_cue(order: Order, cue: Cue) -> Reading:
    """Read one cue; `ReadingError` with its place when that cannot be. Once read, it costs nothing."""
    try:
        reading = _read_once(order.reader, cue.text.text)
    except ReadingError as error:
        raise ReadingError(f"{cue.text.place}: {error}") from error
    return voiced(reading) if cue.delivery == "sing" else reading


@cache
def _read_once(reader: Reader, text: str) -> Reading:
    """Read a text, once for all forms and for a hook that comes back."""
    return reader.read(text)


def _item(order: Order, cue: Cue, reading: Reading) -> Item:
    voice = order.voices[cue.role]
    key = clip_key(load_engine(voice.engine), reading, voice.name)
    return Item(cue=cue, reading=reading, voice=voice, key=key)


def doubts_in(planned: Draft) -> set[tuple[Place, Doubt]]:
    """Return the readings in doubt, each with the place of its text."""
    return {(item.cue.text.place, doubt) for item in planned.items for doubt in item.reading.doubts}


def silent_notes(planned: Draft) -> tuple[str, ...]:
    """Name the texts that will not be heard."""
    return tuple(f"{cue.text.place}: '{cue.text.text}' has nothing to say" for cue in planned.silent)
