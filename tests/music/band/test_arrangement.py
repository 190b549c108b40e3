from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.audio.loudness import LoudnessMeter
from lyricaudio.music.band.arrangement import Bar, Note, arrange
from lyricaudio.music.band.render import band_blocks
from lyricaudio.music.style import ENERGIES, Energy, Style
from lyricaudio.music.stylebook import load_style, style_names
from lyricaudio.music.theory.metre import METRES, Metre

GOLDEN = Path(__file__).parent / "bars.txt"
PLAYING = [name for name in style_names() if name != "none"]
ELECTROPOP = load_style("electropop")


def bars(*energies: Energy) -> list[Bar]:
    return [
        Bar(energy=energy, hook=energy == "hook", chord_step=step) for step, energy in enumerate(energies)
    ]


def as_text(notes: tuple[Note, ...], first_bar: int) -> str:
    """Write what each instrument plays in a bar of four: the beat, and the pitches where it has any."""
    rows: dict[str, dict[Fraction, list[str]]] = defaultdict(lambda: defaultdict(list))
    for note in notes:
        if note.start_beats // 4 == first_bar:
            pitch = [] if note.pitch is None else [str(note.pitch)]
            rows[note.instrument][note.start_beats % 4] += pitch
    return "\n".join(
        f"  {name:15}"
        + " ".join(f"{beat}({' '.join(keys)})" if keys else f"{beat}" for beat, keys in row.items())
        for name, row in rows.items()
    )


def loudness(notes: tuple[Note, ...], style: Style) -> float:
    """Return the loudness of four bars of four in LUFS."""
    meter = LoudnessMeter(24000, 2)
    frames = round(24000 * 16 * 60 / style.bpm)
    for block in band_blocks(
        notes, bpm=style.bpm, sidechain=style.sidechain, sample_rate=24000, frames=frames
    ):
        meter.add(block)
    return meter.integrated_lufs()


def in_bar(notes: tuple[Note, ...], bar: int, instrument: str) -> list[Fraction]:
    """Return the beats of an instrument in a bar of four."""
    return [
        note.start_beats % 4
        for note in notes
        if note.instrument == instrument and note.start_beats // 4 == bar
    ]


def test_the_first_bar_of_the_verse_and_of_the_hook_of_each_style_are_as_they_were() -> None:
    found = []
    for name in PLAYING:
        notes = arrange(bars("verse", "verse", "hook", "hook"), load_style(name))
        found += [f"{name}, verse", as_text(notes, 0), f"{name}, hook", as_text(notes, 2)]
    assert "\n".join(found) + "\n" == GOLDEN.read_text("utf-8")


def test_a_crash_greets_what_rises_and_a_fill_announces_it() -> None:
    notes = arrange(bars("intro", "verse", "verse", "break", "hook", "verse"), ELECTROPOP)
    crashes = [note.start_beats for note in notes if note.instrument == "crash"]
    assert crashes == [4, 16]
    assert [bar for bar in range(6) if in_bar(notes, bar, "snare")] == [0, 3]
    assert in_bar(notes, 0, "snare") == [3, Fraction(13, 4), Fraction(7, 2), Fraction(15, 4)]
    assert max(in_bar(notes, 0, "hat")) < 3


def test_a_fill_begins_where_the_bar_says() -> None:
    filled = [Bar(energy="verse", chord_step=0, fill_from=Fraction(2)), Bar(energy="verse", chord_step=1)]
    notes = arrange(filled, ELECTROPOP)
    assert in_bar(notes, 0, "snare")[0] == 2
    assert max(in_bar(notes, 0, "hat")) < 2
    assert in_bar(notes, 0, "pluck") == in_bar(arrange(bars("verse"), ELECTROPOP), 0, "pluck")
    assert not in_bar(notes, 1, "snare")


def test_the_drums_of_a_bar_that_builds_up_are_its_own_and_grow() -> None:
    verse = Bar(energy="verse", chord_step=0)
    notes = arrange([replace(verse, builds=True), verse], ELECTROPOP)
    snares = [note.velocity for note in notes if note.instrument == "snare"]
    assert len(snares) > 8
    assert snares == sorted(snares)
    assert not in_bar(notes, 0, "hat")
    assert in_bar(notes, 0, "pluck") == in_bar(arrange([verse], ELECTROPOP), 0, "pluck")


@pytest.mark.parametrize("name", PLAYING)
def test_a_full_hook_has_its_chords_an_octave_higher_too_and_a_crash_every_four_bars(name: str) -> None:
    hook = bars("hook", "hook", "hook", "hook", "hook")
    usual, full = (
        arrange([replace(bar, full=is_full) for bar in hook], load_style(name)) for is_full in (False, True)
    )
    assert set(usual) < set(full)
    more = set(full) - set(usual)
    assert [note.start_beats for note in full if note.instrument == "crash"] == [0, 16]
    assert all(
        replace(note, pitch=note.pitch - 12, velocity=0) in {replace(one, velocity=0) for one in usual}
        for note in more
        if note.pitch is not None
    )


def test_the_lead_of_the_hook_answers_where_the_voice_leaves_a_bar_free() -> None:
    notes = arrange(
        [Bar(energy="verse", chord_step=0, answers=answers) for answers in (False, True)], ELECTROPOP
    )
    assert [in_bar(notes, bar, "lead") != [] for bar in (0, 1)] == [False, True]


@pytest.mark.parametrize("name", PLAYING)
def test_the_hook_is_two_to_four_loudness_units_over_the_verse_and_the_last_one_more(name: str) -> None:
    style = load_style(name)
    cases: tuple[tuple[Energy, bool], ...] = (("verse", False), ("hook", False), ("hook", True))
    verse, hook, last = (
        loudness(
            arrange([replace(bar, full=full) for bar in bars(energy, energy, energy, energy)], style), style
        )
        for energy, full in cases
    )
    assert 2 <= hook - verse <= 4
    assert 0.3 <= last - hook <= 2.2


def test_every_fourth_bar_of_a_verse_varies_the_kick() -> None:
    notes = arrange([Bar(energy="verse", chord_step=step) for step in range(8)], ELECTROPOP)
    kicks = [in_bar(notes, bar, "kick") for bar in range(8)]
    assert kicks[0] == kicks[1] == kicks[2] == kicks[4]
    assert kicks[3] == kicks[7] != kicks[0]


def test_the_episode_ends_on_the_home_chord_and_holds_it() -> None:
    notes = arrange([*bars("verse"), Bar(energy="outro", chord_step=1)], ELECTROPOP)
    last = [note for note in notes if note.instrument == "pad"]
    assert {note.pitch % 12 for note in last if note.pitch is not None} == {0, 4, 7}
    assert all(note.start_beats + note.length_beats == 8 for note in last)


def test_an_explanation_has_a_sparse_bed() -> None:
    notes = arrange(bars("break", "break", "verse"), ELECTROPOP)
    count = [sum(note.start_beats // 4 == bar for note in notes) for bar in range(3)]
    assert 0 < count[0] < count[2] / 3


def test_the_style_none_plays_nothing() -> None:
    assert arrange(bars("intro", "verse", "outro"), load_style("none")) == ()


def test_no_bars_are_no_notes() -> None:
    assert arrange([], ELECTROPOP) == ()


BARS = st.lists(
    st.builds(
        Bar,
        energy=st.sampled_from(ENERGIES),
        hook=st.booleans(),
        chord_step=st.integers(0, 9),
        fill_from=st.none() | st.fractions(0, 3, max_denominator=4),
        builds=st.booleans(),
        full=st.booleans(),
        answers=st.booleans(),
    ),
    max_size=12,
)


@pytest.mark.slow
@given(BARS, st.sampled_from(style_names()), st.sampled_from(tuple(METRES.values())))
def test_notes_stay_inside_the_episode_in_order_and_no_key_is_struck_while_it_is_down(
    bars: list[Bar], name: str, metre: Metre
) -> None:
    style = load_style(name).in_metre(metre)
    notes = arrange(bars, style)
    length = len(bars) * style.metre.bar_beats
    assert notes == arrange(bars, style)
    assert list(notes) == sorted(notes, key=lambda n: (n.start_beats, n.instrument, n.pitch or -1))
    free: dict[tuple[str, int], Fraction] = {}
    for note in notes:
        assert 0 < note.velocity <= 1
        assert 0 <= note.start_beats < length
        if note.pitch is not None:
            assert note.start_beats + note.length_beats <= length
            assert 28 <= note.pitch <= 96
            assert note.start_beats >= free.get((note.instrument, note.pitch), 0)
            free[note.instrument, note.pitch] = note.start_beats + note.length_beats


@pytest.mark.parametrize("name", PLAYING)
def test_a_bass_or_a_lead_plays_one_note_at_a_time(name: str) -> None:
    style = load_style(name)
    notes = arrange(bars("verse", "verse", "verse", "hook", "hook", "hook", "outro"), style)
    single = {row.instrument for rows in style.play for row in rows if row.part in ("bass", "lead")}
    for instrument in single:
        alone = [note for note in notes if note.instrument == instrument]
        for one, other in pairwise(alone):
            assert one.start_beats + one.length_beats <= other.start_beats
