"""How plugs of other packages are found and loaded, whatever their kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lyricaudio.errors import PlugError
from lyricaudio.plugs import Kind, brought_files

FRUIT = Kind(what="fruit", group="lyricaudio.fruit", ours={"pear": "math:pi", "fig": "math:e"})

Install = Callable[..., None]


def bring(installed: Install, package: str, **entries: str) -> None:
    files = {f"{package}.py": "apple = 'an apple'", f"{package}_wild.py": "raise ValueError('two\\nlines')"}
    installed(
        package, files=files, entries={"lyricaudio.fruit": entries, "console_scripts": {"x": "math:pi"}}
    )


def test_ours_come_first_in_their_order_and_others_by_the_alphabet(installed: Install) -> None:
    bring(installed, "orchard", quince="orchard:apple", apple="orchard:apple")
    assert list(FRUIT.plugs()) == ["pear", "fig", "apple", "quince"]
    assert [plug.source for plug in FRUIT.plugs().values()] == [
        "lyricaudio",
        "lyricaudio",
        "orchard",
        "orchard",
    ]
    assert FRUIT.find("apple").load() == "an apple"


def test_a_name_of_ours_stays_ours(installed: Install) -> None:
    bring(installed, "orchard", pear="orchard:apple")
    assert FRUIT.find("pear").load() == pytest.approx(3.14159)
    assert list(FRUIT.plugs()) == ["pear", "fig"]


@pytest.mark.parametrize(
    ("entries", "name", "said"),
    [
        ({}, "plum", "there is no fruit 'plum'; choose one of pear, fig"),
        (
            {"plum": "orchard_wild:plum"},
            "plum",
            "the fruit 'plum' of the package orchard does not load: ValueError: two lines; update or remove"
            " that package",
        ),
        (
            {"Pl/um": "orchard:apple"},
            "Pl/um",
            "the fruit 'Pl/um' of the package orchard has a name of other characters than a-z, 0-9, - and _;"
            " update or remove that package",
        ),
    ],
)
def test_what_cannot_be_had_is_one_line_that_names_the_package(
    installed: Install, entries: dict[str, str], name: str, said: str
) -> None:
    bring(installed, "orchard", **entries)
    with pytest.raises(PlugError) as error:
        FRUIT.find(name).load()
    assert str(error.value) == said


def test_two_packages_with_one_name_are_both_named(installed: Install) -> None:
    bring(installed, "orchard", plum="orchard:apple")
    bring(installed, "garden", plum="garden:apple")
    with pytest.raises(PlugError, match="a fruit 'plum' comes with the packages garden and orchard; remove"):
        FRUIT.find("plum")


def test_the_files_of_those_who_bring_plugs_are_told_without_importing_them(installed: Install) -> None:
    installed(
        "orchard",
        files={
            "orchard_wild.py": "raise ValueError('imported')",
            "barn/hay/straw.py": "",
            "barn/apple.toml": "",
            "barn/apple.png": "",
            "shed.py": "",
        },
        entries={
            "lyricaudio.fruit": {"plum": "orchard_wild:plum", "gone": "no_such_package:x"},
            "lyricaudio.styles": {"apple": "barn:apple"},
            "console_scripts": {"shed": "shed:main"},
        },
    )
    assert [path.name for path in brought_files()] == ["apple.toml", "straw.py", "orchard_wild.py"]
