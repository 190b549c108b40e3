from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.errors import Place
from lyricaudio.lesson.plan import Cue, Role
from lyricaudio.music.arrangement import arrange
from lyricaudio.music.style import load_style, style_names
from lyricaudio.music.timeline import Spoken, SpokenPart, Timeline, lay_out
from lyricaudio.reading.model import Reading
from lyricaudio.song import Text
from lyricaudio.voice.clip import ClipFacts, MoraTime

STYLE = load_style("electropop")


def spoken(role: Role, seconds: float) -> Spoken:
    place = Place("song.yaml", 1, 1)
    mora = MoraTime(kana="ア", start_s=0.0, vowel_onset_s=0.1, end_s=seconds)
    return Spoken(
        cue=Cue(role=role, text=Text(text="あ", place=place)),
        reading=Reading(written="あ", spoken="あ", phrases=(), labels=()),
        voice="tone:sine",
        clip_key="key",
        facts=ClipFacts(duration_s=seconds, loudness_lufs=-20.0, morae=(mora,), exact=True),
    )


def laid_out(*parts: Sequence[tuple[Role, float]], bpm: float = 120.0) -> Timeline:
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
  4.0   2.00- 3.90 lyric
 12.0   6.00- 7.50 lyric
 16.0   8.00-11.20 explain
 24.0  12.00-13.90 lyric
 32.0  16.00-17.00 question
 36.0  18.00-18.50 answer"""
    )
    assert timeline.bars == 11
    assert timeline.length_s == 22.0
    assert timeline.fill_bars == (0, 7, 10)
    assert [(s.title, s.start_s, s.end_s) for s in timeline.spans] == [
        ("part 1", 0.0, 16.0),
        ("part 2", 16.0, 22.0),
    ]


def test_a_mora_is_timed_from_the_start_of_the_episode() -> None:
    (mora,) = laid_out([("lyric", 1.0)]).placements[0].morae
    assert (mora.start_s, mora.vowel_onset_s, mora.end_s) == (2.0, 2.1, 3.0)


def test_a_part_without_anything_to_say_leaves_no_trace() -> None:
    assert laid_out([("lyric", 1.0)], [], [("lyric", 1.0)]).spans[1].title == "part 3"


ROLES: list[Role] = ["lyric", "explain", "question", "answer"]
PARTS = st.lists(
    st.lists(st.tuples(st.sampled_from(ROLES), st.floats(0.05, 30)), min_size=1, max_size=5),
    min_size=1,
    max_size=6,
)


@given(PARTS, st.floats(40, 240))
def test_no_voice_ever_meets_another_and_every_line_stands_on_a_bar(
    parts: list[list[tuple[Role, float]]], bpm: float
) -> None:
    timeline = laid_out(*parts, bpm=bpm)
    for placement in timeline.placements:
        assert placement.start_beats.denominator == 1
        if placement.spoken.cue.role == "lyric":
            assert placement.start_beats % STYLE.beats_per_bar == 0
    for one, other in zip(timeline.placements, timeline.placements[1:], strict=False):
        assert one.end_s < other.start_s
    assert timeline.placements[-1].end_s < timeline.length_s
    ends = [0.0] + [span.end_s for span in timeline.spans]
    assert [span.start_s for span in timeline.spans] == ends[:-1]
    assert ends[-1] == pytest.approx(timeline.length_s)


def test_the_drums_play_every_bar_and_fill_before_a_part_and_at_the_end() -> None:
    timeline = laid_out([("lyric", 1.0)], [("lyric", 1.0)])
    hits = arrange(timeline)
    assert {hit.start_beats // 4 for hit in hits} == set(range(timeline.bars))
    snares = {int(hit.start_beats) // 4 for hit in hits if hit.instrument == "snare"}
    assert snares == set(timeline.fill_bars)
    assert list(hits) == sorted(hits, key=lambda hit: hit.start_beats)


@pytest.mark.parametrize("name", style_names())
def test_an_episode_does_not_end_in_silence(name: str) -> None:
    style = load_style(name)
    timeline = lay_out([SpokenPart(title="", items=(spoken("lyric", 1.0),))], style, style.bpm_range[0])
    hits = arrange(timeline)
    if name != "none":
        assert timeline.length_s - float(hits[-1].start_beats) * 60 / timeline.bpm < 1.0


def test_the_style_none_plays_nothing() -> None:
    part = SpokenPart(title="", items=(spoken("lyric", 1.0),))
    assert arrange(lay_out([part], load_style("none"), 100)) == ()
