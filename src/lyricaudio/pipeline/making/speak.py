"""The voices of a build: every clip spoken once, every song's score found once, whoever waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from lyricaudio.errors import EngineError, EngineUnavailable, Place
from lyricaudio.mix.cuts import Hearing
from lyricaudio.music.score import Score
from lyricaudio.music.spoken import Spoken
from lyricaudio.pipeline.making.draft import Draft, own_items, reason_of, speaker, wanted_cuts
from lyricaudio.pipeline.making.hearing import Wanted, cut_recording, heard_recording, hearing_key
from lyricaudio.pipeline.making.layout import placed
from lyricaudio.pipeline.making.meter import Meter
from lyricaudio.pipeline.making.scoring import Scores, heard_for_score, predictable, score, score_key
from lyricaudio.pipeline.project.choices import Scoring
from lyricaudio.pipeline.project.record import STATE_FOLDER
from lyricaudio.pipeline.project.sounds import OwnRecording
from lyricaudio.provenance import digest
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.setting.schedule import Singer
from lyricaudio.voice.store import Cached, Clips
from lyricaudio.work.blobs import FolderStore
from lyricaudio.work.executor import Executor, Task
from lyricaudio.work.once import Once

SPEAK_LIMIT_S = 60.0
MORA_LIMIT_S = 0.3
"""An ordinary line takes 0.1 s, an online one seconds, a long text 10 ms a mora; what takes longer hangs."""

SCORE_LIMIT_S = 600.0
HEAR_LIMIT_S = 900.0

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
        self._executor, self.clips, self._meter = executor, clips, meter
        self._facts: Once[ClipFacts] = Once()
        self._scores: Once[Score] = Once()
        self._hearings: Once[Hearing] = Once()
        self._cuts: Once[Mapping[str, ClipFacts]] = Once()
        self._out: dict[str, EngineUnavailable] = {}

    async def hear(self, planned: Draft) -> Draft:
        """Listen to the sounds that the person has brought: recordings, and clips of their own voice.

        Raises
        ------
        SongError
            When a recording cannot be used; of a clip that cannot, the draft that is returned knows why.
        """
        manners = planned.order.manners
        recordings = {song: manner.recording for song, manner in manners.items() if manner.recording}
        hearings = {song: await self._heard(recording) for song, recording in recordings.items()}
        facts: dict[str, ClipFacts] = {}
        for song, wanted in wanted_cuts(planned).items():
            facts |= await self._cut(recordings[song], hearings[song], wanted)
        refused: dict[str, str] = {}
        for key, item in own_items(planned).items():
            try:
                await self._each({key: (item, _speaking(item, self.clips))})
            except EngineError as error:
                refused[key] = reason_of(error, item)
        return planned.listened(refused, hearings, facts)

    async def _heard(self, recording: OwnRecording) -> Hearing:
        task = Task(
            name=str(recording.place),
            function=heard_recording,
            arguments=(recording, self.clips),
            limit_s=HEAR_LIMIT_S,
            needs=(hearing_key(recording),),
        )
        return await self._hearings.do(hearing_key(recording), partial(self._done, task))

    async def _done(self, task: Task) -> Any:
        return await self._executor.submit(task)

    async def _cut(
        self, recording: OwnRecording, hearing: Hearing, wanted: tuple[Wanted, ...]
    ) -> Mapping[str, ClipFacts]:
        known = {one.key: facts for one in wanted if (facts := self.clips.facts(one.key))}
        if len(known) == len(wanted):
            return known
        task = Task(
            name=str(recording.place),
            function=cut_recording,
            arguments=(recording, hearing, wanted, self.clips),
            limit_s=HEAR_LIMIT_S,
        )
        return await self._cuts.do(digest(list(wanted)), partial(self._done, task))

    async def speak(self, planned: Draft) -> Facts:
        """Speak what is spoken at its own speed, and the lines whose times the voice cannot tell beforehand.

        Raises
        ------
        LyricAudioError
            When a text cannot be spoken.
        """
        lines = (item for its_lines in planned.lines.values() for item in its_lines)
        items = [
            item
            for item in (*planned.said, *lines)
            if not item.cut and not (item.is_set and predictable(item))
        ]
        return await self.spoken(items)

    async def spoken(self, items: Iterable[Spoken]) -> Facts:
        """Return the facts of items at their own speed, by their natural keys; raises as `speak`."""
        return await self._each({item.natural_key: (item, _speaking(item, self.clips)) for item in items})

    async def score(self, planned: Draft, facts: Facts) -> Scores:
        """Put the lines of a draft's songs on the grid; raises as `scoring.score`."""
        manners = planned.order.manners
        scores = [
            self._scores.do(
                score_key(manners[song].scoring, lines),
                partial(self._score, planned.order.name, manners[song].scoring, lines, facts),
            )
            for song, lines in planned.lines.items()
        ]
        return dict(zip(planned.lines, await asyncio.gather(*scores), strict=True))

    async def set(self, planned: Draft, scores: Scores) -> Facts:
        """Set the lines as the scores say; return the facts of all clips that the draft sounds by.

        Raises
        ------
        LyricAudioError
            When a line cannot be set.
        """
        return await self.made(item for item in placed(planned, scores).said if not item.cut)

    async def made(self, items: Iterable[Spoken]) -> Facts:
        """Have the clips of items made as they are to be heard; raises as `set`."""
        return await self._each({item.clip_key: (item, _making(item, self.clips)) for item in items})

    async def _each(self, wanted: Mapping[str, tuple[Spoken, Task]]) -> Facts:
        """Have clips made that are not there."""
        facts = [self._facts.do(key, partial(self._clip, key, *one)) for key, one in wanted.items()]
        return dict(zip(wanted, await asyncio.gather(*facts), strict=True))

    async def _clip(self, key: str, item: Spoken, task: Task) -> ClipFacts:
        engine = speaker(item)
        if facts := Cached(engine=engine, clips=self.clips).known(key):
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

    async def _score(self, name: str, scoring: Scoring, lines: Sequence[Spoken], facts: Facts) -> Score:
        task = Task(
            name=name,
            function=score,
            arguments=(scoring, lines, unpredicted(lines, facts), self.clips),
            limit_s=SCORE_LIMIT_S,
            needs=heard_for_score(lines),
        )
        found: Score = await self._executor.submit(task)
        return found


def unpredicted(lines: Sequence[Spoken], facts: Facts) -> Facts:
    """Return the facts of those lines whose voices cannot tell their times beforehand."""
    return {item.natural_key: facts[item.natural_key] for item in lines if not predictable(item)}


def _speaking(item: Spoken, clips: Clips) -> Task:
    return Task(
        name=str(item.cue.text.place),
        function=speak,
        arguments=(item, clips),
        limit_s=_limit_s(item),
        lane=item.voice.engine,
        lane_width=speaker(item).parallel,
        needs=(item.natural_key,),
    )


def _making(item: Spoken, clips: Clips) -> Task:
    if item.clip_key == item.natural_key:
        return _speaking(item, clips)
    task = Task(
        name=str(item.cue.text.place),
        function=set_line,
        arguments=(item, clips),
        limit_s=_limit_s(item),
        needs=(item.natural_key,),
    )
    if _sings(item, clips):
        return replace(task, lane=item.voice.engine, lane_width=speaker(item).parallel)
    return task


def _sings(item: Spoken, clips: Clips) -> bool:
    """Tell whether the voice itself is asked to sing a line that it has spoken."""
    facts = clips.facts(item.natural_key) if isinstance(speaker(item), Singer) and item.setting else None
    return facts is not None and facts.sings


def _limit_s(item: Spoken) -> float:
    return SPEAK_LIMIT_S + MORA_LIMIT_S * len(item.reading.morae)


def speak(item: Spoken, clips: Clips) -> ClipFacts:
    """Make one clip (in a worker)."""
    with _complaining_at(item.cue.text.place):
        return Cached(engine=speaker(item), clips=clips).speak(item.reading, item.voice.name)


def set_line(item: Spoken, clips: Clips) -> ClipFacts:
    """Make one clip that is set to music, or said at another speed (in a worker)."""
    cached = Cached(engine=speaker(item), clips=clips)
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
