"""Laying out an episode: every line on the grid, with its clip, and from them the timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lyricaudio.music.layout import lay_out
from lyricaudio.music.score import LineScore, Score
from lyricaudio.music.spoken import Spoken
from lyricaudio.music.timeline import Timeline
from lyricaudio.pipeline.making.draft import Draft
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.engine import load_engine
from lyricaudio.voice.store import paced_key, set_key


def placed(planned: Draft, score: Score) -> Draft:
    """Return a draft whose lines stand on the grid, all items with the keys of the clips to be heard."""
    scores = dict(zip((item.place for item in planned.lines), score.lines, strict=True))
    return planned.grown(lambda item: _placed(item, scores.get(item.place), score.bpm))


def _placed(item: Spoken, line: LineScore | None, bpm: float) -> Spoken:
    engine = load_engine(item.voice.engine)
    if line is None:
        if item.rate == 1.0:
            return item
        return replace(item, clip_key=paced_key(engine, item.reading, item.voice.name, item.rate))
    setting = line.setting(bpm)
    return replace(
        item,
        clip_key=set_key(engine, item.reading, item.voice.name, setting),
        flow=line.flow,
        notes=line.notes,
        chord_step=line.chord_step,
        setting=setting,
    )


def laid_out(planned: Draft, score: Score, facts: Mapping[str, ClipFacts]) -> Timeline:
    """Lay out a draft all of whose clips are known, by their keys."""
    heard = placed(planned, score).grown(lambda item: replace(item, facts=facts[item.clip_key]))
    return lay_out(heard.parts, score.style, score.bpm)
