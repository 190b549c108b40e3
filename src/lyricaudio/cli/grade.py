"""`lyricaudio grade`: ask in the terminal what is due, and take note of how it went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import click

from lyricaudio.cli.console import say
from lyricaudio.lesson.questions import question_of
from lyricaudio.messages import told
from lyricaudio.pipeline.project.library import Entry
from lyricaudio.song import display
from lyricaudio.study.memory import Line, Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is asked of a line of a song, as it is seen."""

    line: Line
    question: str
    answer: str


@click.command(name="grade")
@click.argument("songs", nargs=-1, type=click.Path(path_type=Path))
@click.option("--new", type=click.IntRange(min=0), default=0, metavar="N", help="Ask N new lines, too.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The release's folder. [default: output]"
)
def command(songs: tuple[Path, ...], new: int, output: Path | None) -> None:
    """Ask what is due of SONGS (all when none are named), and note what you knew.

    Each answer is noted at once; q or Ctrl-D ends it. Example: lyricaudio grade --new 5
    """
    from lyricaudio.cli.studied import studied
    from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER
    from lyricaudio.pipeline.project.library import open_library
    from lyricaudio.study.log import Event, append, log_path
    from lyricaudio.study.memory import memories

    library = open_library(songs, folder=Path())
    events = studied(output or library.root / OUTPUT_FOLDER)
    today = date.today()
    reviews = (event for event in events if event.is_review)
    done = {(event.song, event.line) for event in reviews if event.at.astimezone().date() == today}
    entries = [entry for entry in library.entries if entry.path in library.selected]
    askable = [one for one in _askable(entries) if one.line not in done]
    chosen = _chosen(askable, memories(events, today=today), new)
    if not chosen:
        say(told("nothing is due today; hear something new: lyricaudio commute --minutes 23"))
    for number, one in enumerate(chosen, start=1):
        known = _known(f"{number}/{len(chosen)}  {one.question}", one.answer)
        if known is None:
            break
        what: Literal["good", "again"] = "good" if known else "again"
        song, line = one.line
        append(log_path(), [Event(at=datetime.now().astimezone(), song=song, line=line, what=what)])


def _askable(entries: Iterable[Entry]) -> Iterator[_Asked]:
    """Yield what can be asked of the songs' lines, in their order."""
    for entry in entries:
        for line in (line for section in entry.song.sections for line in section.lines):
            if question := question_of(line):
                yield _Asked(
                    line=(entry.song_id, line.id),
                    question=question.shown or display(question.asked.text),
                    answer=f"{display(question.answer.text)}  ({display(line.lyric.text)})",
                )


def _chosen(askable: Iterable[_Asked], known: Mapping[Line, Memory], new: int) -> list[_Asked]:
    """Return what is due, what was forgotten most often first, and then so much that is new."""
    due = [one for one in askable if one.line in known and known[one.line].state == "due"]
    due.sort(key=lambda one: -known[one.line].lapses)
    return [*due, *[one for one in askable if one.line not in known][:new]]


def _known(question: str, answer: str) -> bool | None:
    """Ask, show the answer when it is wanted, and return whether it was known; None when one has enough."""
    say(question)
    if _typed(told("  Enter shows the answer ")) is None:
        return None
    say(f"  {answer}")
    typed = _typed(told("  Enter: known, a: again, q: enough "))
    return None if typed is None else not typed.startswith("a")


def _typed(prompt: str) -> str | None:
    """Return what is typed, in small letters; None for q, and at the end of the input."""
    try:
        typed: str = click.prompt(prompt, default="", show_default=False, prompt_suffix="")
    except click.Abort:
        return None
    return None if typed.strip().lower() == "q" else typed.strip().lower()
