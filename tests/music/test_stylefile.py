from __future__ import annotations

from importlib.resources import files

import pytest

from lyricaudio.errors import SongError
from lyricaudio.music.stylefile import parse_style

ELECTROPOP = (files("lyricaudio.music") / "styles" / "electropop.toml").read_text("utf-8")


def line_of(piece: str) -> int:
    """Return the line of the first place where a piece stands in the style."""
    return ELECTROPOP[: ELECTROPOP.index(piece)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("bpm = 116", "bpm = 20", "bpm is 20; use 100 to 128"),
        ("bpm_range = [100, 128]", "bpm_range = [100]", "bpm_range: write the slowest and the fastest tempo"),
        ("bpm_range = [100, 128]", "bpm_range = [20, 128]", "bpm_range is 20; use 40 to 240"),
        ("bpm_range = [100, 128]", "bpm_range = [128, 100]", "bpm_range is 100; use 128 to 240"),
        ('metre = "4/4"', 'metre = "5/4"', "metre: there is no metre '5/4'; choose one of"),
        ("swing = 0.0", "swing = 0.9", "swing is 0.9; use 0 to 0.5"),
        ("swing = 0.0", "swing = nan", "swing is nan; use 0 to 0.5"),
        (
            "sidechain = 0.3",
            "sidechain = true",
            "sidechain is of the wrong kind; write it as sidechain = 0.3",
        ),
        ("swing", "swnig", "unknown 'swnig'; did you mean 'swing'?"),
        ('key = "C"', 'key = "H"', "key: 'H' is no note; write C, F# or Bb"),
        ('scale = "major"', 'scale = "blues"', "scale: there is no scale 'blues'; choose one of"),
        (
            'verse_chords = "I V vi IV"',
            'verse_chords = "I H"',
            "verse_chords: 'H' is no chord; write a",
        ),
        ('verse_chords = "I V vi IV"', 'verse_chords = ""', "verse_chords names no chord; write some"),
        ("bell = 0.5", "bel = 0.5", "levels: unknown 'bel'; did you mean 'bell'?"),
        ("pad = 0.6", "pad = 6", "levels: pad is 6; use 0 to 1"),
        ("motifs = [", 'motifs = ["X...", ', "motifs: 'X...' has 4 marks; a bar of 4/4 has 16"),
        ("motifs = [", 'motifs = ["1...............", ', "motifs: '1' is no mark of a motif; use X x o ."),
        ("motifs = [", "motifs = [[], ", "motifs: write a list of rhythms, such as"),
        ("pad = 0.6", "pad = true", "levels: pad is no number; write one from 0 to 1"),
        ("[play.verse]", "[play.vers]", "play: unknown 'vers'; did you mean 'verse'?"),
        ("[play.verse]", "[play.polka]", "play: unknown 'polka'; use one of: rest, intro"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_what_to_do(old: str, new: str, said: str) -> None:
    with pytest.raises(SongError) as error:
        parse_style("mine", ELECTROPOP.replace(old, new, 1), source="styles/mine.toml")
    place = f"styles/mine.toml:{line_of(old)}:"
    assert str(error.value).startswith(place)
    assert str(error.value).removeprefix(place).partition(": ")[2].startswith(said)


VERSE = """\
[play.verse]
drums.kick = "x...x...x...x..."
bass.saw_bass = "1---------------"
chords.pluck = "x---------------"
"""


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("drums.clop = 'x'", 1, "play.verse.drums: unknown 'clop'; did you mean 'clap'?"),
        ("  drum.clap = 'x'", 3, "play.verse: unknown 'drum'; did you mean 'drums'?"),
        ("chords.hat = 'x'", 1, "play.verse.chords: unknown 'hat'; use one of: "),
        ("lead.pluck = '1---------------'", 1, "play.verse.lead: pluck plays in two parts; choose another"),
        (
            "drums.clap = '....x.......x..'",
            1,
            "play.verse.drums: clap: '....x.......x..' has 15 marks; a bar",
        ),
        ("drums.clap = '....5.......x...'", 1, "play.verse.drums: clap: '5' is no mark of drums; use X x o"),
        ("drums.clap = []", 1, "play.verse.drums: clap: write the marks of a bar, or a list of bars"),
        ("drums.clap = 7", 1, "play.verse.drums: clap: write the marks of a bar, or a list of bars"),
        ("drums = 7", 1, "this is no TOML: "),
        ("summary 'me'", 9, "this is no TOML: Expected '=' after a key"),
        ("[play]\nhook = 3", 1, "play: hook: write parts with instruments, such as drums.kick = 'x...'"),
    ],
)
def test_a_mistake_in_a_pattern_is_named_with_its_place(line: str, column: int, said: str) -> None:
    text = ELECTROPOP[: ELECTROPOP.index("[play")] + VERSE + line
    with pytest.raises(SongError) as error:
        parse_style("mine", text, source="mine.toml")
    assert str(error.value).startswith(f"mine.toml:{text.count(chr(10)) + 1}:{column}: {said}")
    assert "\n" not in str(error.value)


def test_what_is_missing_is_named_at_the_top_with_an_example() -> None:
    text = ELECTROPOP.replace("swing = 0.0\n", "", 1)
    with pytest.raises(SongError, match=r"^mine.toml:1:1: swing is missing; write it as swing = 0\.0$"):
        parse_style("mine", text, source="mine.toml")
