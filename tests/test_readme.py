"""README is true: its commands run, print what it shows, and nothing of the command line is missing in it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from tests.programs import finished

from lyricaudio.cli import COMMANDS
from lyricaudio.cli import lyricaudio as program
from lyricaudio.pipeline.project.library import known_names
from lyricaudio.song import parse_lexicon, parse_project, parse_song

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
CI = (ROOT / ".ci" / "run").read_text("utf-8")

SET_UP = {
    "make audio": CI,
    "make test": CI,
    'pip install -e ".[dev]"': MAKEFILE,
}
"""What README says but a test cannot do, since it would install the project that it runs in: who does it."""


class Shown(NamedTuple):
    """A command in README and the lines of output under it; `…` stands for any text, or for any lines."""

    command: str
    output: tuple[str, ...]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def shown() -> list[Shown]:
    found = []
    for block in blocks("console"):
        for session in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *output = session.splitlines()
            found.append(Shown(command, tuple(line for line in output if line.strip() not in ("", "…"))))
    return found


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the songs that README names."""
    (tmp_path / "songs").mkdir()
    for name in set(re.findall(r"songs/(\d[\w-]+\.yaml)", " ".join(command for command, _ in shown()))):
        shutil.copy(ROOT / "songs" / name, tmp_path / "songs")
    return tmp_path


def lacking(output: tuple[str, ...], printed: str) -> list[str]:
    """Return the shown lines that match no printed one."""
    patterns = {line: ".*".join(map(re.escape, line.strip().split("…"))) for line in output}
    lines = [line.strip() for line in printed.splitlines()]
    return [
        line for line, pattern in patterns.items() if not any(re.fullmatch(pattern, text) for text in lines)
    ]


@pytest.mark.slow
def test_the_commands_run_one_after_the_other_and_print_what_is_shown(project: Path) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    tried = [(command, output) for command, output in shown() if command not in SET_UP]
    assert len(tried) >= len(COMMANDS)
    for command, output in tried:
        result = finished(["sh", "-c", command], cwd=project, env=os.environ | {"PATH": path})
        assert result.returncode == 0, f"$ {command}\n{result.stdout}{result.stderr}"
        assert lacking(output, result.stdout) == [], f"$ {command}\n{result.stdout}"


@pytest.mark.parametrize("command", SET_UP)
def test_a_command_for_setting_up_is_in_readme_and_is_what_ci_or_make_does(command: str) -> None:
    assert command in [shown_command for shown_command, _ in shown()]
    assert command in SET_UP[command]


def test_every_target_that_readme_names_is_one_of_the_makefile() -> None:
    targets = re.findall(r"^([\w-]+):", MAKEFILE, re.MULTILINE)
    named = set(re.findall(r"(?:`|\$ )make ([\w-]+)", README))
    assert {"audio", "test"} <= named <= set(targets)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_named(name: str) -> None:
    command = program.get_command(click.Context(program), name)
    assert command is not None
    assert re.search(rf"(`|lyricaudio ){name}\b", README)
    options = [option for option in command.params if isinstance(option, click.Option)]
    unnamed = [
        option.opts
        for option in options
        if not any(re.search(rf"(?<![\w-]){spelling}(?![\w-])", README) for spelling in option.opts)
    ]
    assert unnamed == []


@pytest.mark.parametrize("example", blocks("yaml"))
def test_every_example_of_a_file_is_right(example: str) -> None:
    names = known_names(ROOT)
    if example.startswith("title:"):
        parse_song(example, source="a song in README", names=names)
    elif re.search(r"^(artist|forms|playlists):", example, re.MULTILINE):
        parse_project(example, source="the lyricaudio.yaml in README", names=names)
    else:
        parse_lexicon(example, source="the lexicon.yaml in README")
