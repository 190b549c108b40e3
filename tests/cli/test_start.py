"""What starting costs: a command imports what its options need, and the rest when it runs."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from lyricaudio.cli import COMMANDS, module_of

STARTED = """\
import json, sys

sys.argv = ["lyricaudio", *json.loads(sys.argv[1])]
from lyricaudio.cli import main
try:
    main()
finally:
    print(json.dumps([*sys.modules]), file=sys.stderr)
"""

HELPS = """\
import json, sys

dear, *names = json.loads(sys.argv[1])
from lyricaudio.cli import main
for name in names:
    sys.argv = ["lyricaudio", name, "--help"]
    try:
        main()
    except SystemExit as left:
        assert left.code == 0, name
    if found := sys.modules.keys() & set(dear):
        print(f"the help of {name!r} imports {found}")
        break
else:
    print("all")
"""

DEAR = {"PIL", "filelock", "kanalizer", "mido", "numpy", "pyopenjtalk", "pyworld", "requests", "yaml"}
"""Outside libraries that take a while to import, or bring what does."""


def imported(folder: Path, *arguments: str) -> set[str]:
    """Run a command in a process of its own, and return the modules that it has imported."""
    command = [sys.executable, "-c", STARTED, json.dumps(arguments)]
    result = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=True)
    return set(json.loads(result.stderr.splitlines()[-1]))


def test_the_list_of_commands_imports_none_of_them(tmp_path: Path) -> None:
    modules = imported(tmp_path, "--help")
    assert set(map(module_of, COMMANDS)) & modules == set()
    assert modules & DEAR == set()


def test_the_help_of_a_command_imports_no_dear_library(tmp_path: Path) -> None:
    """One process says the help of one after the other, and stops at the first that imports such a one."""
    command = [sys.executable, "-c", HELPS, json.dumps([sorted(DEAR), *COMMANDS])]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert result.stdout.splitlines()[-1] == "all", result.stdout.splitlines()[-1]
    assert result.stdout.count("Usage: ") == len(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_the_docstring_of_each_says(name: str) -> None:
    docstring = import_module(module_of(name)).__doc__ or ""
    program, _, says = docstring.splitlines()[0].partition(": ")
    assert program == f"`lyricaudio {name}`"
    assert says[:1].upper() + says[1:] == COMMANDS[name]


def test_the_list_of_commands_has_each_on_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "lyricaudio", "--help"]
    printed = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True).stdout
    rows = [line.split(maxsplit=1) for line in printed.partition("Commands:\n")[2].splitlines()]
    assert rows == [[name, says] for name, says in COMMANDS.items()]
