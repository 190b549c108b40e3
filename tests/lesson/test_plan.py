from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from lyricaudio.errors import Place
from lyricaudio.lesson.plan import Cue, Gap, LeftOut, Part, Plan, Segment
from lyricaudio.song import Text

TEXT = Text(text="{傾|かたむ}きが小さい", place=Place("song.yaml", 1, 1))
LINE = Cue(role="lyric", text=TEXT)


def test_what_is_seen_of_a_cue_is_what_it_says_unless_it_tells_otherwise() -> None:
    assert LINE.seen == "傾きが小さい"
    assert Cue(role="lyric", text=TEXT, shown="?").seen == "?"
    assert Cue(role="lyric", text=TEXT, left_out=LeftOut(words=((0, 2),))).seen == "＿＿が小さい"


def test_a_plan_has_to_read_what_is_said_and_what_its_gaps_stand_for() -> None:
    answer = Cue(role="answer", text=TEXT)
    events = (LINE, Gap(extra_s=1.0), Gap(stands_for=answer))
    plan = Plan(form="recall", segments=(Segment(parts=(Part(title="", events=events),)),))
    assert plan.cues == (LINE, answer)
    assert plan.parts[0].cues == (LINE,)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Cue(role="lyric", text=TEXT, side=-1.1),
        lambda: Cue(role="lyric", text=TEXT, side=math.nan),
        lambda: Cue(role="lyric", text=TEXT, rate=0.0),
        lambda: Cue(role="lyric", text=TEXT, rate=math.inf),
        lambda: Gap(),
        lambda: Gap(extra_s=-1.0, stands_for=LINE),
        lambda: Gap(extra_s=math.inf),
        lambda: LeftOut(words=((2, 2),)),
        lambda: LeftOut(words=((-1, 2),)),
        lambda: LeftOut(after=-1),
    ],
)
def test_what_cannot_be_heard_cannot_be_planned(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        wrong()
