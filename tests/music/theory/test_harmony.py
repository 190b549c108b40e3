from __future__ import annotations

import pytest

from lyricaudio.errors import LyricAudioError
from lyricaudio.music.theory.harmony import SCALES, chord, pitch_class, scale_tones


@pytest.mark.parametrize(
    ("numeral", "tonic", "name", "tones"),
    [
        ("I", "C", "C", (0, 4, 7)),
        ("vi", "C", "Am", (9, 0, 4)),
        ("ii7", "F", "Gm7", (7, 10, 2, 5)),
        ("V7", "C", "G7", (7, 11, 2, 5)),
        ("Imaj7", "F", "Fmaj7", (5, 9, 0, 4)),
        ("bVII", "A", "G", (7, 11, 2)),
        ("i", "A", "Am", (9, 0, 4)),
        ("vii7b5", "C", "Bm7b5", (11, 2, 5, 9)),
        ("viidim", "C", "Bdim", (11, 2, 5)),
        ("IVsus4", "G", "Csus4", (0, 5, 7)),
        ("iv6", "C", "Fm6", (5, 8, 0, 2)),
        ("#IV", "C", "F#", (6, 10, 1)),
    ],
)
def test_a_roman_numeral_is_a_chord_over_its_tonic(
    numeral: str, tonic: str, name: str, tones: tuple[int, ...]
) -> None:
    found = chord(numeral, pitch_class(tonic))
    assert (found.name, found.tones, found.root) == (name, tones, tones[0])


@pytest.mark.parametrize(
    ("numeral", "said"),
    [
        ("H", "'H' is no chord; write a numeral"),
        ("", "'' is no chord"),
        ("VIIIx", "may not stand after VII"),
        ("Ii", "'Ii' is no chord"),
        ("iV", "'iV' is no chord"),
        ("V13", "'13' may not stand after V"),
    ],
)
def test_what_is_no_numeral_is_refused(numeral: str, said: str) -> None:
    with pytest.raises(LyricAudioError, match=said):
        chord(numeral, 0)


def test_a_note_has_a_pitch_class_by_its_name() -> None:
    assert [pitch_class(name) for name in ("C", "F#", "Gb", "B", "Cb", "B#")] == [0, 6, 6, 11, 11, 0]
    with pytest.raises(LyricAudioError, match="'H' is no note; write C, F# or Bb"):
        pitch_class("H")


def test_a_scale_begins_on_its_tonic() -> None:
    assert scale_tones(9, "minor") == (9, 11, 0, 2, 4, 5, 7)
    assert scale_tones(5, "major pentatonic") == (5, 7, 9, 0, 2)
    assert all(tones[0] == 0 and len(set(tones)) == len(tones) for tones in SCALES.values())
    with pytest.raises(LyricAudioError, match="no scale 'blues'; choose one of major, minor"):
        scale_tones(0, "blues")
