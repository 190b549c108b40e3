"""From orders to timelines: read every cue, put the lyrics on the grid, speak, lay out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from lyricaudio.build.draft import Draft, Item, draft
from lyricaudio.build.jobs import Jobs
from lyricaudio.build.lock import locked
from lyricaudio.build.order import Order
from lyricaudio.build.record import STATE_FOLDER
from lyricaudio.build.scoring import predictable, score, score_key
from lyricaudio.errors import EngineError, EngineUnavailable, LyricAudioError, Place
from lyricaudio.music.timeline import Spoken, SpokenPart, Timeline, lay_out
from lyricaudio.music.words import LineScore, Score
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.engine import load_engine
from lyricaudio.voice.setting import Setting
from lyricaudio.voice.store import Cached, Store, set_key
from lyricaudio.workers import Outcome, Pool, Task

SPEAK_LIMIT_S = 60.0
"""An ordinary line takes 0.1 s, an online one seconds; what takes longer hangs."""

SCORE_LIMIT_S = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An item as it is to sound: the key of its clip, and its line's score if it stands on the grid."""

    item: Item
    key: str
    score: LineScore | None = None
    setting: Setting | None = None


def placed(draft: Draft, score: Score) -> dict[Item, Placed]:
    """Return how every item of a draft is to sound."""
    scores = dict(zip((item.place for item in draft.lines), score.lines, strict=True))
    return {item: _placed(item, scores.get(item.place), score.bpm) for item in draft.items}


def _placed(item: Item, line: LineScore | None, bpm: float) -> Placed:
    if line is None:
        return Placed(item=item, key=item.key)
    setting = line.setting(bpm)
    key = set_key(load_engine(item.voice.engine), item.reading, item.voice.name, setting)
    return Placed(item=item, key=key, score=line, setting=setting)


def timeline(draft: Draft, score: Score, facts: Mapping[str, ClipFacts]) -> Timeline:
    """Lay out a draft all of whose clips are known."""
    found = placed(draft, score)
    parts = [
        SpokenPart(title=title, items=tuple(_spoken(found[item], facts) for item in items))
        for title, items in draft.parts
    ]
    return lay_out(parts, score.style, score.bpm)


def _spoken(found: Placed, facts: Mapping[str, ClipFacts]) -> Spoken:
    line = found.score
    return Spoken(
        cue=found.item.cue,
        reading=found.item.reading,
        voice=str(found.item.voice),
        clip_key=found.key,
        facts=facts[found.key],
        flow=line.flow if line else None,
        notes=line.notes if line else None,
        chord_step=line.chord_step if line else 0,
    )


def clip_store(output: Path) -> Store:
    """Return the store of a release's clips."""
    return Store(folder=output / STATE_FOLDER / "clips")


Ready = Callable[[Draft, Timeline], None]
Failed = Callable[[Draft, LyricAudioError], None]
Told = Callable[[Item], None]


@dataclass(slots=True, kw_only=True)
class Speaker:
    """Speaks drafts in a pool, each clip once, and tells as drafts become complete.

    A draft goes three steps: what is spoken at its own speed, and with it the lines whose times the voice
    cannot tell beforehand; then the score of its song; then the lines as the score sets them.

    Attributes
    ----------
    ready, failed
        Called for each draft once: when all its clips are there, or when the first of them failed.
    asked, heard
        Called for each clip that has to be made, with an item that needs it: when it is asked for, and when
        it is made, or cannot be.
    """

    pool: Pool
    store: Store
    ready: Ready
    failed: Failed
    asked: Told
    heard: Told
    _jobs: Jobs = field(init=False)
    _items: dict[str, Item] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._jobs = Jobs(pool=self.pool, begun=self._begun, done=self._done)

    def add(self, draft: Draft) -> None:
        """Take a draft."""
        spoken = {item.key: item for item in draft.items if not (item.is_set and predictable(item))}
        self._items |= spoken
        tasks = {key: _speaking(item, self.store) for key, item in spoken.items()}
        self._need(draft, tasks, self._set_score)

    def _set_score(self, draft: Draft) -> None:
        facts = {item.key: self._jobs.result(item.key) for item in draft.lines if not predictable(item)}
        task = Task(
            name=draft.order.name,
            function=score,
            arguments=(draft.order.scoring, draft.lines, facts, self.store),
            limit_s=SCORE_LIMIT_S,
        )
        key = score_key(draft)
        self._need(draft, {key: task}, lambda draft: self._set_lines(draft, self._jobs.result(key)))

    def _set_lines(self, draft: Draft, score: Score) -> None:
        lines = {found.key: found for found in placed(draft, score).values()}
        self._items |= {key: found.item for key, found in lines.items()}
        tasks = {
            key: _setting(found.item, found.setting, self.store)
            for key, found in lines.items()
            if found.setting
        }
        self._need(draft, tasks, lambda draft: self._complete(draft, score, set(lines)))

    def _complete(self, draft: Draft, score: Score, keys: set[str]) -> None:
        self.ready(draft, timeline(draft, score, {key: self._jobs.result(key) for key in keys}))

    def _need(self, draft: Draft, tasks: Mapping[str, Task], then: Callable[[Draft], None]) -> None:
        for key in tasks:
            if key in self._items and not self._jobs.knows(key) and (facts := self.store.facts(key)):
                self._jobs.know(key, facts)
        self._jobs.need(tasks, lambda: then(draft), lambda error: self.failed(draft, error))

    def _begun(self, key: str) -> None:
        if item := self._items.get(key):
            self.asked(item)

    def _done(self, key: str, outcome: Outcome) -> None:
        """Tell of a clip; an engine that is out is not asked again."""
        if item := self._items.get(key):
            self.heard(item)
        if isinstance(outcome.error, EngineUnavailable) and outcome.task.lane:
            self.pool.cancel(outcome.task.lane, outcome.error)


def _speaking(item: Item, store: Store) -> Task:
    return Task(
        name=str(item.cue.text.place),
        function=speak,
        arguments=(item, store),
        limit_s=SPEAK_LIMIT_S,
        lane=item.voice.engine,
        lane_width=load_engine(item.voice.engine).parallel,
    )


def _setting(item: Item, setting: Setting, store: Store) -> Task:
    return Task(
        name=str(item.cue.text.place),
        function=set_line,
        arguments=(item, setting, store),
        limit_s=SPEAK_LIMIT_S,
    )


def speak(item: Item, store: Store) -> ClipFacts:
    """Make one clip (in a worker)."""
    with _complaining_at(item.cue.text.place):
        return Cached(engine=load_engine(item.voice.engine), store=store).speak(item.reading, item.voice.name)


def set_line(item: Item, setting: Setting, store: Store) -> ClipFacts:
    """Make one clip that is set to music (in a worker)."""
    cached = Cached(engine=load_engine(item.voice.engine), store=store)
    with _complaining_at(item.cue.text.place):
        return cached.set(item.reading, item.voice.name, setting)


@contextmanager
def _complaining_at(place: Place) -> Iterator[None]:
    """Say which text a voice failed on; that a voice cannot run at all concerns no text."""
    try:
        yield
    except EngineUnavailable:
        raise
    except EngineError as error:
        raise EngineError(f"{place}: {error}") from error


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
            asked=lambda item: None,
            heard=lambda item: None,
        )
        speaker.add(draft(order))
        pool.run()
    if errors:
        raise errors[0]
    return found[0]


def timeline_of(planned: Draft, score: Score) -> Timeline:
    """Lay out a draft without a sound: right within a few percent."""
    found = placed(planned, score)
    return timeline(planned, score, {one.key: _expected(one) for one in found.values()})


_MORA_S = 0.125
_PAUSE_S = 0.25


def _expected(found: Placed) -> ClipFacts:
    """Return the facts of a clip as they will be, as far as they decide the layout."""
    item = found.item
    if found.setting:
        length_s = found.setting.end_s - found.setting.onsets_s[0]
    elif engine := predictable(item):
        times = engine.times(item.reading, item.voice.name)
        length_s = times[-1].end_s - times[0].start_s
    else:
        pauses = sum(phrase.pause_after for phrase in item.reading.phrases)
        length_s = _MORA_S * len(item.reading.morae) + _PAUSE_S * pauses
    return ClipFacts(duration_s=length_s, loudness_lufs=0.0, morae=(), timing="spread")
