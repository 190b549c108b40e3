"""The contract that every style keeps: ours, those of other packages, and a project's own."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from lyricaudio.errors import LyricAudioError, SongError
from lyricaudio.music.style import ENERGIES, Style
from lyricaudio.music.stylebook import DEFAULT_STYLE, SUMMARIES, load_style, style_names, style_sources
from lyricaudio.music.theory.generalmidi import DRUM_KEYS, PROGRAMS
from lyricaudio.music.theory.harmony import SCALES
from lyricaudio.music.theory.metre import METRES

OURS = files("lyricaudio.music") / "styles"
POLKA = (OURS / "jpop.toml").read_text("utf-8").replace('summary = "', 'summary = "a polka, ', 1)


@pytest.fixture
def dances(installed: Callable[..., None]) -> None:
    """Install a package that brings styles, some of them wrong, and one that claims a name of ours."""
    installed(
        "dances",
        files={"dances/polka.toml": POLKA, "dances/reel.toml": POLKA.replace("swing", "swnig", 1)},
        entries={
            "lyricaudio.styles": {
                "polka": "dances:polka",
                "reel": "dances:reel",
                "jig": "dances:jig",
                "lofi": "dances:polka",
            }
        },
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a project's own styles."""
    (tmp_path / "音頭.toml").write_text(POLKA.replace("a polka", "an ondo"), "utf-8")
    return tmp_path


@pytest.fixture(params=[*style_names(), "polka", "音頭"])
def style(request: pytest.FixtureRequest, folder: Path) -> Style:
    """Each registered style, one of another package, and one of a project."""
    if request.param == "polka":
        request.getfixturevalue("dances")
    return load_style(request.param, folder)


def test_a_style_keeps_its_own_rules(style: Style) -> None:
    low, high = style.bpm_range
    assert 40 <= low <= style.bpm <= high <= 240
    assert style.summary.isprintable()
    assert style.scale in SCALES
    assert {row.instrument for energy in ENERGIES for row in style.rows(energy)} <= {*DRUM_KEYS, *PROGRAMS}
    tones = {tone for hook in (False, True) for chord in style.chords(hook=hook) for tone in chord.tones}
    assert tones <= set(style.scale_tones())


@pytest.mark.parametrize("metre", METRES)
def test_what_plays_at_all_sounds_in_both_halves_of_every_bar(style: Style, metre: str) -> None:
    counted = style.in_metre(METRES[metre])
    half = counted.metre.bar_beats / 2
    if not any(style.play):
        return
    for energy in ENERGIES:
        for number in range(4):
            starts = [step.start_beats for row in counted.rows(energy) for step in row.bar(number)]
            assert min(starts) == 0
            assert any(start >= half for start in starts)


def test_the_default_comes_first_and_every_file_of_ours_is_listed() -> None:
    assert style_names()[0] == DEFAULT_STYLE
    ours = {path.name.removesuffix(".toml") for path in OURS.iterdir() if path.name.endswith(".toml")}
    assert {name for name, source in style_sources().items() if source == "lyricaudio"} == ours


@pytest.mark.usefixtures("dances")
def test_a_style_of_another_package_is_listed_with_it_and_takes_no_name_of_ours() -> None:
    assert style_sources()["polka"] == "dances"
    assert load_style("polka").summary.startswith("a polka")
    assert style_sources()["lofi"] == "lyricaudio"
    assert not load_style("lofi").summary.startswith("a polka")


@pytest.mark.usefixtures("dances")
def test_a_style_of_the_project_wins_over_one_of_a_package(folder: Path) -> None:
    own = folder / "polka.toml"
    own.write_text(POLKA.replace("a polka", "my polka"), "utf-8")
    assert load_style("polka", folder).summary.startswith("my polka")
    assert style_sources(folder)["polka"] == str(own)
    assert load_style("polka").summary.startswith("a polka")


def test_an_edit_of_a_projects_style_is_seen(folder: Path) -> None:
    before = load_style("音頭", folder)
    own = folder / "音頭.toml"
    own.write_text(own.read_text("utf-8").replace("sidechain = 0.", "sidechain = 0.0", 1), "utf-8")
    assert load_style("音頭", folder) != before


def test_a_file_of_the_project_with_a_name_of_ours_is_refused(folder: Path) -> None:
    own = folder / "lofi.toml"
    own.write_text(POLKA, "utf-8")
    with pytest.raises(SongError) as error:
        load_style("lofi", folder)
    assert str(error.value) == (
        f"{own}:1:1: 'lofi' is a style of lyricaudio's own; give the file another name"
    )


@pytest.mark.usefixtures("dances")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("waltz", "there is no style 'waltz'; choose one of electropop, .*, polka, reel, 音頭$"),
        ("reel", r"dances/reel.toml:\d+:1: unknown 'swnig'; did you mean 'swing'\?$"),
        ("jig", "the style 'jig' of the package dances cannot be read: .*; update or remove that package$"),
    ],
)
def test_a_style_that_cannot_be_had_is_named_with_its_source(name: str, said: str, folder: Path) -> None:
    with pytest.raises(LyricAudioError, match=f"^{said}"):
        load_style(name, folder)


def test_a_file_that_is_no_utf_8_is_named(folder: Path) -> None:
    own = folder / "march.toml"
    own.write_bytes("summary = 'こうしん'".encode("shift-jis"))
    with pytest.raises(SongError, match=r"march.toml:1:1: this is not UTF-8; save it as UTF-8$"):
        load_style("march", folder)


def test_what_our_styles_say_of_themselves_can_be_told_in_other_languages() -> None:
    assert sorted(load_style(name).summary for name in style_names()) == sorted(SUMMARIES)
