"""`lyricaudio new`: start a song from a template."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from lyricaudio import files
from lyricaudio.cli.console import say
from lyricaudio.errors import LyricAudioError, SongErrors, as_typed
from lyricaudio.messages import told
from lyricaudio.units import TEMPI

_DELIVERIES = ("chant", "sing", "speak")
_MOST_LINES = 40
_PASTE = "p"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What the person has said of a new song; None is not said, no `lines` are `lyrics` that were pasted."""

    title: str | None
    style: str | None
    delivery: str | None
    bpm: float | None
    lines: int | None
    lyrics: str | None


@click.command(name="new")
@click.argument("title", required=False)
@click.option("--style", metavar="NAME", help="How it is accompanied; see: lyricaudio styles.")
@click.option("--delivery", type=click.Choice(_DELIVERIES), help="How its lines are said. [default: chant]")
@click.option(
    "--bpm",
    type=click.FloatRange(*TEMPI),
    help="Its tempo in beats a minute. [default: what suits the words]",
)
@click.option(
    "--lines", type=click.IntRange(1, _MOST_LINES), help="How many lines to write over. [default: 2]"
)
@click.option("--paste", "pastes", is_flag=True, help="Take its lyrics from the standard input instead.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    help="The folder of the new song. [default: songs]",
)
def command(
    title: str | None,
    style: str | None,
    delivery: str | None,
    bpm: float | None,
    lines: int | None,
    pastes: bool,
    folder: Path | None,
) -> None:
    """Start a song called TITLE, with a few lines to write over; in a terminal it asks what is not said.

    Example: lyricaudio new "学習率のうた" --style lofi --delivery sing
    """
    from lyricaudio.pipeline.project.editors import line_for_editors
    from lyricaudio.pipeline.project.naming import free_path

    wish = _Wish(title=title, style=style, delivery=delivery, bpm=bpm, lines=lines, lyrics=None)
    if style is not None:
        _known_style(style)
    if sys.stdin.isatty() and sys.stdout.isatty():
        wish = _asked(wish, pastes)
    elif pastes:
        wish = replace(wish, lyrics=_all_pasted())
    if wish.title is None:
        raise click.MissingParameter(param_hint="'TITLE'", param_type="argument")
    path = free_path(_clean(wish.title), folder)
    text = _text(wish)
    _require_readable(text)
    files.write_text(path, line_for_editors(path) + text)
    say(
        told(
            "{file}: write your lines into it, then: lyricaudio check && lyricaudio build",
            file=as_typed(path),
        )
    )


def _text(wish: _Wish) -> str:
    from datetime import date

    from lyricaudio.intake.template import USUAL_LINES, Beginning, pasted, template
    from lyricaudio.music.stylebook import DEFAULT_STYLE

    wanted = Beginning(
        title=_clean(wish.title or ""),
        year=date.today().year,
        style=wish.style,
        bpm=wish.bpm,
        delivery=wish.delivery,
    )
    if wish.lyrics is not None:
        return pasted(wanted, wish.lyrics, usual_style=DEFAULT_STYLE)
    return template(wanted, wish.lines or USUAL_LINES, usual_style=DEFAULT_STYLE)


def _clean(title: str) -> str:
    from lyricaudio.song.folding import unified

    return unified(title).strip()


def _asked(wish: _Wish, pastes: bool) -> _Wish:
    """Ask for what was not said; Enter takes what stands in brackets."""
    from lyricaudio.intake.template import USUAL_LINES
    from lyricaudio.music.stylebook import DEFAULT_STYLE

    title = wish.title or click.prompt(told("Title"), value_proc=_title)
    style = wish.style or click.prompt(
        told("Style ({styles})", styles=", ".join(_styles())), default=DEFAULT_STYLE, value_proc=_known_style
    )
    delivery = wish.delivery or click.prompt(
        told("Are its lines chanted, sung or spoken"), default=_DELIVERIES[0], type=click.Choice(_DELIVERIES)
    )
    bpm = wish.bpm or click.prompt(
        told("Tempo in beats a minute"), default=told("what suits the words"), value_proc=_tempo
    )
    lines = wish.lines
    if not pastes and lines is None:
        lines = click.prompt(
            told("How many lines to write over, or {paste} to paste the lyrics", paste=_PASTE),
            default=str(USUAL_LINES),
            value_proc=_lines,
        )
    lyrics = _pasted() if lines is None else None
    return _Wish(title=title, style=style, delivery=delivery, bpm=bpm, lines=lines, lyrics=lyrics)


def _title(typed: str) -> str:
    if not _clean(typed):
        raise click.UsageError(told("a song has a title"))
    return typed


def _known_style(typed: str) -> str:
    from lyricaudio.music.stylebook import load_style
    from lyricaudio.pipeline.project.folders import STYLES_FOLDER, project_root

    try:
        return load_style(typed.strip(), project_root(Path.cwd()) / STYLES_FOLDER).name
    except LyricAudioError as error:
        raise click.UsageError(str(error)) from error


def _styles() -> tuple[str, ...]:
    from lyricaudio.music.stylebook import style_names
    from lyricaudio.pipeline.project.folders import STYLES_FOLDER, project_root

    return style_names(project_root(Path.cwd()) / STYLES_FOLDER)


def _tempo(typed: str) -> float | None:
    if typed == told("what suits the words"):
        return None
    bpm: float = click.FloatRange(*TEMPI).convert(typed, None, None)
    return bpm


def _lines(typed: str) -> int | None:
    if typed.strip().lower() == _PASTE:
        return None
    lines: int = click.IntRange(1, _MOST_LINES).convert(typed, None, None)
    return lines


def _pasted() -> str:
    """Return what is pasted, up to the end of the input or two empty lines."""
    say(told("Paste the lyrics, a line each; two empty lines end it."))
    lines: list[str] = []
    for line in _typed_lines():
        if lines[-1:] == [""] and not line:
            break
        lines.append(line)
    return "\n".join(lines)


def _typed_lines() -> Iterator[str]:
    for line in click.get_text_stream("stdin"):
        yield line.strip()


def _all_pasted() -> str:
    """Return all of the standard input."""
    from lyricaudio.song.decode import decode_source

    return decode_source(click.get_binary_stream("stdin").read(), source=told("the standard input"))


def _require_readable(text: str) -> None:
    """Refuse a title with which `check` would refuse the song: nothing is written then."""
    from lyricaudio.pipeline.project.library import known_names
    from lyricaudio.song import parse_song

    try:
        parse_song(text, source="", names=known_names(Path()))
    except SongErrors as refused:
        raise LyricAudioError(
            told("this title cannot be one: {reason}", reason=refused.errors[0].message)
        ) from refused
