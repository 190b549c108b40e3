"""All that a plan may say, from a form of another package to the files of an episode."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.stand_ins.executor import Inline
from tests.stand_ins.maker import make_here

from lyricaudio.audio.codec import decoded_blocks
from lyricaudio.mix.bed import notes_of
from lyricaudio.music.timeline import Timeline
from lyricaudio.pipeline.making.rehearse import one_timeline
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record
from lyricaudio.pipeline.run import build

SONG = """\
title: うた
style: {name: lofi, bpm: 200}
voice: {lyric: tone, explain: tone}
lines:
  - {lyric: 学習率は 一歩の大きさ, explain: 勾配にかける小さな数です。}
points: [{q: 何の数か, a: 学習率}]
"""

VANISH = """
from dataclasses import replace

from lyricaudio.lesson.form import NO_SETTINGS, Form
from lyricaudio.lesson.plan import Cue, Gap, LeftOut, Part, lyric_cue

def parts(song, settings):
    (section,), (point,) = song.sections, song.points
    line = lyric_cue(song, section, 0)
    talk = Cue(role="explain", text=section.lines[0].explain[0])
    answer = Cue(role="answer", text=point.answer, of=point.id, side=1.0, voice="tone:sine")
    return (
        Part(
            title="line",
            events=(
                line,
                replace(line, left_out=LeftOut(words=((0, 3),))),
                replace(line, left_out=LeftOut(after=1)),
                Gap(stands_for=line, shown="…"),
                line,
            ),
        ),
        Part(
            title="talk",
            events=(talk, replace(talk, rate=1.5, shown="もう一度"), Gap(extra_s=2.0, of=point.id)),
        ),
        Part(
            title="point",
            events=(
                Cue(role="question", text=point.question, of=point.id, side=-1.0),
                Gap(stands_for=answer, extra_s=1.0),
                answer,
            ),
        ),
    )

FORM = Form(
    name="vanish",
    label="消える",
    playlist="消える",
    about="消えていきます。",
    summary="a line that vanishes",
    parts=parts,
    settings=NO_SETTINGS,
)
"""


@pytest.fixture
def project(tmp_path: Path, installed: Callable[..., None]) -> Path:
    installed(
        "vanishing", files={"vanish.py": VANISH}, entries={"lyricaudio.forms": {"vanish": "vanish:FORM"}}
    )
    (tmp_path / "songs").mkdir()
    (tmp_path / "lyricaudio.yaml").write_text("forms: [vanish]\n", "utf-8")
    (tmp_path / "songs" / "a.yaml").write_text(SONG, "utf-8")
    return tmp_path


def timeline(project: Path) -> Timeline:
    (order,) = plan(open_library([], folder=project), read_record(project / "output")).orders
    return one_timeline(order, project / "output", executor=Inline())


def test_a_line_vanishes_and_its_bars_stay(project: Path) -> None:
    found = timeline(project)
    passes = found.placements[:5]
    bar_beats = found.stretch.style.metre.bar_beats
    starts = [one.start_beats / bar_beats for one in passes]
    steps = {after - before for before, after in pairwise(starts)}
    assert len(steps) == 1
    assert len({(one.spoken.clip_key, one.spoken.flow) for one in passes}) == 1
    first = passes[0]
    for one in passes:
        assert one.end_s - one.start_s == pytest.approx(first.end_s - first.start_s, abs=1e-9)
    assert [one.spoken.gap is not None for one in passes] == [False, False, False, True, False]
    assert all(one.spoken.silent for one in passes[1:3])
    talk, faster, rest, _, asked, answer = found.placements[5:]
    assert faster.spoken.length_s == pytest.approx(talk.spoken.length_s / 1.5, abs=0.005)
    assert rest.spoken.length_s == 2.0
    assert asked.spoken.length_s == answer.spoken.length_s + 1.0
    assert asked.spoken.clip_key == answer.spoken.clip_key


def test_its_episode_is_made_and_hides_what_the_sound_hides(project: Path) -> None:
    library = open_library([], folder=project)
    report = build(library, project / "output", watch=lambda progress: None, maker=make_here)
    (result,) = report.results
    assert result.error is None
    assert result.path is not None
    lyrics = result.path.with_suffix(".lrc").read_text("utf-8").splitlines()
    words = [line.partition("]")[2] for line in lyrics]
    assert "＿＿＿は 一歩の大きさ" in words
    assert "…" in words
    assert "もう一度" in words
    data = json.loads(result.path.with_suffix(".json").read_text("utf-8"))
    assert [cue["role"] for cue in data["cues"]].count("gap") == 3
    seen = ["".join(token["text"] for token in cue["tokens"]) for cue in data["cues"]]
    assert seen == [cue["text"] for cue in data["cues"]]
    question, answer = data["cues"][-3], data["cues"][-1]
    left, right = (_power_by_side(result.path, cue["start_s"], cue["end_s"]) for cue in (question, answer))
    assert left > 1 > right


def test_the_passes_of_a_recall_stand_on_the_same_bars(project: Path) -> None:
    (project / "lyricaudio.yaml").write_text("forms: [recall]\n", "utf-8")
    (project / "songs" / "a.yaml").write_text(SONG.replace("lines:\n", "lines:\n  - 谷と山\n"), "utf-8")
    found = timeline(project)
    bar_beats = found.stretch.style.metre.bar_beats
    said = [one for one in found.placements if one.spoken.natural_key]
    whole, without, heads, alone = said[:2], said[2:4], said[4:6], said[6::2]
    for one in (without, heads, alone):
        pairs = list(zip(whole, one, strict=True))
        steps = [(later.start_beats - first.start_beats) / bar_beats for first, later in pairs]
        assert all(step.denominator == 1 for step in steps)
        assert len(set(steps)) == 1 or one is alone  # there each line is answered at once
        for first, later in pairs:
            assert later.end_s - later.start_s == pytest.approx(first.end_s - first.start_s, abs=1e-9)
    (count,) = [one for one in found.placements if one.spoken.gap and one.spoken.gap.count_in]
    assert alone[0].start_beats - count.start_beats == bar_beats
    clicks = [
        note.start_beats for note in notes_of(found) if note.instrument == "rim" and note.velocity == 0.9
    ]
    assert {count.start_beats + beat for beat in range(int(bar_beats))} <= set(clicks)


def _power_by_side(mp3: Path, start_s: float, end_s: float) -> float:
    """Return the power on the left over that on the right."""
    samples = np.concatenate(list(decoded_blocks(mp3)))[round(44100 * start_s) : round(44100 * end_s)]
    left, right = np.square(samples, dtype=np.float64).sum(axis=0)
    return float(left / right)
