from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.music.test_timeline import spoken

from lyricaudio.lesson.plan import Gap
from lyricaudio.music.band.bars import bars_of
from lyricaudio.music.layout import lay_out
from lyricaudio.music.spoken import Spoken, SpokenPart
from lyricaudio.music.stylebook import load_style
from lyricaudio.music.theory.metre import METRES
from lyricaudio.music.timeline import Timeline, fitted, in_a_row


def of_song(song: str, style: str, bpm: float, *items: Spoken, metre: str = "4/4") -> Timeline:
    parts = [SpokenPart(title=song, items=items)]
    return lay_out(parts, load_style(style).in_metre(METRES[metre]), bpm, song=song)


def two_songs() -> Timeline:
    fast = of_song("a", "electropop", 120.0, spoken("lyric", 1.5))
    slow = of_song("b", "lofi", 60.0, spoken("lyric", 2.5), spoken("explain", 1.0), metre="3/4")
    return in_a_row((fast, slow))


def test_each_song_of_an_episode_keeps_its_own_tempo_and_bars() -> None:
    timeline = two_songs()
    first, second = timeline.stretches
    assert (first.start_s, first.end_s, second.start_s) == (0.0, 6.0, 6.0)
    assert (first.bars, second.bars, timeline.bars) == (3, 4, 7)
    assert timeline.length_s == 6.0 + 4 * 3.0
    assert timeline.bpm is None
    line, other, talk = timeline.placements
    assert [float(one.start_beats) for one in (line, other, talk)] == [4.0, 15.0, 18.0]
    vowels_s = [one.morae[0].vowel_onset_s for one in (line, other, talk)]
    assert vowels_s == [
        pytest.approx(timeline.clock.seconds_at(one.start_beats)) for one in (line, other, talk)
    ]
    assert [timeline.bar_at(one.start_beats) for one in (line, other, talk)] == [1, 4, 5]
    assert [(span.title, span.start_s, span.end_s) for span in timeline.spans] == [
        ("a", 0.0, 6.0),
        ("b", 6.0, 18.0),
    ]


def test_a_song_in_a_row_sounds_as_it_does_alone() -> None:
    alone = of_song("b", "lofi", 60.0, spoken("lyric", 2.5), spoken("explain", 1.0), metre="3/4")
    _, apart = two_songs().apart()
    assert bars_of(apart) == bars_of(alone)
    assert apart.stretch == alone.stretch
    assert [one.start_s for one in apart.placements] == pytest.approx(
        [one.start_s for one in alone.placements]
    )


def test_one_song_alone_in_a_row_is_itself() -> None:
    alone = of_song("a", "electropop", 97.3, spoken("lyric", 1.5))
    assert in_a_row((alone,)) == alone
    assert list(alone.apart()) == [alone]


@given(st.fractions(0, 40, max_denominator=480))
def test_the_clock_goes_forth_and_back(beats: Fraction) -> None:
    clock = two_songs().clock
    assert clock.beats_at(clock.seconds_at(beats)) == pytest.approx(float(beats), abs=1e-9)


def test_a_gap_takes_exactly_the_place_of_what_it_stands_for() -> None:
    line, asked = spoken("lyric", 2.37), spoken("answer", 1.03)
    said = of_song("a", "lofi", 83.0, line, asked, line)
    gaps = tuple(replace(one, gap=Gap(stands_for=one.cue)) for one in (line, asked))
    silent = of_song("a", "lofi", 83.0, *gaps, line)
    assert [(one.start_s, one.end_s) for one in silent.placements] == [
        (one.start_s, one.end_s) for one in said.placements
    ]
    assert silent.heard == silent.placements[2:]
    assert {bar.energy for bar in bars_of(silent)} == {"intro", "rest", "verse", "outro"}
    assert [(bar.chord_step, bar.hook) for bar in bars_of(silent)] == [
        (bar.chord_step, bar.hook) for bar in bars_of(said)
    ]


def test_a_gap_may_be_longer_than_what_it_stands_for() -> None:
    asked = spoken("answer", 1.0)
    gap = replace(asked, gap=Gap(stands_for=asked.cue, extra_s=1.5))
    (placement,) = of_song("a", "lofi", 60.0, gap).placements
    assert placement.end_s - placement.start_s == pytest.approx(2.5)


@given(st.floats(min_value=18.0, max_value=60.0))
def test_a_timeline_is_as_long_as_is_wanted_by_bars_of_its_own_and_less_than_one_of_silence(
    wanted_s: float,
) -> None:
    timeline = fitted(two_songs(), wanted_s)
    assert timeline.length_s == pytest.approx(wanted_s, abs=1e-9)
    assert 0 <= timeline.tail_s < min(stretch.bar_s for stretch in timeline.stretches)
    first, second = timeline.stretches
    assert (second.bars, second.start_s) == (4, first.end_s)
    assert timeline.spans[-1].end_s == pytest.approx(wanted_s)
    assert timeline.spans[0].end_s == timeline.spans[1].start_s == first.end_s


def test_what_is_longer_than_is_wanted_stays_as_it_is() -> None:
    assert fitted(two_songs(), 5.0) == two_songs()


def test_only_the_last_of_a_songs_stretches_in_a_row_has_an_end() -> None:
    style = load_style("electropop")
    parts = [SpokenPart(title="a", items=(spoken("lyric", 1.5),))]
    going_on, ending = (lay_out(parts, style, 120.0, song="a", leads_out=ends) for ends in (False, True))
    assert ending.bars == going_on.bars + 1
    assert [bar.energy for bar in bars_of(going_on)] == [bar.energy for bar in bars_of(ending)][:-1]
    assert [bar.energy for bar in bars_of(ending)][-1] == "outro"
