"""The pages of all commands, `docs/*/commands.md`, made of what `--help` says: `python -m tests.commands`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from tests.programs import finished

from lyricaudio.cli import lyricaudio as program
from lyricaudio.cli.helptext import as_told
from lyricaudio.messages import LANGUAGE, language, speak_to_the_person

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"en": DOCS / "en" / "commands.md", "ja": DOCS / "ja" / "commands.md"}
_HEADS = {
    "en": "# The commands\n\nWhat `lyricaudio COMMAND --help` says; `make messages` brings it here.\n",
    "ja": "# コマンド\n\n`lyricaudio コマンド --help` の言うことです(`make messages` で作られます)。\n",
}
_COLUMNS = 100


def page() -> str:
    """Return the page in the language that is asked for."""
    group = as_told(program)
    top = group.context_class(
        group, info_name="lyricaudio", terminal_width=_COLUMNS, help_option_names=["-h", "--help"]
    )
    parts = [_HEADS[language()]]
    for name, text in _helps(program, top, ()):
        parts.append(f"## {name}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def _helps(group: click.Group, above: click.Context, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield each command by its whole name, with its help."""
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        assert command is not None
        context = command.context_class(command, info_name=name, parent=above)
        lines = (line.rstrip() for line in command.get_help(context).splitlines())
        yield " ".join((*path, name)), "\n".join(lines).strip()
        if isinstance(command, click.Group):
            yield from _helps(command, context, (*path, name))


def pages() -> dict[Path, str]:
    """Return the pages in all languages, each made by a process that speaks it."""
    found = {}
    for spoken, path in PAGES.items():
        environment = os.environ | {LANGUAGE: spoken, "PYTHONUTF8": "1"}
        made = finished([sys.executable, "-m", "tests.commands", "--print"], cwd=DOCS.parent, env=environment)
        assert made.returncode == 0, made.stderr
        found[path] = made.stdout
    return found


if __name__ == "__main__":
    if sys.argv[1:] == ["--print"]:
        speak_to_the_person()
        sys.stdout.write(page())
    else:
        for target, text in pages().items():
            target.write_text(text, "utf-8")
