"""The pages are true in both languages: the tutorial runs from an empty folder, the others where it ends."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from shutil import copytree

import click
import pytest
from tests.commands import pages
from tests.documents import (
    ROOT,
    Fence,
    Shown,
    all_shown,
    blocks,
    dead_links,
    fences,
    require_right,
    require_true,
    shown,
)

from lyricaudio.cli import lyricaudio as program
from lyricaudio.errors import SongErrors

DOCS = ROOT / "docs"
READMES = {"en": ROOT / "README.md", "ja": ROOT / "README.ja.md"}
PAGES = {
    language: {path.name: path.read_text("utf-8") for path in sorted((DOCS / language).glob("*.md"))}
    for language in READMES
}
PATHS = [(language, name) for language, pages in PAGES.items() for name in pages]
TEXTS = [page for pages in PAGES.values() for page in pages.values()]
LANGUAGES = pytest.mark.parametrize("language", PAGES)

CLIPS = "output/.lyricaudio/clips"

ELSEWHERE = ("lyricaudio serve", "lyricaudio studio", "lyricaudio export --adb")
"""What does not end by itself, or needs a phone on a cable: only its words are tried."""


def tried(console: Sequence[Shown], folder: Path, data: Path, language: str) -> Path:
    """Run commands from a folder on; return the folder in which they end.

    What prints nothing of its own in a language was run in English.
    """
    for one in console:
        if one.command.startswith("cd "):
            folder = (folder / one.command.removeprefix("cd ")).resolve(strict=True)
        elif not one.command.startswith(ELSEWHERE) and says_in(language, one):
            require_true(one, folder, XDG_DATA_HOME=str(data), LYRICAUDIO_LANG=language)
    return folder


def edited(change: str, text: str) -> str:
    """Return a text with the lines that a change takes away replaced by those that it brings."""
    old, new = (
        "".join(line[1:] + "\n" for line in change.splitlines() if line[0] == sign) for sign in ("-", "+")
    )
    assert text.count(old) == 1, old
    return text.replace(old, new)


def follow(fence: Fence, folder: Path, data: Path, language: str) -> Path:
    """Do what a block of the tutorial says; return the folder in which it ends."""
    path = folder / fence.name
    if fence.language == "console":
        return tried(shown(fence.text), folder, data, language)
    if fence.language == "text":
        path.write_text(fence.text, "utf-8")
    elif fence.language == "diff":
        path.write_text(edited(fence.text, path.read_text("utf-8")), "utf-8")
    else:
        (song,) = (folder / "songs").iterdir()
        assert this_year(fence.text) in song.read_text("utf-8")
    return folder


def this_year(song: str) -> str:
    """Return a song with the year in which `import` makes it."""
    return re.sub(r"^year: \d+$", f"year: {date.today().year}", song, flags=re.MULTILINE)


def run_through(language: str, root: Path, known: Path | None = None) -> Path:
    """Follow the tutorial from an empty folder and the other pages where it ends; return that folder.

    What was spoken, set and learned in `known` is taken from there: it is the same in every language.
    """
    data, folder = root / "data", root / "sources"
    folder.mkdir(parents=True)
    if known:
        copytree(known.parent / "data", data)
    for fence in fences(PAGES[language]["tutorial.md"]):
        if known and (folder / "songs").exists() and not (folder / "output").exists():
            copytree(known / CLIPS, folder / CLIPS)
        folder = follow(fence, folder, data, language)
    for name, page in PAGES[language].items():
        for console in blocks(page, "console"):
            if name != "tutorial.md":
                tried(shown(console), folder, data, language)
    return folder


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_through("en", tmp_path_factory.mktemp("english"))


@pytest.mark.dear
@pytest.mark.slow
def test_the_tutorial_runs_from_an_empty_folder_and_the_other_pages_where_it_ends(english: Path) -> None:
    assert [path.name for path in (english / "output").glob("*/*.mp3")] != []


@pytest.mark.dear
@pytest.mark.slow
def test_they_run_in_japanese_too(tmp_path: Path, english: Path) -> None:
    folder = run_through("ja", tmp_path, known=english)
    assert [path.name for path in (folder / "output").glob("*/*.mp3")] != []


def says_in(language: str, one: Shown) -> bool:
    """Tell whether to try a command in a language: in English always, else where what it says is shown."""
    return language == "en" or set(one.output) != {"…"}


def test_both_languages_have_the_same_pages_commands_and_examples() -> None:
    assert list(PAGES["en"]) == list(PAGES["ja"])
    for name, page in PAGES["en"].items():
        ours, theirs = all_shown(page), all_shown(PAGES["ja"][name])
        assert [one.command for one in ours] == [one.command for one in theirs], name
        for kind in ("yaml", "diff", "toml"):
            assert blocks(page, kind) == blocks(PAGES["ja"][name], kind), name


def test_the_pages_of_commands_are_what_their_help_says() -> None:
    assert [path.name for path, text in pages().items() if path.read_text("utf-8") != text] == []


@pytest.mark.parametrize("command", sorted({one.command for page in TEXTS for one in all_shown(page)}))
def test_every_command_is_one_of_ours_with_options_that_it_has(command: str) -> None:
    name, *words = shlex.split(command)
    if name != "lyricaudio":
        assert name in ("cd", "mkdir")  # the same on Windows
        return
    ours = program.get_command(click.Context(program), words[0])
    assert ours is not None
    ours.make_parser(click.Context(ours)).parse_args(words[1:])


@pytest.mark.parametrize("example", sorted({block for page in TEXTS for block in blocks(page, "yaml")}))
def test_every_example_of_a_file_is_right(example: str) -> None:
    require_right(example)


@LANGUAGES
def test_what_a_page_calls_a_mistake_is_refused_and_what_it_says_instead_is_right(language: str) -> None:
    table = PAGES[language]["song.md"]
    rows = re.findall(r"^\| `(- .+?)` \|.+\| `(- .+?)` \|$", table, re.MULTILINE)
    assert len(rows) > 1
    for mistake, instead in rows:
        song = "title: まちがい\nlines:\n  "
        with pytest.raises(SongErrors):
            require_right(song + mistake.replace("\\|", "|"))
        require_right(song + instead.replace("\\|", "|"))


@pytest.mark.parametrize(("language", "name"), PATHS)
def test_every_relative_link_leads_to_a_file_and_readme_leads_to_every_page(language: str, name: str) -> None:
    assert dead_links(DOCS / language / name) == []
    assert f"](docs/{language}/{name})" in READMES[language].read_text("utf-8")
