from __future__ import annotations

from fractions import Fraction

from lyricaudio.music.stylebook import load_style
from lyricaudio.music.theory.metre import METRES


def test_the_same_metre_leaves_a_style_as_it_is() -> None:
    style = load_style("lofi")
    assert style.in_metre(METRES["4/4"]) is style
    assert style.in_metre(METRES["3/4"]).metre.bar_beats == 3


def test_a_style_has_its_key_and_its_progressions() -> None:
    style = load_style("lofi")
    assert [chord.name for chord in style.chords(hook=False)] == ["Gm7", "C7", "Fmaj7", "Dm7"]
    assert style.home().name == "F"
    assert load_style("hiphop").home().name == "Am"
    assert (style.tonic, style.swing) == (5, Fraction(1, 5))
