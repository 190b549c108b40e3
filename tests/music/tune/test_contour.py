from __future__ import annotations

from fractions import Fraction

import pytest

from lyricaudio.music.tune.contour import Tune, TuneLine, Violation, tune_line, violations
from lyricaudio.reading.model import AccentPhrase, Mora, Pause, Reading

VOWELS = {"ン": "N", "ッ": "cl", "シ": "I"}


def phrase(kana: str, high: str, pause: Pause = "none") -> AccentPhrase:
    """Make a phrase of one-character morae, and of the same number of marks, `H` where the accent is high."""
    morae = (
        Mora(kana=mora, consonant=None, vowel=VOWELS.get(mora, "a"), high=level == "H")
        for mora, level in zip(kana, high, strict=True)
    )
    return AccentPhrase(morae=tuple(morae), accent=0, pause=pause)


def line(*phrases: AccentPhrase, hook: bool = False, index: int = 0) -> TuneLine:
    """Put phrases on sixteenths."""
    reading = Reading(written="", spoken="", phrases=phrases, labels=())
    onsets = [Fraction(slot, 4) for slot in range(len(reading.morae))]
    return tune_line(reading, onsets, hook=hook, index=index)


def tune(*pitches: int) -> Tune:
    return Tune(verse=(pitches,), hook=())


def test_a_line_says_of_each_mora_what_the_tune_has_to_know() -> None:
    made = line(phrase("カッシ", "LHH", pause="breath"), phrase("ンー", "LH"))
    assert [mora.kind for mora in made.morae] == ["vowel", "stop", "devoiced", "nasal", "long"]
    assert [mora.phrase for mora in made.morae] == [0, 0, 0, 1, 1]
    assert [mora.high for mora in made.morae] == [False, True, True, False, True]
    assert [mora.ends_breath for mora in made.morae] == [False, False, True, False, True]
    assert [mora.cell for mora in made.morae] == [0, 1, 2, 3, 4]


def test_a_reading_needs_a_slot_for_each_mora() -> None:
    reading = Reading(written="", spoken="", phrases=(phrase("カタ", "LH"),), labels=())
    with pytest.raises(ValueError, match="shorter"):
        tune_line(reading, [Fraction(0)], hook=False, index=0)


def test_long_and_nasal_and_stopped_morae_take_the_note_before() -> None:
    assert tune(60, 62, 64, 65, 67, 69).notes(line(phrase("カーンッタシ", "HLLLLL"))) == (
        60,
        60,
        60,
        60,
        67,
        69,
    )


def test_a_nasal_at_the_head_of_a_phrase_has_its_own_note() -> None:
    assert tune(60, 62, 64).notes(line(phrase("カ", "H"), phrase("ンカ", "LH"))) == (60, 62, 64)


def test_a_delayed_slot_takes_the_note_of_its_sixteenth() -> None:
    reading = Reading(written="", spoken="", phrases=(phrase("カタ", "LH"),), labels=())
    swung = tune_line(reading, [Fraction(0), Fraction(1, 4) + Fraction(3, 40)], hook=False, index=0)
    assert tune(60, 62, 64).notes(swung) == (60, 62)


def test_lines_take_the_phrases_in_turn_and_the_hook_has_its_own() -> None:
    made = Tune(verse=((60,), (62,)), hook=((67,),))
    assert [made.notes(line(phrase("カ", "H"), index=i)) for i in range(3)] == [(60,), (62,), (60,)]
    assert made.notes(line(phrase("カ", "H"), hook=True, index=1)) == (67,)


def test_a_line_longer_than_the_tune_stays_on_its_last_note() -> None:
    assert tune(60, 62).notes(line(phrase("カタカタ", "LHHH"))) == (60, 62, 62, 62)


def test_a_line_that_says_nothing_has_no_notes() -> None:
    assert tune().notes(line()) == ()


def test_a_tune_without_a_hook_cannot_sing_one() -> None:
    with pytest.raises(ValueError, match="composed without a hook"):
        tune(60).notes(line(phrase("カ", "H"), hook=True))


def test_a_move_against_the_accent_is_found_where_it_arrives() -> None:
    lines = [line(phrase("カ", "H")), line(phrase("カタナワ", "LHLL"))]
    assert violations(tune(64, 62, 65, 60), lines) == (
        Violation(line=1, mora=1, kana="タ", direction="down"),
        Violation(line=1, mora=2, kana="ナ", direction="up"),
    )


def test_a_repeated_note_a_move_on_one_level_and_a_new_phrase_are_no_violations() -> None:
    assert violations(tune(60, 60, 60), [line(phrase("カタナ", "LHL"))]) == ()
    assert violations(tune(60, 65, 62), [line(phrase("カタナ", "HHH"))]) == ()
    assert violations(tune(60, 65), [line(phrase("カ", "H"), phrase("タ", "L"))]) == ()


def test_the_accent_is_looked_at_from_note_to_note_over_a_mora_that_holds() -> None:
    assert [wrong.mora for wrong in violations(tune(60, 72, 62), [line(phrase("コーカ", "HLL"))])] == [2]
