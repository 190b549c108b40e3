from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.errors import LyricAudioError
from lyricaudio.music.theory.harmony import scale_tones
from lyricaudio.music.tune.contour import Singable, TuneLine, TuneMora, violations
from lyricaudio.music.tune.melody import Melody, MelodyError, fit_range, melody_from_notes, parse_melody

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


def test_a_melody_moves_by_octaves_into_the_voices_range() -> None:
    melody = Melody(phrases=((60, 64), (67,)))
    assert fit_range(melody, 58, 72) == melody
    assert fit_range(melody, 41, 55) == Melody(phrases=((48, 52), (55,)))
    assert fit_range(melody, 84, 96) == Melody(phrases=((84, 88), (91,)))


def test_a_melody_that_no_octave_fits_is_refused_with_the_note_and_the_range() -> None:
    melody = Melody(phrases=((60, 64), (62, 79)))
    expected = r"G5, note 2 of phrase 2, .* range, Bb3 to C5, and no octave fits all notes; write it narrower"
    with pytest.raises(LyricAudioError, match=expected):
        fit_range(melody, 58, 72)
