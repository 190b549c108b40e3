"""From orders to timelines: read every cue, speak what was never spoken, set it on the beat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lyricaudio.build.lock import locked
from lyricaudio.build.order import Order
from lyricaudio.build.record import STATE_FOLDER
from lyricaudio.errors import EngineUnavailable, LyricAudioError, Place, ReadingError
from lyricaudio.lesson.plan import Cue
from lyricaudio.music.timeline import Spoken, SpokenPart, Timeline, lay_out
from lyricaudio.reading.model import Doubt, Reading
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.engine import Voice, load_engine
from lyricaudio.voice.store import Cached, Store, clip_key
from lyricaudio.workers import Outcome, Pool, Task

SPEAK_LIMIT_S = 60.0
"""An ordinary line takes 0.1 s, an online one seconds; what takes longer hangs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A cue with its reading, its voice, and the key of its clip."""

    cue: Cue
    reading: Reading
    voice: Voice
    key: str


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


def draft(order: Order) -> Draft:
    """Read all cues of an order.

    Raises
    ------
    ReadingError
        With the place of a text that cannot be read, or when nothing in the whole episode can be said.
    """
    read = {cue: _read(order, cue) for cue in order.plan.cues}
    silent = tuple(cue for cue, reading in read.items() if not reading.morae)
    parts = tuple(
        (part.title, tuple(_item(order, cue, read[cue]) for cue in part.cues if cue not in silent))
        for part in order.plan.parts
    )
    if not any(items for _, items in parts):
        raise ReadingError(f"{order.song.title.place}: nothing in this song can be said; write words in it")
    return Draft(order=order, parts=parts, silent=silent)


def _read(order: Order, cue: Cue) -> Reading:
    try:
        return _read_once(order.reader, cue.text.text)
    except ReadingError as error:
        raise ReadingError(f"{cue.text.place}: {error}") from error


@cache
def _read_once(reader: Reader, text: str) -> Reading:
    """Read a text, once for all forms and for a hook that comes back."""
    return reader.read(text)


def _item(order: Order, cue: Cue, reading: Reading) -> Item:
    voice = order.voices[cue.role]
    key = clip_key(load_engine(voice.engine), reading, voice.name)
    return Item(cue=cue, reading=reading, voice=voice, key=key)


def timeline(draft: Draft, facts: dict[str, ClipFacts]) -> Timeline:
    """Lay out a draft all of whose clips are known."""
    parts = [
        SpokenPart(
            title=title,
            items=tuple(
                Spoken(
                    cue=item.cue,
                    reading=item.reading,
                    voice=str(item.voice),
                    clip_key=item.key,
                    facts=facts[item.key],
                )
                for item in items
            ),
        )
        for title, items in draft.parts
    ]
    return lay_out(parts, draft.order.style, draft.order.bpm)


def clip_store(output: Path) -> Store:
    """Return the store of a release's clips."""
    return Store(folder=output / STATE_FOLDER / "clips")


Ready = Callable[[Draft, Timeline], None]
Failed = Callable[[Draft, LyricAudioError], None]
Spoke = Callable[[Item], None]


@dataclass(slots=True, kw_only=True)
class Speaker:
    """Speaks drafts in a pool, each clip once, and tells as drafts become complete.

    Attributes
    ----------
    ready, failed
        Called for each draft once: when all its clips are there, or when the first of them failed.
    spoke
        Called for each clip that had to be made, when it is done.
    """

    pool: Pool
    store: Store
    ready: Ready
    failed: Failed
    spoke: Spoke
    _facts: dict[str, ClipFacts] = field(default_factory=dict)
    _waiting: dict[str, list[Draft]] = field(default_factory=dict)
    _missing: dict[str, set[str]] = field(default_factory=dict)

    def add(self, draft: Draft) -> list[Item]:
        """Take a draft; return the items whose clips have to be made, that no other draft waits for."""
        missing = {item.key: item for item in draft.items if not self._known(item.key)}
        self._missing[draft.order.key] = set(missing)
        new = [item for key, item in missing.items() if key not in self._waiting]
        for key in missing:
            self._waiting.setdefault(key, []).append(draft)
        for item in new:
            self._submit(item)
        if not missing:
            self.ready(draft, timeline(draft, self._facts))
        return new

    def _known(self, key: str) -> bool:
        """Tell whether a clip is made, looking into the store the first time."""
        if key not in self._facts and key not in self._waiting and (facts := self.store.facts(key)):
            self._facts[key] = facts
        return key in self._facts

    def _submit(self, item: Item) -> None:
        engine = load_engine(item.voice.engine)
        task = Task(
            name=str(item.cue.text.place),
            function=speak,
            arguments=(item.voice, item.reading, self.store),
            limit_s=SPEAK_LIMIT_S,
            lane=item.voice.engine,
            lane_width=engine.parallel,
        )
        self.pool.submit(task, lambda outcome: self._done(item, outcome))

    def _done(self, item: Item, outcome: Outcome) -> None:
        self.spoke(item)
        drafts = self._waiting.pop(item.key)
        if outcome.error is not None:
            self._fail(item, outcome.error, drafts)
            return
        self._facts[item.key] = outcome.value
        for draft in drafts:
            missing = self._missing.get(draft.order.key)
            if missing is not None:
                missing.discard(item.key)
                if not missing:
                    self.ready(draft, timeline(draft, self._facts))

    def _fail(self, item: Item, error: LyricAudioError, drafts: list[Draft]) -> None:
        """Fail the drafts that wait for a clip; an engine that is out is not asked again."""
        for draft in drafts:
            if self._missing.pop(draft.order.key, None) is not None:
                self.failed(draft, error)
        if isinstance(error, EngineUnavailable):
            self.pool.cancel(item.voice.engine, error)


def speak(voice: Voice, reading: Reading, store: Store) -> ClipFacts:
    """Make one clip (in a worker)."""
    return Cached(engine=load_engine(voice.engine), store=store).speak(reading, voice.name)


def doubts_in(planned: Draft) -> set[tuple[Place, Doubt]]:
    """Return the readings in doubt, each with the place of its text."""
    return {(item.cue.text.place, doubt) for item in planned.items for doubt in item.reading.doubts}


def silent_notes(planned: Draft) -> tuple[str, ...]:
    """Name the texts that will not be heard."""
    return tuple(f"{cue.text.place}: '{cue.text.text}' has nothing to say" for cue in planned.silent)


def one_timeline(order: Order, output: Path) -> Timeline:
    """Return the timeline of one order, speaking first what was never spoken.

    Raises
    ------
    LyricAudioError
        When a cue cannot be read or spoken.
    """
    found: list[Timeline] = []
    errors: list[LyricAudioError] = []
    with locked(output, lambda progress: None), Pool() as pool:
        speaker = Speaker(
            pool=pool,
            store=clip_store(output),
            ready=lambda _, timeline: found.append(timeline),
            failed=lambda _, error: errors.append(error),
            spoke=lambda item: None,
        )
        speaker.add(draft(order))
        pool.run()
    if errors:
        raise errors[0]
    return found[0]


def estimated_timeline(planned: Draft) -> Timeline:
    """Lay out a draft by the voice's usual pace, without a sound: right within a few percent."""
    return timeline(planned, {item.key: _estimate(item.reading) for item in planned.items})


_MORA_S = 0.125
_PAUSE_S = 0.25


def _estimate(reading: Reading) -> ClipFacts:
    pauses = sum(phrase.pause_after for phrase in reading.phrases)
    length_s = _MORA_S * len(reading.morae) + _PAUSE_S * pauses
    return ClipFacts(duration_s=length_s, loudness_lufs=0.0, morae=(), exact=False)
