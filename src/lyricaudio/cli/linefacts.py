"""What `lyricaudio check --lines` says of each line, as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from lyricaudio.cli.console import say
from lyricaudio.messages import told
from lyricaudio.pipeline.forecast import Checked
from lyricaudio.pipeline.lines import Cost, LineFacts, SongFacts
from lyricaudio.units import clock_time
from lyricaudio.voice.own import OWN_ENGINE, RECORDING_ENGINE


def print_lines(checked: Checked) -> None:
    """Print the lines of each song with what there is to do, and what a build would cost."""
    for facts in checked.lines:
        say(_head(facts))
        for line in facts.lines:
            say(_row(line))
            for advice in _advice(line):
                say(f"        {advice}")
        if not facts.points:
            say(told("no points: write under 'points:' what is to be taken home, best as questions"))
    if checked.cost:
        say(_cost(checked.cost))


def _head(facts: SongFacts) -> str:
    return told(
        "{song}: lines: {lines}, without an explanation: {bare}, points: {points}",
        song=facts.song,
        lines=len(facts.lines),
        bare=sum(not line.explained for line in facts.lines),
        points=facts.points,
    )


def _row(line: LineFacts) -> str:
    place, morae = f"{line.place.line:>4}", f"{line.morae:>3}"
    if line.bars is None:
        return told("{place} {morae} morae, spoken  {lyric}", place=place, morae=morae, lyric=line.lyric)
    return told(
        "{place} {morae} morae, {bars} bars  {lyric}",
        place=place,
        morae=morae,
        bars=line.bars,
        lyric=line.lyric,
    )


def _advice(line: LineFacts) -> Iterator[str]:
    if line.break_at:
        yield told("long; break it: {before} / {after}", before=line.break_at[0], after=line.break_at[1])
    if line.same_as:
        yield told("the same words as {place}", place=line.same_as)
    if not line.explained:
        yield told("no explanation: say when it holds, and why")


def _cost(cost: Cost) -> str:
    if not cost.episodes:
        return told("a build has nothing to make")
    return told(
        "a build makes {episodes} episodes and {clips} clips ({engines}): about {time} of one core",
        episodes=cost.episodes,
        clips=sum(cost.clips.values()),
        engines=", ".join(f"{_speaker(name)} {count}" for name, count in cost.clips.items()) or told("none"),
        time=clock_time(cost.work_s),
    )


def _speaker(engine: str) -> str:
    """Return who says a clip, where that is no engine either."""
    others = {OWN_ENGINE: told("your own voice"), RECORDING_ENGINE: told("from a recording")}
    return others.get(engine, engine)


def lines_json(facts: SongFacts) -> dict[str, Any]:
    """Return the facts of a song as plain values."""
    return asdict(facts) | {
        "lines": [
            asdict(line) | {"place": str(line.place), "same_as": str(line.same_as) if line.same_as else None}
            for line in facts.lines
        ]
    }
