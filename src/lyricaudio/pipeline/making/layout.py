"""Laying out an episode: every line on the grid, with its clip, and from them the timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lyricaudio.music.layout import lay_out
from lyricaudio.music.score import LineScore
from lyricaudio.music.spoken import Spoken
from lyricaudio.music.timeline import RING_S, Timeline, fitted, in_a_row, ringing_out
from lyricaudio.pipeline.making.draft import Draft, speaker
from lyricaudio.pipeline.making.scoring import Scores
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.store import paced_key, set_key

_INTRO_BARS = 2  # what wakes a Bluetooth link, and lets the listener find the beat
_GOES_ON_BARS = 1  # what leads from one segment to the next, and to the first where no band plays


def placed(planned: Draft, scores: Scores) -> Draft:
    """Return a draft whose lines stand on the grid, all items with the keys of the clips to be heard."""
    lines = {
        song: dict(zip((item.place for item in planned.lines[song]), score.lines, strict=True))
        for song, score in scores.items()
    }
    return planned.grown(lambda song, item: _placed(item, lines[song].get(item.place), scores[song].bpm))


def _placed(item: Spoken, line: LineScore | None, bpm: float) -> Spoken:
    if item.cut:
        return item
    engine = speaker(item)
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


def _known(item: Spoken, facts: Mapping[str, ClipFacts]) -> Spoken:
    return item if item.cut else replace(item, facts=facts[item.clip_key])


def laid_out(planned: Draft, scores: Scores, facts: Mapping[str, ClipFacts]) -> Timeline:
    """Lay out a draft all of whose clips are known, by their keys: its segments one after the other."""
    heard = placed(planned, scores).grown(lambda song, item: _known(item, facts))
    songs, bedless = [segment.song for segment in heard.segments], planned.order.bedless
    row = in_a_row(
        tuple(
            lay_out(
                segment.parts,
                scores[segment.song].style,
                scores[segment.song].bpm,
                song=segment.song,
                intro_bars=_GOES_ON_BARS if number or segment.song in bedless else _INTRO_BARS,
                leads_out=segment.song != following,
            )
            for number, (segment, following) in enumerate(
                zip(heard.segments, [*songs[1:], None], strict=True)
            )
        )
    )
    wanted_s = planned.order.length_s
    return ringing_out(row if wanted_s is None else fitted(row, wanted_s - RING_S))
