from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.errors import LyricAudioError
from lyricaudio.music.theory.harmony import scale_tones
from lyricaudio.music.tune.contour import Singable, TuneLine, TuneMora, violations
from lyricaudio.music.tune.fit import fitted
from lyricaudio.music.tune.melody import (
    Melody,
    MelodyError,
    home_of,
    melody_from_notes,
    parse_melody,
    unfolded,
)

C_MAJOR = scale_tones(0, "major")


def line(count: int, index: int = 0) -> TuneLine:
    morae = (
        TuneMora(kana="カ", onset_beats=Fraction(i, 2), kind="vowel", high=True, phrase=0, ends_breath=False)
        for i in range(count)
    )
    return TuneLine(morae=tuple(morae), hook=False, index=index)


def read(text: str, tonic: int = 0, scale: str = "major") -> tuple[tuple[int, ...], ...]:
    return parse_melody(text, tonic, scale_tones(tonic, scale)).phrases


@pytest.mark.parametrize(
    ("text", "pitches"),
    [
        ("5 3 2 1 | 6 5 . -", (67, 64, 62, 60, 69, 67, 67, 67)),
        ("1' 1, 1'' #4 b7 ♯1", (72, 48, 84, 66, 70, 61)),
        ("532|1", (67, 64, 62, 60)),
        ("C4 Eb4 F#5 B♭3 G", (60, 63, 78, 58, 67)),
        ("ド レ ミ ファ ソ ラ シ ド'", (60, 62, 64, 65, 67, 69, 71, 72)),
        ("ソ#3 シ♭5", (56, 82)),
        ("５　３｜２－", (67, 64, 62, 62)),
    ],
)
def test_degrees_and_names_are_read(text: str, pitches: tuple[int, ...]) -> None:
    assert read(text) == (pitches,)


def test_degrees_are_counted_in_the_songs_key_and_names_are_not() -> None:
    assert read("1 3 7 ド A4", tonic=9, scale="minor") == ((69, 72, 79, 60, 69),)
    assert read("3 6 7", tonic=2, scale="dorian") == ((65, 71, 72),)


@pytest.mark.parametrize(("scale", "third"), [("minor pentatonic", 63), ("major pentatonic", 64)])
def test_a_scale_of_five_tones_has_the_degrees_of_minor_or_major(scale: str, third: int) -> None:
    assert read("1 3 4", scale=scale) == ((60, third, 65),)


def test_every_line_of_the_text_is_a_phrase_and_empty_ones_are_none() -> None:
    assert read("1 2 3\n\n |  \n5 4\n") == ((60, 62, 64), (67, 65))


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("5 3 8x 1", 4, "'8x' is no note; write degrees 1 to 7"),
        ("5 3\n2 H|1", 6, "'H' is no note"),
        ("5 0", 2, "'0' is no note"),
        ("５　３　９", 4, "'９' is no note"),
        ("1 2\n- 5", 4, "no note before '-' that it could hold"),
        ("", 0, "the melody has no notes"),
        (" |\n| ", 0, "the melody has no notes"),
    ],
)
def test_what_is_no_note_is_refused_with_its_place(text: str, offset: int, message: str) -> None:
    with pytest.raises(MelodyError, match=message) as refused:
        read(text)
    assert refused.value.offset == offset


@given(st.text(alphabet="1357#b',.-| \nCGドファ4９x"))
def test_any_text_is_read_or_refused_within_it(text: str) -> None:
    try:
        found = all(read(text))
    except MelodyError as refused:
        found = 0 <= refused.offset <= len(text)
    assert found


def test_notes_go_to_the_morae_in_order() -> None:
    assert parse_melody("1 2 3", 0, C_MAJOR).notes(line(3)) == (60, 62, 64)


def test_a_short_melody_is_repeated_whole_and_its_last_note_holds_for_the_rest() -> None:
    melody = parse_melody("5 3 1", 0, C_MAJOR)
    assert melody.notes(line(8)) == (67, 64, 60, 67, 64, 60, 60, 60)
    assert melody.notes(line(4)) == (67, 64, 60, 60)


def test_a_long_melody_is_cut_and_a_line_that_says_nothing_has_no_notes() -> None:
    assert parse_melody("1 2 3 4", 0, C_MAJOR).notes(line(2)) == (60, 62)
    assert parse_melody("1 2 3 4", 0, C_MAJOR).notes(line(0)) == ()


def test_lines_take_the_phrases_in_turn() -> None:
    melody = parse_melody("1\n3", 0, C_MAJOR)
    assert [melody.notes(line(1, index)) for index in range(3)] == [(60,), (64,), (60,)]


def test_a_melody_sings_where_a_tune_does() -> None:
    melody: Singable = parse_melody("1 2 3", 0, C_MAJOR)
    assert violations(melody, [line(3)]) == ()


def test_notes_of_a_file_are_cut_into_phrases_by_the_length_of_a_line() -> None:
    notes = [
        (Fraction(9), 69),
        (Fraction(0), 60),
        (Fraction(1, 2), 62),
        (Fraction(1, 2), 55),
        (Fraction(25), 71),
    ]
    assert melody_from_notes(notes, Fraction(8)) == Melody(phrases=((60, 62), (69,), (71,)))


def test_a_file_without_notes_is_refused() -> None:
    with pytest.raises(MelodyError, match="no notes"):
        melody_from_notes([], Fraction(8))


def moved(*phrases: tuple[int, ...], low: int = 58, high: int = 72, folds: bool = False) -> Melody:
    (melody,) = fitted([Melody(phrases=phrases, folds=folds)], low, high)
    return melody


def test_a_melody_that_octaves_bring_into_the_voices_range_keeps_its_key() -> None:
    assert moved((60, 64), (67,)) == Melody(phrases=((60, 64), (67,)))
    assert moved((60, 64), (67,), low=41, high=55) == Melody(phrases=((48, 52), (55,)))
    assert moved((60, 64), (67,), low=84, high=96) == Melody(phrases=((84, 88), (91,)))


def test_another_is_moved_by_the_fewest_semitones_and_its_key_with_it() -> None:
    assert moved((65, 69, 74)) == Melody(phrases=((63, 67, 72),), tonic=10)
    assert moved((56, 60), (68,)) == Melody(phrases=((58, 62), (70,)), tonic=2)


@given(st.lists(st.integers(0, 14), min_size=1, max_size=9), st.integers(0, 113), st.integers(0, 11))
def test_whatever_is_no_wider_than_the_voice_is_sung_as_it_is_written(
    steps: list[int], lowest: int, tonic: int
) -> None:
    written = Melody(phrases=(tuple(lowest + step for step in steps),), tonic=tonic)
    (sung,) = fitted([written], 58, 72)
    shift = sung.pitches[0] - written.pitches[0]
    assert sung.pitches == tuple(pitch + shift for pitch in written.pitches)
    assert all(58 <= pitch <= 72 for pitch in sung.pitches)
    assert sung.tonic == (tonic + shift) % 12


def test_verses_and_hook_are_moved_to_one_key_though_by_other_octaves() -> None:
    verse, hook = Melody(phrases=((65, 74),), tonic=5), Melody(phrases=((77, 86),), tonic=5)
    assert [melody.phrases for melody in fitted([verse, hook], 58, 72)] == [((63, 72),), ((63, 72),)]
    elsewhere = Melody(phrases=((62, 69),), tonic=2)
    assert {melody.tonic for melody in fitted([verse, elsewhere], 58, 72)} == {3}


def test_what_no_key_suits_together_is_refused() -> None:
    verse, hook = Melody(phrases=((60, 74),), tonic=0), Melody(phrases=((60, 74),), tonic=6)
    with pytest.raises(LyricAudioError, match=r"fit the voice, Bb3 to C5, but not in one key; write one nar"):
        fitted([verse, hook], 58, 72)


def test_a_melody_wider_than_the_voice_is_refused_by_what_is_too_much_and_with_a_way_out() -> None:
    expected = (
        r"^the melody goes from C4 \(note 1 of phrase 1\) to G5 \(note 2 of phrase 2\), 5 semitones more than"
        r" the voice has, Bb3 to C5; write it narrower, or 'fold' before it: "
    )
    with pytest.raises(LyricAudioError, match=expected):
        moved((60, 64), (62, 79))


def test_what_is_folded_is_sung_an_octave_nearer_where_it_is_outside() -> None:
    assert moved((60, 64), (62, 79), folds=True).phrases == ((60, 64), (62, 67))
    assert all(58 <= pitch <= 72 for pitch in moved(tuple(range(128)), folds=True).pitches)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fold 5 3", (True, "5 3")),
        (" fold\n1", (True, "1")),
        ("fold tune.mid", (True, "tune.mid")),
        ("folding 1", (False, "folding 1")),
        ("fold", (False, "fold")),
    ],
)
def test_a_melody_says_by_its_first_word_that_it_may_be_folded(text: str, found: tuple[bool, str]) -> None:
    assert unfolded(text) == found


def test_a_folded_melody_is_read_as_another_and_its_mistakes_have_their_places() -> None:
    assert parse_melody("fold 5 3", 0, C_MAJOR) == Melody(phrases=((67, 64),), folds=True)
    with pytest.raises(MelodyError) as refused:
        parse_melody("fold 5 x", 0, C_MAJOR)
    assert refused.value.offset == 7


def test_the_home_of_a_melody_is_where_its_notes_are_in_the_scale() -> None:
    assert home_of((67, 69, 71, 72, 74, 76, 78, 79), 0, C_MAJOR) == 7
    assert home_of((60, 62, 64), 0, C_MAJOR) == 0
    assert home_of((60, 62, 64), 9, scale_tones(9, "minor")) == 9
