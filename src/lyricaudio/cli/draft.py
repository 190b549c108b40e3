"""`lyricaudio draft`: have a language model draft a song from notes."""

from __future__ import annotations

from pathlib import Path

import click

from lyricaudio import files
from lyricaudio.cli.console import say
from lyricaudio.errors import as_typed
from lyricaudio.messages import told

_STANDARD_INPUT = Path("-")


@click.command(name="draft")
@click.argument("notes", required=False, type=click.Path(path_type=Path))
@click.option("--model", help="Which model to ask. [default: LYRICAUDIO_DRAFT_MODEL]")
@click.option(
    "--prompt", "only_prompt", is_flag=True, help="Ask nobody; print what to paste into any chat instead."
)
@click.option(
    "--answer",
    "answer",
    type=click.Path(path_type=Path),
    help="Make the song of what a chat has answered to --prompt.",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    help="The folder of the new song. [default: songs]",
)
def command(
    notes: Path | None, model: str | None, only_prompt: bool, answer: Path | None, folder: Path | None
) -> None:
    """Have a song drafted from NOTES (a text file, or - for standard input) by a language model.

    The model is asked at LYRICAUDIO_DRAFT_URL, any address that speaks as OpenAI does, with the key
    LYRICAUDIO_DRAFT_KEY. What it says is checked as any song, and goes back to it at most twice. What
    nobody has checked yet is marked in the song.

    Example: lyricaudio draft notes.txt --prompt
    """
    if notes is None and answer is None:
        raise click.UsageError(told("give NOTES, or --answer FILE"))
    from lyricaudio.cli.drafted import ask, take
    from lyricaudio.intake.draft.prompt import prompt

    text = _read(notes) if notes else ""
    if only_prompt:
        say(prompt(text))
    elif answer:
        take(_read(answer), text, folder)
    else:
        ask(text, notes or _STANDARD_INPUT, model, folder)


def _read(path: Path) -> str:
    from lyricaudio.song.decode import decode_source

    if path == _STANDARD_INPUT:
        return decode_source(click.get_binary_stream("stdin").read(), source=told("standard input"))
    with files.refusing(told("read {file}", file=as_typed(path))):
        data = path.read_bytes()
    return decode_source(data, source=as_typed(path))
