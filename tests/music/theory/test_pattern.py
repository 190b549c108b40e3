from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.errors import LyricAudioError
from lyricaudio.music.theory.metre import METRES, Metre
from lyricaudio.music.theory.pattern import BandPart, Row, fill_in, in_metre, steps

STRAIGHT = Fraction(0)


def as_text(row: Row) -> str:
    """Write where a row is struck, in beats, with the member where it has one."""
    return " ".join(f"{step.start_beats}" + (f":{step.member}" if step.member else "") for step in row.bar(0))


def row(instrument: str, part: BandPart, marks: str) -> Row:
    return Row(instrument=instrument, part=part, bars=(steps(marks, part, STRAIGHT),))


def test_marks_are_read_in_sixteenths_with_their_loudness() -> None:
    found = steps("X...x.o.........", "drums", STRAIGHT)
    assert [(step.start_beats, step.velocity) for step in found] == [
        (0, 1.0),
        (1, 0.8),
        (Fraction(3, 2), 0.45),
    ]


def test_a_dash_holds_the_note_before_it() -> None:
    found = steps("1---5-.8........", "bass", STRAIGHT)
    assert [(step.member, step.length_beats) for step in found] == [
        (1, Fraction(1)),
        (5, Fraction(1, 2)),
        (8, Fraction(1, 4)),
    ]


def test_swing_delays_the_odd_sixteenths_only() -> None:
    found = steps("xx.x............", "drums", Fraction(3, 10))
    assert [step.start_beats for step in found] == [0, Fraction(13, 40), Fraction(33, 40)]


def test_a_mark_of_another_part_is_refused() -> None:
    with pytest.raises(LyricAudioError, match="'1' is no mark of drums; use X x o - and"):
        steps("1...", "drums", STRAIGHT)
    with pytest.raises(LyricAudioError, match="'x' is no mark of bass"):
        steps("x...", "bass", STRAIGHT)


@pytest.mark.parametrize(
    ("metre", "kick", "snare", "hat", "bass", "chords"),
    [
        ("3/4", "0", "1 2", "0 1/2 1 3/2 2 5/2", "0:1 1:5 2:5", "0 1 2"),
        ("6/8", "0", "3/2", "0 1/2 1 3/2 2 5/2", "0:1 3/2:5", "0 3/2"),
        ("7/8", "0", "2", "0 1/2 1 3/2 2 5/2 3", "0:1 2:5", "0 2"),
    ],
)
def test_a_pattern_in_another_metre_keeps_each_instruments_job(
    metre: str, kick: str, snare: str, hat: str, bass: str, chords: str
) -> None:
    rows = [
        row("kick", "drums", "x...x...x...x..."),
        row("snare", "drums", "....x.......x..."),
        row("hat", "drums", "x.x.x.x.x.x.x.x."),
        row("saw_bass", "bass", "1-1-1-1-1-1-5-8-"),
        row("pluck", "chords", "x..x..x...x..x.."),
    ]
    derived = [as_text(in_metre(each, METRES[metre], STRAIGHT)) for each in rows]
    assert derived == [kick, snare, hat, bass, chords]


def test_a_held_chord_is_held_in_every_metre() -> None:
    (step,) = in_metre(row("pad", "chords", "x---------------"), METRES["6/8"], STRAIGHT).bar(0)
    assert (step.start_beats, step.length_beats) == (Fraction(0), Fraction(3))


def test_a_fill_in_another_metre_runs_into_the_bar_line() -> None:
    assert as_text(fill_in(METRES["3/4"], STRAIGHT)) == "0 1/2 1 3/2 2 9/4 5/2 11/4"
    assert as_text(fill_in(METRES["7/8"], STRAIGHT)) == "0 1/2 1 3/2 2 5/2 11/4 3 13/4"


@given(
    st.sampled_from(tuple(METRES.values())),
    st.sampled_from(("kick", "snare", "hat", "crash")),
    st.text("xXo-.", min_size=16, max_size=16),
    st.fractions(0, Fraction(1, 2), max_denominator=20),
)
def test_steps_stay_inside_the_bar_and_never_overlap(
    metre: Metre, instrument: str, marks: str, swing: Fraction
) -> None:
    written = Row(instrument=instrument, part="drums", bars=(steps(marks, "drums", swing),))
    for found, length in ((written, Fraction(4)), (in_metre(written, metre, swing), metre.bar_beats)):
        ends = [step.start_beats + step.length_beats for step in found.bar(0)]
        starts = [step.start_beats for step in found.bar(0)]
        assert all(step.length_beats > 0 for step in found.bar(0))
        assert all(end <= start for end, start in zip(ends, [*starts[1:], length], strict=False))
