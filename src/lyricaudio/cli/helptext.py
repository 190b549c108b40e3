"""The help of commands in the person's language: its texts, and where its lines break.

The code has it in English, in docstrings and options; the catalogue has the rest. Click breaks lines at
spaces, and counts characters; a language without spaces breaks nearly anywhere, and its characters take two
columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from inspect import cleandoc
from typing import Any, TypeVar

import click

from lyricaudio.cli.console import columns
from lyricaudio.messages import language, message, speak_to_programs, told_of_others

Command = TypeVar("Command", bound=click.Command)
Decorated = TypeVar("Decorated", bound=Callable[..., Any])

_UNSPACED = frozenset({"ja"})

_PIECE = re.compile(r"[「『（(\[]*(?:[!-'*-Z^-~]+|.)[、。，：？！」』）)\]…ーァィゥェォッャュョ]*\s*")
"""What stays on a line: a character, or a word in ASCII, with the marks and small kana that belong to it."""

_NOT_WRAPPED = "\b\n"
"""What tells click that the lines of a paragraph are what they are."""


class _Formatter(click.HelpFormatter):
    """Breaks the lines of a language without spaces before click does."""

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        text = _broken(text, self.width - self.current_indent)
        self.write(click.wrap_text(text, self.width, indent, indent, preserve_paragraphs=True))
        self.write("\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = min(max((columns(term) for term, _ in rows), default=0), col_max) + col_spacing
        width = max(self.width - first - 2, 10)
        super().write_dl([(term, _broken(text, width)) for term, text in rows], col_max, col_spacing)


class _Context(click.Context):
    formatter_class = _Formatter


class LateHelp(click.Option):
    """An option whose help is put together when somebody asks for it.

    Parameters
    ----------
    says
        Returns its help, told.
    """

    def __init__(self, *names: Any, says: Callable[[], str], **attributes: Any) -> None:
        super().__init__(*names, **attributes)
        self._says = says

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the names of the option and its help."""
        self.help = self._says()
        return super().get_help_record(ctx)


def as_told(command: Command) -> Command:
    """Return a command with its help in the person's language."""
    shown = copy(command)
    shown.context_class = _Context
    shown.help = told_of_others(cleandoc(command.help or ""))
    shown.params = [_as_told(parameter) for parameter in command.params]
    return shown


def json_option(says: str = message("Print JSON.")) -> Callable[[Decorated], Decorated]:
    """Give a command `--json`: all that is said is for programs then, the same in every language."""
    return click.option("--json", "as_json", is_flag=True, is_eager=True, callback=_for_programs, help=says)


def _for_programs(context: click.Context, option: click.Parameter, value: bool) -> bool:
    if value:
        speak_to_programs()
    return value


def _as_told(parameter: click.Parameter) -> click.Parameter:
    shown = copy(parameter)
    if isinstance(shown, click.Option) and shown.help:
        shown.help = told_of_others(shown.help)
    return shown


def _broken(text: str, width: int) -> str:
    """Return a text with its lines broken at so many columns; English as it is."""
    if language() not in _UNSPACED:
        return text
    paragraphs = (
        "\n".join(line for written in paragraph.splitlines() for line in _lines(written, width))
        for paragraph in text.split("\n\n")
    )
    return "\n\n".join(_NOT_WRAPPED + paragraph for paragraph in paragraphs)


def _lines(text: str, width: int) -> Iterable[str]:
    line = ""
    for piece in _PIECE.findall(text):
        if line and columns(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece
    yield line.rstrip()
