"""README is true in both languages: its commands run, print what it shows, and nothing is missing in it."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
import yaml
from tests.documents import ROOT, all_shown, blocks, dead_links, require_right, require_true

from lyricaudio.cli import COMMANDS
from lyricaudio.cli import lyricaudio as program

README = (ROOT / "README.md").read_text("utf-8")
JAPANESE = (ROOT / "README.ja.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
CI = (ROOT / ".ci" / "run").read_text("utf-8")

LANGUAGES = pytest.mark.parametrize("readme", [README, JAPANESE], ids=["en", "ja"])

SET_UP = {"make audio": CI, "make test": CI}
"""What README says but a test cannot do, since it would install the project that it runs in: who does it."""

NOT_SHOWN = {"watch", "serve", "studio", "grade", "times"}
"""Commands that run until they are stopped, ask a person, or need a recording."""


@pytest.mark.slow
def test_the_commands_run_one_after_the_other_and_print_what_is_shown(tmp_path: Path) -> None:
    tried = [one for one in all_shown(README) if one.command not in SET_UP]
    names = {one.command.split()[1] for one in tried if one.command.startswith("lyricaudio ")}
    assert set(COMMANDS) - names == NOT_SHOWN
    for one in tried:
        require_true(one, tmp_path)


@pytest.mark.parametrize("command", SET_UP)
def test_a_command_for_setting_up_is_in_readme_and_is_what_ci_does(command: str) -> None:
    assert command in [one.command for one in all_shown(README)]
    assert command in SET_UP[command]


def test_without_make_the_same_is_installed_and_built() -> None:
    _, windows = blocks(README, "bat")
    in_venv = dict(re.findall(r"\$\(BIN\)/(\w+) (.+)", MAKEFILE[: MAKEFILE.index("$(VENV)/installed-dev:")]))
    assert "py -m venv .venv" in windows
    assert [line for line in windows.splitlines() if line.startswith(("pip", "lyricaudio"))] == [
        f"pip {in_venv['pip']}",
        f"lyricaudio {in_venv['lyricaudio']}",
    ]


@LANGUAGES
def test_every_target_that_readme_names_is_one_of_the_makefile(readme: str) -> None:
    targets = re.findall(r"^([\w-]+):", MAKEFILE, re.MULTILINE)
    named = set(re.findall(r"(?:`|\$ )make ([\w-]+)", readme))
    assert {"audio", "test"} <= named <= set(targets)


@LANGUAGES
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_named(name: str, readme: str) -> None:
    command = program.get_command(click.Context(program), name)
    assert command is not None
    assert re.search(rf"(`|lyricaudio ){name}\b", readme)
    options = [option for option in command.params if isinstance(option, click.Option)]
    unnamed = [
        option.opts
        for option in options
        if not any(re.search(rf"(?<![\w-]){spelling}(?![\w-])", readme) for spelling in option.opts)
    ]
    assert unnamed == []


@pytest.mark.parametrize("example", blocks(README, "yaml") + blocks(JAPANESE, "yaml"))
def test_every_example_of_a_file_is_right(example: str) -> None:
    require_right(example)


def test_both_languages_show_the_same_commands() -> None:
    assert blocks(JAPANESE, "bat") == blocks(README, "bat")
    ours, theirs = all_shown(README), all_shown(JAPANESE)
    assert [one.command for one in theirs] == [one.command for one in ours]
    assert [bool(one.output) for one in theirs] == [bool(one.output) for one in ours]


@pytest.mark.slow
def test_what_readme_shows_in_japanese_is_printed_in_japanese(tmp_path: Path) -> None:
    for one in all_shown(JAPANESE):
        if one.output or not one.command.startswith(("lyricaudio", "make")):
            require_true(one, tmp_path, LYRICAUDIO_LANG="ja")


def test_both_languages_have_the_same_examples_but_for_comments() -> None:
    ours, theirs = ([yaml.safe_load(text) for text in blocks(each, "yaml")] for each in (README, JAPANESE))
    assert theirs == ours


def test_both_languages_have_the_same_chapters_and_name_the_same_things() -> None:
    chapters = [re.findall(r"^(#+) ", without_blocks(each), re.MULTILINE) for each in (README, JAPANESE)]
    assert chapters[1] == chapters[0]
    assert [code for code in codes(README) if code not in codes(JAPANESE)] == []


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_every_relative_link_leads_to_a_file(name: str) -> None:
    assert dead_links(ROOT / name) == []


def test_each_language_begins_with_a_link_to_the_other() -> None:
    assert "](README.ja.md)" in README.split("\n\n")[1]
    assert "](README.md)" in JAPANESE.split("\n\n")[1]


def without_blocks(document: str) -> str:
    return re.sub(r"^```.*?^```", "", document, flags=re.MULTILINE | re.DOTALL)


def codes(document: str) -> list[str]:
    """All that is set as code in the running text, with line ends as spaces."""
    spans = re.findall(r"`([^`]+)`", without_blocks(document))
    return [re.sub(r"\s+", " ", span) for span in spans]
