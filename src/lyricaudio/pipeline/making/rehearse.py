"""An episode's timeline without its files: by the voices themselves, or foretold without a sound."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Protocol

from lyricaudio.music.score import Score
from lyricaudio.music.spoken import Spoken
from lyricaudio.music.timeline import Timeline
from lyricaudio.pipeline.making.draft import Draft, draft
from lyricaudio.pipeline.making.layout import laid_out, placed
from lyricaudio.pipeline.making.meter import Meter
from lyricaudio.pipeline.making.scoring import expected_score, predictable, score_key
from lyricaudio.pipeline.making.speak import Facts, Voices, clip_store
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.pipeline.project.lock import locked
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.work.executor import Executor
from lyricaudio.work.pool import Pool


class Performer(Protocol):
    """Who speaks, scores and sets, as `speak.Voices` does."""

    async def speak(self, planned: Draft) -> Facts:
        """Speak what is spoken at its own speed."""

    async def score(self, planned: Draft, facts: Facts) -> Score:
        """Put the lines on the grid."""

    async def set(self, planned: Draft, score: Score) -> Facts:
        """Set the lines; return the facts of all clips."""


async def performed(planned: Draft, performer: Performer) -> tuple[Score, Timeline]:
    """Return score and timeline of a draft; raises as the performer's steps."""
    spoken = await performer.speak(planned)
    score = await performer.score(planned, spoken)
    clips = await performer.set(planned, score)
    return score, laid_out(planned, score, clips)


def one_timeline(order: Order, output: Path) -> Timeline:
    """Return the timeline of one order, speaking first what was never spoken.

    Raises
    ------
    LyricAudioError
        When a cue cannot be read or spoken.
    """
    with locked(output, lambda progress: None):
        return asyncio.run(_spoken(order, output, Pool()))


async def _spoken(order: Order, output: Path, executor: Executor) -> Timeline:
    async with executor:
        voices = Voices(executor, clip_store(output), Meter(lambda progress: None))
        _, timeline = await performed(draft(order), voices)
    return timeline


class Rehearsal:
    """Performs without a sound: right within a few percent, each song's score worked out once."""

    def __init__(self) -> None:
        self._scores: dict[str, Score] = {}

    async def speak(self, planned: Draft) -> Facts:
        """Leave the voices alone: their times are expected ones."""
        return {}

    async def score(self, planned: Draft, facts: Facts) -> Score:
        """Return the score that is expected; raises as `scoring.expected_score`."""
        key = score_key(planned)
        if key not in self._scores:
            self._scores[key] = expected_score(planned)
        return self._scores[key]

    async def set(self, planned: Draft, score: Score) -> Facts:
        """Return the facts of all clips as they will be, as far as they decide the layout."""
        return {item.clip_key: _expected(item) for item in placed(planned, score).said}


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
