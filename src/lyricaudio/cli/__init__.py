"""The command line: one file per command, loaded when it is asked for.

At its top a command's file imports no more than its options need. What it works with it imports when it runs:
`--help` must not cost what a build costs.

`main` is the one place where an error becomes a line and an exit code: 0 done; 1 some song failed, the
others are built; 2 the input is wrong; 3 the environment lacks something; 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from keyword import iskeyword

import click

from lyricaudio import __version__
from lyricaudio.cli.console import complain, escape_what_is_lacking
from lyricaudio.cli.helptext import as_told
from lyricaudio.errors import LyricAudioError, unforeseen
from lyricaudio.interrupt import end_as_interrupted
from lyricaudio.messages import message, speak_to_the_person, told

COMMANDS = {
    "new": message("Start a song from a template."),
    "import": message("Make songs of articles, lyrics and lists of terms."),
    "draft": message("Have a language model draft a song from notes."),
    "book": message("List the songs of a whole exam, and copy them into the project."),
    "check": message("Find what is wrong or in doubt, before any sound is made."),
    "times": message("Tell when the lines of a recording are sung."),
    "read": message("Print how texts are said."),
    "show": message("Print what is heard when, as a table or as JSON."),
    "build": message("Make the release."),
    "watch": message("Make anew what is edited, as soon as it is saved."),
    "commute": message("Make one episode that fills today's ride."),
    "grade": message("Ask in the terminal what is due, and take note of how it went."),
    "progress": message("Tell what is known, what is due, and what is new."),
    "coverage": message("Tell which terms of an exam are sung, explained, missing."),
    "verify": message("Prove from its files alone that a release is whole."),
    "studio": message("Make songs in the browser, on this machine only."),
    "serve": message("Show the release to phones nearby: page, downloads, feed."),
    "export": message("Carry the release to a folder, a stick or a phone."),
    "engines": message("List the voices, and whether each can run here."),
    "try": message("Hear a voice say something."),
    "styles": message("List the backings to choose from."),
    "forms": message("List the ways in which a song is taught."),
    "doctor": message("Check what this machine has, and what is missing."),
}
"""All commands, in the order of a song's way, each with what the list of them says about it.

Each is `command` in the module of its name (`module_of`), whose docstring says the same.
"""

INTERRUPTED = 130

_TRACEBACK = "LYRICAUDIO_TRACEBACK"
"""A variable that lets what nobody has foreseen keep its traceback."""

MOST_NEW_VALUES = 10_000
"""So many are made before Python looks for cycles among them; songs become many values and hardly a cycle."""


def module_of(name: str) -> str:
    """Return where a command is: in the module of its name, with an underscore behind a word of Python's."""
    return f"lyricaudio.cli.{name}_" if iskeyword(name) else f"lyricaudio.cli.{name}"


class _LazyGroup(click.Group):
    """A group that imports a command's module only when it is named, so that starting costs little."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(module_of(cmd_name)).command
        return as_told(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list without asking the commands, all of which would be imported for it."""
        with formatter.section(told("Commands")):
            formatter.write_dl([(name, told(says)) for name, says in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            if near:
                error.message += told(" did you mean '{name}'?", name=near[0])
            raise


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lyricaudio", message="%(prog)s %(version)s")
def lyricaudio() -> None:
    """Turn songs written in YAML into tagged study audio for the commute.

    Begin with: lyricaudio new "わたしのうた", write lines into the file it makes, then: lyricaudio build
    """


def main() -> None:
    """Run a command and leave with its exit code."""
    end_as_interrupted()
    gc.set_threshold(MOST_NEW_VALUES)
    escape_what_is_lacking()
    speak_to_the_person()
    try:
        code = as_told(lyricaudio).main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = 2
    except (KeyboardInterrupt, click.Abort):
        complain(told("stopped; what is finished is kept: run again to go on"))
        code = INTERRUPTED
    except LyricAudioError as error:
        complain(str(error))
        code = error.exit_code
    except BrokenPipeError:  # the reader of our output has left, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        if os.environ.get(_TRACEBACK):
            raise
        complain(
            told("{error}; with {variable}=1 it tells more", error=unforeseen(error), variable=_TRACEBACK)
        )
        code = 1
    sys.exit(code if isinstance(code, int) else 0)
