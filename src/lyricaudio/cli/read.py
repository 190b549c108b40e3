"""`lyricaudio read`: print how texts are said."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import BinaryIO

import click

from lyricaudio.cli.console import complain, say
from lyricaudio.cli.helptext import json_option
from lyricaudio.errors import ReadingError
from lyricaudio.messages import message, told, told_of_others
from lyricaudio.reading.model import SOURCES, Reading


@click.command(name="read")
@click.argument("texts", nargs=-1, metavar="TEXT...")
@click.option("-f", "--file", type=click.File("rb"), help="Read lines from a file (- is standard input).")
@click.option("--explain", is_flag=True, help="Show each piece with who decided its reading.")
@json_option(message("Print one JSON object per line."))
def command(texts: tuple[str, ...], file: BinaryIO | None, explain: bool, as_json: bool) -> None:
    """Print the katakana pronunciation of TEXTs, or of the lines of a file, one line each.

    Example: lyricaudio read "ReLUは負ならゼロ"
    """
    from lyricaudio.reading.lexicon.terms import installed_lexicons, load_lexicon
    from lyricaudio.reading.reader import Reader

    lines = _lines(texts, file)
    lexicons = [load_lexicon(lexicon.text, lexicon.source) for lexicon in installed_lexicons()]
    reader = Reader(lexicons=lexicons)  # a wrong one has ended the command: no line would do without it
    failed = False
    for number, line in enumerate(lines, start=1):
        try:
            if explain or as_json:
                _print(reader.read(line), as_json)
            else:
                say(reader.kana(line))
        except ReadingError as error:
            complain(told("line {number}: {error}", number=number, error=error))
            failed = True
            _print(Reading(written=line, spoken="", phrases=(), labels=()), as_json)
    sys.exit(ReadingError.exit_code if failed else 0)


def _lines(texts: Sequence[str], file: BinaryIO | None) -> list[str]:
    if texts:
        return list(texts)
    if file is None and sys.stdin.isatty():
        raise click.UsageError(told("give a TEXT, or -f FILE"))
    from lyricaudio.song.decode import decoded

    given = file or click.get_binary_stream("stdin")
    name = getattr(given, "name", None)  # standard input has a number, or none
    source = name if isinstance(name, str) and name != "<stdin>" else told("standard input")
    text = decoded(given.read(), source=source).replace("\r\n", "\n").replace("\r", "\n")
    return (
        text.removesuffix("\n").split("\n") if text else []
    )  # not splitlines: it knows eight more line ends


def _print(reading: Reading, as_json: bool) -> None:
    if as_json:
        say(json.dumps(asdict(reading) | {"kana": reading.kana}, ensure_ascii=False))
        return
    say(reading.kana)
    for token in reading.tokens:
        say(f"  {token.surface}\t{token.kana}\t{told(SOURCES[token.source])}")
    for doubt in reading.doubts:
        candidates = " / ".join(
            f"{candidate.kana} ({told_of_others(candidate.by)})" for candidate in doubt.candidates
        )
        say(f"  ? {doubt.surface}\t{doubt.reason.told()}\t{candidates}")
