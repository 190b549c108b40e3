"""An episode's times are the same, whether or not its lines are set, too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.stand_ins.executor import Inline

from lyricaudio.music.timeline import Placement
from lyricaudio.pipeline.making.rehearse import one_timeline
from lyricaudio.pipeline.making.speak import clip_store
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record

SONG = """\
title: 谷のうた
lines: [{lyric: 谷を下る一歩, explain: 勾配です。}, {lyric: 山に登る, delivery: sing}]
"""


@pytest.fixture
def order(tmp_path: Path) -> Order:
    (tmp_path / "songs").mkdir()
    (tmp_path / "songs" / "a.yaml").write_text(SONG, "utf-8")
    (tmp_path / "lyricaudio.yaml").write_text("forms: [{explain: {speed: 1.25}}]\n", "utf-8")
    return plan(open_library([], folder=tmp_path), read_record(tmp_path / "output")).orders[0]


def placements(order: Order, output: Path, *, with_set: bool) -> list[Placement]:
    """All that is heard, but for how loud it is."""
    found = one_timeline(order, output, executor=Inline(), with_set=with_set).placements
    return [
        replace(one, spoken=replace(one.spoken, facts=replace(one.spoken.facts, loudness_lufs=0.0)))
        for one in found
    ]


@pytest.mark.slow
def test_what_is_set_or_said_faster_has_its_times_before_it_has_its_sound(
    order: Order, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    planned = placements(order, first, with_set=False)
    assert planned == placements(order, second, with_set=True)
    unmade = {one.spoken.clip_key for one in planned} - {one.spoken.natural_key for one in planned}
    assert len(unmade) == 3
    assert [key for key in unmade if clip_store(first).facts(key)] == []
    assert [key for key in unmade if not clip_store(second).facts(key)] == []
