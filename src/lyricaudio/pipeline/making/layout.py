"""Laying out an episode: every item with its clip and score, and from them the timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lyricaudio.music.score import LineScore, Score
from lyricaudio.music.timeline import Spoken, SpokenPart, Timeline, lay_out
from lyricaudio.pipeline.making.draft import Draft, Item
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.engine import load_engine
from lyricaudio.voice.setting.schedule import Setting
from lyricaudio.voice.store import set_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An item as it is to sound: the key of its clip, and its line's score if it stands on the grid."""

    item: Item
    key: str
    score: LineScore | None = None
    setting: Setting | None = None


def placed(planned: Draft, score: Score) -> dict[Item, Placed]:
    """Return how every item of a draft is to sound."""
    scores = dict(zip((item.place for item in planned.lines), score.lines, strict=True))
    return {item: _placed(item, scores.get(item.place), score.bpm) for item in planned.items}


def _placed(item: Item, line: LineScore | None, bpm: float) -> Placed:
    if line is None:
        return Placed(item=item, key=item.key)
    setting = line.setting(bpm)
    key = set_key(load_engine(item.voice.engine), item.reading, item.voice.name, setting)
    return Placed(item=item, key=key, score=line, setting=setting)


def laid_out(planned: Draft, score: Score, facts: Mapping[str, ClipFacts]) -> Timeline:
    """Lay out a draft all of whose clips are known, by their keys."""
    found = placed(planned, score)
    parts = [
        SpokenPart(title=title, items=tuple(_spoken(found[item], facts) for item in items))
        for title, items in planned.parts
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
