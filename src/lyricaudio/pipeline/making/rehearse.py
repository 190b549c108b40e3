"""An episode's timeline without its files: by the voices themselves, or foretold without a sound."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from lyricaudio.errors import EngineError, Place
from lyricaudio.memo import remembered
from lyricaudio.messages import language
from lyricaudio.mix.cuts import Hearing
from lyricaudio.music.score import Score
from lyricaudio.music.spoken import Spoken
from lyricaudio.music.timeline import Timeline
from lyricaudio.pipeline.making.draft import Draft, draft, own_items, wanted_cuts
from lyricaudio.pipeline.making.hearing import heard_recording, spread
from lyricaudio.pipeline.making.layout import laid_out, placed
from lyricaudio.pipeline.making.meter import Meter
from lyricaudio.pipeline.making.recorded import timeline_of_recording
from lyricaudio.pipeline.making.scoring import (
    Scores,
    expected_score,
    predictable,
    score,
    score_key,
    told_notes,
)
from lyricaudio.pipeline.making.speak import Facts, Voices, clip_store, unpredicted
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.pipeline.project.choices import Scoring
from lyricaudio.pipeline.project.lock import locked
from lyricaudio.pipeline.project.report import Watch
from lyricaudio.pipeline.project.sounds import OwnRecording
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.engines.own import OwnVoice
from lyricaudio.voice.own import OwnClip
from lyricaudio.voice.setting.pace import paced_facts
from lyricaudio.voice.setting.setter import set_facts
from lyricaudio.voice.store import Clips, checked_clip
from lyricaudio.work.executor import Executor
from lyricaudio.work.pool import Pool

_MOST_AT_ONCE = 8
"""The scores of so many songs are found sooner than a worker has started."""


class Performer(Protocol):
    """Who listens, speaks, scores and sets, as `speak.Voices` does."""

    async def hear(self, planned: Draft) -> Draft:
        """Listen to the sounds that the person has brought."""

    async def speak(self, planned: Draft) -> Facts:
        """Speak what is spoken at its own speed."""

    async def score(self, planned: Draft, facts: Facts) -> Scores:
        """Put the lines on the grid."""

    async def set(self, planned: Draft, scores: Scores) -> Facts:
        """Set the lines; return the facts of all clips."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """A draft whose own sounds were heard, the scores of its songs, and its timeline."""

    planned: Draft
    scores: Scores
    timeline: Timeline


async def performed(planned: Draft, performer: Performer) -> Performance:
    """Perform a draft; raises as the performer's steps."""
    planned = await performer.hear(planned)
    if planned.order.recording:
        return Performance(planned=planned, scores={}, timeline=timeline_of_recording(planned))
    spoken = await performer.speak(planned)
    scores = await performer.score(planned, spoken)
    clips = await performer.set(planned, scores)
    return Performance(planned=planned, scores=scores, timeline=laid_out(planned, scores, clips))


def one_timeline(
    order: Order,
    output: Path,
    tell: Callable[[str], None] = lambda note: None,
    watch: Watch = lambda progress: None,
    executor: Executor | None = None,
    *,
    with_set: bool = False,
    scores: dict[str, Score] | None = None,
) -> Timeline:
    """Return the timeline of one order, speaking first what was never spoken.

    Parameters
    ----------
    tell
        Called with what the person should know of written melodies.
    watch
        Told of the clips that are spoken.
    executor
        What does the work; None is the worker processes of this machine.
    with_set
        Whether to set the lines, too, whose times are known without; else their loudness isn't known.
    scores
        Those that were found for earlier orders of the same library, by their keys; new ones are added.

    Raises
    ------
    LyricAudioError
        When a cue cannot be read or spoken.
    """
    performer = Voices if with_set else partial(Outline, {} if scores is None else scores)
    with locked(output, watch):
        performance = _awaited(_spoken(order, output, executor or Pool(), watch, performer))
    for note in performance.planned.notes:
        tell(note)
    for song, found in performance.scores.items():
        for note in told_notes(order.manners[song].scoring, found):
            tell(note)
    return performance.timeline


async def _spoken(
    order: Order, output: Path, executor: Executor, watch: Watch, performer: Callable[..., Voices]
) -> Performance:
    async with executor:
        return await performed(draft(order), performer(executor, clip_store(output), Meter(watch)))


class Outline(Voices):
    """Speaks all at its own speed; of what is set or said faster it only works out the times, exactly."""

    def __init__(self, scores: dict[str, Score], executor: Executor, clips: Clips, meter: Meter) -> None:
        super().__init__(executor, clips, meter)
        self._found = scores

    async def score(self, planned: Draft, facts: Facts) -> Scores:
        """Put the lines of a few songs on the grid at once; raises as `speak.Voices.score`."""
        if len(planned.lines) > _MOST_AT_ONCE:
            return await super().score(planned, facts)
        return {
            song: self._scored(planned.order.manners[song].scoring, lines, facts)
            for song, lines in planned.lines.items()
        }

    def _scored(self, scoring: Scoring, lines: Sequence[Spoken], facts: Facts) -> Score:
        key = score_key(scoring, lines)
        if key not in self._found:
            self._found[key] = score(scoring, lines, unpredicted(lines, facts), self.clips)
        return self._found[key]

    async def set(self, planned: Draft, scores: Scores) -> Facts:
        """Return the facts of all clips; raises as `speak.Voices.set`."""
        items = {item.clip_key: item for item in placed(planned, scores).said if not item.cut}
        natural = await self.spoken(items.values())
        worked_out = {
            key: _worked_out(item, natural[item.natural_key])
            for key, item in items.items()
            if not natural[item.natural_key].sings and not self.clips.facts(key)
        }
        return {**worked_out, **await self.made(item for key, item in items.items() if key not in worked_out)}


def _worked_out(item: Spoken, natural: ClipFacts) -> ClipFacts:
    if item.setting is None:
        return paced_facts(natural, item.rate)
    return set_facts(natural, item.reading, item.setting)


def foretold(planned: Draft, rehearsal: Rehearsal) -> Performance:
    """Perform a draft as is expected; raises as `performed`."""
    return _awaited(performed(planned, rehearsal))


def _awaited(steps: Coroutine[Any, Any, Performance]) -> Performance:
    """Run them in a loop of their own.

    Its task holds nothing: as the loop closes, asyncio asks `signal` about a handler that names the task, and
    that writes out all that the task holds, for an error message that nobody sees.
    """
    found: list[Performance] = []

    async def keep() -> None:
        found.append(await steps)

    asyncio.run(keep())
    return found[0]


class Rehearsal:
    """Performs without a sound: right within a few percent, each song's score worked out once."""

    def __init__(self) -> None:
        self._scores: dict[str, Score] = {}

    async def hear(self, planned: Draft) -> Draft:
        """Listen to recordings and clips, each once; raises as `speak.Voices.hear`."""
        manners = planned.order.manners
        recordings = {song: manner.recording for song, manner in manners.items() if manner.recording}
        hearings = {song: _heard(recording) for song, recording in recordings.items()}
        facts = {
            one.key: _cut_facts(one.kana, one.of, hearings[song])
            for song, wanted in wanted_cuts(planned).items()
            for one in wanted
        }
        refused = {
            key: why
            for key, item in own_items(planned).items()
            if item.own and (why := clip_refusal(item.own, item.reading))
        }
        return planned.listened(refused, hearings, facts)

    async def speak(self, planned: Draft) -> Facts:
        """Leave the voices alone: their times are expected ones."""
        return {}

    async def score(self, planned: Draft, facts: Facts) -> Scores:
        """Return the scores that are expected; raises as `scoring.expected_score`."""
        return {
            song: self._score(planned.order.manners[song].scoring, lines)
            for song, lines in planned.lines.items()
        }

    def _score(self, scoring: Scoring, lines: Sequence[Spoken]) -> Score:
        key = score_key(scoring, lines)
        if key not in self._scores:
            self._scores[key] = expected_score(scoring, lines)
        return self._scores[key]

    async def set(self, planned: Draft, scores: Scores) -> Facts:
        """Return the facts of all clips as they will be, as far as they decide the layout."""
        return {item.clip_key: _expected(item) for item in placed(planned, scores).said if not item.cut}


def clip_refusal(clip: OwnClip, reading: Reading) -> str:
    """Return why a clip cannot be used for a text, without the text's place; empty when it can.

    To listen takes seconds, and who edits asks again and again: it is done once, wherever the text stands.
    """
    return _listened(replace(clip, place=_ANYWHERE), reading, language())


@remembered
def _listened(clip: OwnClip, reading: Reading, in_language: str) -> str:
    """Listen to a clip; return what is wrong with it, in a language."""
    try:
        checked_clip(OwnVoice(clip), reading, clip.content)
    except EngineError as error:
        return str(error)
    return ""


@remembered
def _heard(recording: OwnRecording) -> Hearing:
    """Listen to a recording once, whichever episodes ask for it."""
    return heard_recording(recording)


def _cut_facts(kana: tuple[str, ...], line: str, hearing: Hearing) -> ClipFacts:
    """Return what will be known of a line that is to be cut."""
    found = next(one for one in hearing.lines if one.of == line)
    length_s = found.end_s - found.start_s
    morae = spread(kana, found.onset_s - found.start_s, length_s)
    return ClipFacts(duration_s=length_s, loudness_lufs=0.0, morae=morae, timing="spread")


_ANYWHERE = Place("", 0, 0)

_MORA_S = 0.125
_PAUSE_S = 0.25


def _expected(item: Spoken) -> ClipFacts:
    if item.setting:
        length_s = item.setting.end_s - item.setting.onsets_s[0]
    elif engine := predictable(item):
        times = engine.times(item.reading, item.voice.name)
        length_s = times[-1].end_s - times[0].start_s
    else:
        pauses = sum(phrase.pause_after for phrase in item.reading.phrases)
        length_s = _MORA_S * len(item.reading.morae) + _PAUSE_S * pauses
    return ClipFacts(duration_s=length_s / item.rate, loudness_lufs=0.0, morae=(), timing="spread")
