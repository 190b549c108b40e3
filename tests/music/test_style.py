from __future__ import annotations

from fractions import Fraction

import pytest

from lyricaudio.errors import LyricAudioError
from lyricaudio.music.drums import drum, drums
from lyricaudio.music.style import load_style, style_names


def test_the_styles_that_songs_may_name_are_there_and_the_default_is_first() -> None:
    assert style_names()[0] == "electropop"
    assert {"edm", "electropop", "jpop", "lofi", "none"} <= set(style_names())


@pytest.mark.parametrize("name", style_names())
def test_a_style_keeps_its_own_rules(name: str) -> None:
    style = load_style(name)
    low, high = style.bpm_range
    assert 40 <= low <= style.bpm <= high <= 240
    assert style.summary
    for row in (*style.pattern, *style.fill):
        assert row.instrument in drums()
        assert all(0 <= beat < style.beats_per_bar for beat in row.hits_beats)


def test_a_pattern_row_is_read_in_sixteenths() -> None:
    kick = next(row for row in load_style("electropop").pattern if row.instrument == "kick")
    assert kick.hits_beats == (Fraction(0), Fraction(3, 2), Fraction(2))


def test_swing_delays_the_odd_sixteenths_only() -> None:
    kick = next(row for row in load_style("lofi").pattern if row.instrument == "kick")
    assert kick.hits_beats == (Fraction(0), Fraction(73, 40), Fraction(5, 2))


def test_an_unknown_style_is_named_with_the_choices() -> None:
    with pytest.raises(LyricAudioError, match="no style 'polka'; choose one of electropop"):
        load_style("polka")


@pytest.mark.parametrize("name", drums())
def test_a_drum_sounds_at_once_stays_in_range_and_ends_in_silence(name: str) -> None:
    samples = drum(name, 44100)
    loud = abs(samples).max()
    assert 0.05 < loud < 1.0
    assert abs(samples[:441]).max() > 0.1 * loud  # within 10 ms
    assert abs(samples[-10:]).max() < 0.01 * loud
    assert drum(name, 44100) is samples
