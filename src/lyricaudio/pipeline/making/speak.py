"""The voices of a build: every clip spoken once, every song's score found once, whoever waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from lyricaudio.errors import EngineError, EngineUnavailable, Place
from lyricaudio.music.score import Score
from lyricaudio.music.spoken import Spoken
from lyricaudio.pipeline.making.draft import Draft
from lyricaudio.pipeline.making.layout import placed
from lyricaudio.pipeline.making.meter import Meter
from lyricaudio.pipeline.making.scoring import heard_for_score, predictable, score, score_key
from lyricaudio.pipeline.project.record import STATE_FOLDER
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.engine import load_engine
from lyricaudio.voice.store import Cached, Clips
from lyricaudio.work.blobs import FolderStore
from lyricaudio.work.executor import Executor, Task
from lyricaudio.work.once import Once

SPEAK_LIMIT_S = 60.0
"""An ordinary line takes 0.1 s, an online one seconds; what takes longer hangs."""

SCORE_LIMIT_S = 600.0

Facts = Mapping[str, ClipFacts]
"""What is known of clips, by their keys."""


def clip_store(output: Path) -> Clips:
    """Return the clips of a release."""
    return Clips(store=FolderStore(folder=output / STATE_FOLDER / "clips"))


class Voices:
    """Speaks and sets drafts by an executor: three steps of an episode, each to be awaited.

    Equal clips and scores are made once, although several episodes wait for them; what is in the store is not
    made at all. An engine that turns out to be out is not asked again.
    """

    def __init__(self, executor: Executor, clips: Clips, meter: Meter) -> None:
        self._executor, self._clips, self._meter = executor, clips, meter
        self._facts: Once[ClipFacts] = Once()
        self._scores: Once[Score] = Once()
        self._out: dict[str, EngineUnavailable] = {}

    async def speak(self, planned: Draft) -> Facts:
        """Speak what is spoken at its own speed, and the lines whose times the voice cannot tell beforehand.

        Raises
        ------
        LyricAudioError
            When a text cannot be spoken.
        """
        items = {item.natural_key: item for item in planned.said if not (item.is_set and predictable(item))}
        return await self._each({key: (item, _speaking(item, self._clips)) for key, item in items.items()})

    async def score(self, planned: Draft, facts: Facts) -> Score:
        """Put the lines of a draft's song on the grid; raises as `scoring.score`."""
        return await self._scores.do(score_key(planned), partial(self._score, planned, facts))

    async def set(self, planned: Draft, score: Score) -> Facts:
        """Set the lines as the score says; return the facts of all clips that the draft sounds by.

        Raises
        ------
        LyricAudioError
            When a line cannot be set.
        """
        found = {item.clip_key: item for item in placed(planned, score).said}
        return await self._each({key: (item, _making(item, self._clips)) for key, item in found.items()})

    async def _each(self, wanted: Mapping[str, tuple[Spoken, Task]]) -> Facts:
        """Have clips made that are not there."""
        facts = [self._facts.do(key, partial(self._clip, key, *one)) for key, one in wanted.items()]
        return dict(zip(wanted, await asyncio.gather(*facts), strict=True))

    async def _clip(self, key: str, item: Spoken, task: Task) -> ClipFacts:
        if facts := self._clips.facts(key):
            self._meter.know(item)
            return facts
        if task.lane in self._out:
            raise self._out[task.lane]
        self._meter.ask()
        try:
            made: ClipFacts = await self._executor.submit(task)
        except EngineUnavailable as error:
            if task.lane:
                self._out[task.lane] = error
                self._executor.cancel(task.lane, error)
            raise
        finally:
            self._meter.hear(item)
        return made

    async def _score(self, planned: Draft, facts: Facts) -> Score:
        heard = {item.natural_key: facts[item.natural_key] for item in planned.lines if not predictable(item)}
        task = Task(
            name=planned.order.name,
            function=score,
            arguments=(planned.order.scoring, planned.lines, heard, self._clips),
            limit_s=SCORE_LIMIT_S,
            needs=heard_for_score(planned.lines),
        )
        found: Score = await self._executor.submit(task)
        return found


def _speaking(item: Spoken, clips: Clips) -> Task:
    return Task(
        name=str(item.cue.text.place),
        function=speak,
        arguments=(item, clips),
        limit_s=SPEAK_LIMIT_S,
        lane=item.voice.engine,
        lane_width=load_engine(item.voice.engine).parallel,
    )


def _making(item: Spoken, clips: Clips) -> Task:
    if item.clip_key == item.natural_key:
        return _speaking(item, clips)
    return Task(
        name=str(item.cue.text.place),
        function=set_line,
        arguments=(item, clips),
        limit_s=SPEAK_LIMIT_S,
        needs=(item.natural_key,),
    )


def speak(item: Spoken, clips: Clips) -> ClipFacts:
    """Make one clip (in a worker)."""
    with _complaining_at(item.cue.text.place):
        return Cached(engine=load_engine(item.voice.engine), clips=clips).speak(item.reading, item.voice.name)


def set_line(item: Spoken, clips: Clips) -> ClipFacts:
    """Make one clip that is set to music, or said at another speed (in a worker)."""
    cached = Cached(engine=load_engine(item.voice.engine), clips=clips)
    with _complaining_at(item.cue.text.place):
        if item.setting is None:
            return cached.pace(item.reading, item.voice.name, item.rate)
        return cached.set(item.reading, item.voice.name, item.setting)


@contextmanager
def _complaining_at(place: Place) -> Iterator[None]:
    """Say which text a voice failed on; that a voice cannot run at all concerns no text."""
    try:
        yield
    except EngineUnavailable:
        raise
    except EngineError as error:
        raise EngineError(f"{place}: {error}") from error
