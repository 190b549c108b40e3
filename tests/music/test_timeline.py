from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.errors import Place
from lyricaudio.lesson.plan import Cue
from lyricaudio.lesson.roles import ROLES
from lyricaudio.music.flow.line import plan_flow
from lyricaudio.music.flow.natural import flow_morae
from lyricaudio.music.layout import lay_out
from lyricaudio.music.spoken import Spoken, SpokenPart
from lyricaudio.music.stylebook import load_style
from lyricaudio.music.theory.metre import METRES
from lyricaudio.music.timeline import Timeline, fitted, in_a_row
from lyricaudio.reading.model import AccentPhrase, Mora, Reading
from lyricaudio.song import Text
from lyricaudio.voice.clip import ClipFacts, MoraTime
from lyricaudio.voice.known import Voice

STYLE = load_style("electropop")
PHRASE = AccentPhrase(morae=(Mora(kana="ア", consonant=None, vowel="a"),) * 9, accent=0)


def spoken(role: str, seconds: float) -> Spoken:
    place = Place("song.yaml", 1, 1)
    mora = MoraTime(kana="ア", start_s=0.0, vowel_onset_s=0.1, end_s=seconds)
    return Spoken(
        cue=Cue(role=role, text=Text(text="あ", place=place)),
        reading=Reading(written="あ", spoken="あ", phrases=(), labels=()),
        voice=Voice(engine="tone", name="sine"),
        clip_key="key",
        facts=ClipFacts(duration_s=seconds, loudness_lufs=-20.0, morae=(mora,), timing="engine"),
    )


def laid_out(*parts: Sequence[tuple[str, float]], bpm: float = 120.0) -> Timeline:
    spoken_parts = [
        SpokenPart(title=f"part {number}", items=tuple(spoken(role, seconds) for role, seconds in part))
        for number, part in enumerate(parts, start=1)
    ]
    return lay_out(spoken_parts, STYLE, bpm)


def as_text(timeline: Timeline) -> str:
    return "\n".join(
        f"{float(p.start_beats):5.1f} {p.start_s:6.2f}-{p.end_s:5.2f} {p.spoken.cue.role}"
        for p in timeline.placements
    )


def test_an_episode_is_laid_out_on_bars_and_beats() -> None:
    timeline = laid_out(
        [("lyric", 1.9), ("lyric", 1.5), ("explain", 3.2), ("lyric", 1.9)],
        [("question", 1.0), ("answer", 0.5)],
    )
    assert (
        as_text(timeline)
        == """\
  4.0   1.90- 3.80 lyric
  8.0   3.90- 5.40 lyric
 12.0   5.90- 9.10 explain
 20.0   9.90-11.80 lyric
 28.0  13.90-14.90 question
 32.0  15.90-16.40 answer"""
    )
    assert timeline.bars == 10
    assert timeline.length_s == 20.0
    assert [(s.title, s.start_s, s.end_s) for s in timeline.spans] == [
        ("part 1", 0.0, 14.0),
        ("part 2", 14.0, 20.0),
    ]


def test_the_first_vowel_falls_on_the_beat_and_its_consonant_before() -> None:
    (mora,) = laid_out([("lyric", 1.0)]).placements[0].morae
    assert (mora.start_s, mora.vowel_onset_s, mora.end_s) == (1.9, 2.0, 2.9)


def test_a_line_with_a_flow_takes_its_bars_and_tells_its_slots() -> None:
    reading = Reading(written="", spoken="", phrases=(PHRASE,), labels=())
    flow = plan_flow(flow_morae(reading), METRES["4/4"], 120.0, bars=2)
    assert flow.bars == 2
    flowing = replace(spoken("lyric", 1.0), flow=flow)
    timeline = lay_out([SpokenPart(title="", items=(flowing, flowing, spoken("lyric", 1.0)))], STYLE, 120.0)
    assert [float(placement.start_beats) for placement in timeline.placements] == [4.0, 12.0, 20.0]
    first, second, last = timeline.placements
    assert first.slots_beats == tuple(4 + onset for onset in flow.onsets_beats)
    assert second.slots_beats == tuple(12 + onset for onset in flow.onsets_beats)
    assert last.slots_beats == ()


@pytest.mark.parametrize(("fade_s", "begins_beats"), [(0.0, 12.0), (0.02, 12.0), (0.04, 16.0)])
def test_the_fade_of_a_line_costs_no_bar(fade_s: float, begins_beats: float) -> None:
    reading = Reading(written="", spoken="", phrases=(PHRASE,), labels=())
    flow = plan_flow(flow_morae(reading), METRES["4/4"], 120.0, bars=2)
    to_the_breath_s = 60 / 120 * 7.75 + 0.1  # from the first consonant on
    flowing = replace(spoken("lyric", to_the_breath_s + fade_s), flow=flow)
    first, second = lay_out([SpokenPart(title="", items=(flowing, flowing))], STYLE, 120.0).placements
    assert [float(one.start_beats) for one in (first, second)] == [4.0, begins_beats]


def test_sections_of_lines_follow_each_other_in_whole_periods_of_four_bars() -> None:
    reading = Reading(written="", spoken="", phrases=(PHRASE,), labels=())
    line = replace(spoken("lyric", 1.0), flow=plan_flow(flow_morae(reading), METRES["4/4"], 120.0, bars=2))
    sections = [SpokenPart(title="", items=(line,) * count) for count in (2, 3, 1)]
    talk = SpokenPart(title="", items=(spoken("explain", 1.0),))
    timeline = lay_out([*sections, talk], STYLE, 120.0, intro_bars=2)
    starts = [timeline.bar_at(placement.start_beats) for placement in timeline.placements]
    assert starts == [2, 4, 6, 8, 10, 14, 17]


def test_a_part_without_anything_to_say_leaves_no_trace() -> None:
    assert laid_out([("lyric", 1.0)], [], [("lyric", 1.0)]).spans[1].title == "part 3"


PARTS = st.lists(
    st.lists(st.tuples(st.sampled_from(list(ROLES)), st.floats(0.05, 30)), min_size=1, max_size=5),
    min_size=1,
    max_size=6,
)


@given(PARTS, st.floats(40, 240))
def test_no_voice_begins_before_another_ends_and_what_begins_on_bars_stands_on_one(
    parts: list[list[tuple[str, float]]], bpm: float
) -> None:
    timeline = laid_out(*parts, bpm=bpm)
    for placement in timeline.placements:
        assert placement.start_beats.denominator == 1
        if ROLES[placement.spoken.cue.role].on_bar:
            assert placement.start_beats % STYLE.metre.bar_beats == 0
    for one, other in zip(timeline.placements, timeline.placements[1:], strict=False):
        assert one.end_s <= other.start_s
    assert timeline.placements[-1].end_s < timeline.length_s
    ends = [0.0] + [span.end_s for span in timeline.spans]
    assert [span.start_s for span in timeline.spans] == ends[:-1]
    assert ends[-1] == pytest.approx(timeline.length_s)


@given(
    lines=st.lists(st.tuples(st.floats(5, 60), st.floats(69, 160)), min_size=1, max_size=60),
    minutes=st.sampled_from((5, 10, 23, 45, 90)),
)
def test_a_row_is_as_long_as_is_wanted_and_ends_within_a_bar_of_it(
    lines: list[tuple[float, float]], minutes: int
) -> None:
    row = in_a_row(tuple(laid_out([("lyric", length_s)], bpm=bpm) for length_s, bpm in lines))
    wanted_s = max(60.0 * minutes, row.length_s)
    found = fitted(row, wanted_s)
    assert found.length_s == pytest.approx(wanted_s, abs=0.001)
    assert found.spans[-1].end_s == pytest.approx(wanted_s, abs=0.001)
    assert found.tail_s <= max(stretch.bar_s for stretch in found.stretches)
    before, after = row.stretches[-1], found.stretches[-1]
    assert (after.bars == before.bars) or len(lines) == 1
    assert [one.spoken for one in found.placements] == [one.spoken for one in row.placements]
    assert all(one.end_s == pytest.approx(other.start_s) for one, other in pairwise(found.stretches))
