from __future__ import annotations

from fractions import Fraction
from importlib.resources import files

import pytest

from lyricaudio.errors import LyricAudioError
from lyricaudio.music.harmony import SCALES
from lyricaudio.music.instruments.names import DRUM_KEYS, PROGRAMS
from lyricaudio.music.metre import METRES
from lyricaudio.music.style import ENERGIES, Energy
from lyricaudio.music.stylebook import load_style, style_names
from lyricaudio.music.stylefile import parse_style

ELECTROPOP = (files("lyricaudio.music") / "styles" / "electropop.toml").read_text("utf-8")


def test_the_styles_that_songs_may_name_are_there_and_the_default_is_first() -> None:
    assert style_names() == ("electropop", "edm", "hiphop", "jpop", "lofi", "none")


@pytest.mark.parametrize("name", style_names())
def test_a_style_keeps_its_own_rules(name: str) -> None:
    style = load_style(name)
    low, high = style.bpm_range
    assert 40 <= low <= style.bpm <= high <= 240
    assert style.summary
    assert style.scale in SCALES
    assert {row.instrument for energy in ENERGIES for row in style.rows(energy)} <= {*DRUM_KEYS, *PROGRAMS}
    tones = {tone for hook in (False, True) for chord in style.chords(hook=hook) for tone in chord.tones}
    assert tones <= set(style.scale_tones())


@pytest.mark.parametrize("name", [name for name in style_names() if name != "none"])
@pytest.mark.parametrize("energy", ENERGIES)
@pytest.mark.parametrize("metre", METRES)
def test_something_sounds_in_both_halves_of_every_bar(name: str, energy: Energy, metre: str) -> None:
    style = load_style(name).in_metre(METRES[metre])
    rows = style.rows(energy)
    half = style.metre.bar_beats / 2
    for number in range(4):
        starts = [step.start_beats for row in rows for step in row.bar(number)]
        assert min(starts) == 0
        assert any(start >= half for start in starts)


def test_the_same_metre_leaves_a_style_as_it_is() -> None:
    style = load_style("lofi")
    assert style.in_metre(METRES["4/4"]) is style
    assert style.in_metre(METRES["3/4"]).metre.bar_beats == 3


def test_a_style_has_its_key_and_its_progressions() -> None:
    style = load_style("lofi")
    assert [chord.name for chord in style.chords(hook=False)] == ["Gm7", "C7", "Fmaj7", "Dm7"]
    assert style.home().name == "F"
    assert load_style("hiphop").home().name == "Am"
    assert (style.tonic, style.swing) == (5, Fraction(3, 10))


def test_an_unknown_style_is_named_with_the_choices() -> None:
    with pytest.raises(LyricAudioError, match="no style 'polka'; choose one of electropop"):
        load_style("polka")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("bpm = 116", "bpm = 20", "bpm is 20; it lies between 100 and 128"),
        ("[100, 128]", "[100]", "bpm_range: write the slowest and the fastest tempo"),
        ("[100, 128]", "[20, 128]", "bpm_range is 20; it lies between 40 and 240"),
        ("[100, 128]", "[128, 100]", "bpm_range is 100; it lies between 128 and 240"),
        ('"4/4"', '"5/4"', "there is no metre '5/4'"),
        ("swing = 0.0", "swing = 0.9", "swing is 0.9; it lies between 0 and 0.5"),
        ("swing = 0.0\n", "", "swing is missing"),
        ("swing = 0.0", "swing = nan", "swing is nan; it lies between 0 and 0.5"),
        ("sidechain = 0.3", "sidechain = true", "sidechain is missing or of the wrong kind"),
        ("swing", "swnig", "unknown 'swnig'; known are summary, bpm"),
        ('key = "C"', 'key = "H"', "'H' is no note"),
        ('"major"', '"blues"', "there is no scale 'blues'"),
        ('"I V vi IV"', '"I V vj IV"', "verse_chords: 'vj' is no chord"),
        ('"I V vi IV"', '""', "verse_chords names no chord"),
        ("pad = 0.6", "pda = 0.6", "levels: unknown 'pda'"),
        ("pad = 0.6", "pad = 6", "levels.pad is 6; it lies between 0 and 1"),
        ("[play.verse]", "[play.vers]", "play: unknown 'vers'; known are rest, intro"),
        ("drums.clap ", "drums.clop ", "play.verse.drums: unknown 'clop'"),
        ("drums.clap ", "drum.clap ", "play.verse: unknown 'drum'; known are drums, bass"),
        ("bass.saw_bass  =", "chords.hat  =", "play.verse.chords: unknown 'hat'"),
        ("bass.saw_bass  =", "chords.pluck  =", "play.verse.* 'pluck'|Cannot overwrite"),
        ("lead.lead ", "lead.supersaw ", "play.hook: supersaw plays in two parts"),
        (
            '"....x.......x..."',
            '"....x.......x.."',
            r"'\.\.\.\.x\.{7}x\.\.' has 15 marks; a bar of 4/4 has 16",
        ),
        ('"....x.......x..."', '"....5.......x..."', "play.verse.drums.clap: '5' is no mark of drums"),
        ('"....x.......x..."', "[]", "play.verse.drums.clap: write the marks of a bar"),
        ('"....x.......x..."', "7", "play.verse.drums.clap: write the marks of a bar"),
        ("[play.fill]", "[play]\nverse = 3\n[fill]", "no TOML|unknown 'fill'|Cannot"),
        ("summary = ", "summary ", "it is no TOML"),
    ],
)
def test_a_mistake_in_a_style_is_named_with_its_place(old: str, new: str, said: str) -> None:
    assert old in ELECTROPOP
    with pytest.raises(LyricAudioError, match=said) as error:
        parse_style("mine", ELECTROPOP.replace(old, new, 1))
    assert str(error.value).startswith("style 'mine': ")
    assert "\n" not in str(error.value)
