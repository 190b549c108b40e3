"""What a person sees while `show` and `commute` speak what was never spoken."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyricaudio.cli import console
from lyricaudio.pipeline.making.rehearse import one_timeline
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record
from lyricaudio.pipeline.project.report import Progress

SONG = "title: 谷のうた\nvoice: {lyric: tone}\nlines: [谷を下る, 山に登る, 谷を下る]\n"


@pytest.mark.slow
def test_a_timeline_tells_of_each_clip_that_it_has_spoken_and_of_none_that_was_there(tmp_path: Path) -> None:
    (tmp_path / "songs").mkdir()
    (tmp_path / "songs" / "a.yaml").write_text(SONG, "utf-8")
    (tmp_path / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    (order,) = plan(open_library([], folder=tmp_path), read_record(tmp_path / "output")).orders

    def told() -> list[Progress]:
        found: list[Progress] = []
        one_timeline(order, tmp_path / "output", watch=found.append)
        return found

    first, again = told(), told()
    assert (first[-1].clips, first[-1].clips_total, first[-1].episodes_total) == (2, 2, 0)
    assert "songs/a.yaml:3:" in first[-1].now
    assert [one.clips_total for one in again if one.clips_total] == []


@pytest.mark.parametrize(
    ("progress", "shown"),
    [
        (Progress(now="songs/a.yaml:3:9"), "songs/a.yaml:3:9"),
        (Progress(clips=1, clips_total=4, now="songs/a.yaml:3:9"), "voice 1/4  songs/a.yaml:3:9"),
        (
            Progress(clips=1, clips_total=4, episodes=1, episodes_total=2, share=0.5, now="谷"),
            " 50%  voice 1/4  episodes 1/2, about 0:10 left  谷",
        ),
    ],
    ids=["at the start", "while it speaks", "while it builds"],
)
def test_the_line_on_the_terminal_tells_how_far_it_is(progress: Progress, shown: str) -> None:
    assert console.progress_text(progress, 10.0) == shown
