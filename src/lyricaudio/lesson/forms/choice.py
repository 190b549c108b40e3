"""The form `choice`: which of two is it, as an exam asks; then why it is not the other.

Of each confusable pair what the song says of either, its term left out, and both terms to choose from. Whose
turn it is, and which is named first, alternate: neither place nor order tells the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lyricaudio.lesson.form import NO_SETTINGS, Form
from lyricaudio.lesson.pairs import statements
from lyricaudio.lesson.plan import BLANK, Cue, Event, Gap, Part
from lyricaudio.lesson.questions import SOMETHING
from lyricaudio.messages import message
from lyricaudio.song.markup import display
from lyricaudio.song.written import Confusable, Line, Song, Text

_THINK_S = 2.0
"""How much longer than its answer a choice waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which of a pair it is: 0 or 1, of a line of which this is said; `turned` names the right one last."""

    pair: Confusable
    who: int
    line: Line
    said: Text
    turned: bool

    @property
    def events(self) -> tuple[Event, ...]:
        """What is heard: the question with both terms, a pause, the answer, and why it is not the other."""
        return tuple(_events(self))


def parts(song: Song, settings: None = None) -> tuple[Part, ...]:
    """Plan one part per choice; empty for a song without pairs of whose terms it says something."""
    asked = enumerate(choices(song), start=1)
    return tuple(Part(title=f"問{number}", events=choice.events) for number, choice in asked)


def choices(song: Song) -> tuple[Choice, ...]:
    """Return what a song can ask of its pairs.

    Of each of a pair the first thing said of it that has its term once, in plain writing.
    """
    lines = [line for section in song.sections for line in section.lines]
    found = (
        (pair, who, *said)
        for pair in song.confuse
        for who in (0, 1)
        if (said := _said(pair.pair[who], pair.pair[1 - who], lines))
    )
    return tuple(
        Choice(pair=pair, who=who, line=line, said=said, turned=number % 4 in (0, 3))
        for number, (pair, who, line, said) in enumerate(found)
    )


def _said(term: Text, other: Text, lines: list[Line]) -> tuple[Line, Text] | None:
    said = statements(term, other, lines)
    return next(((line, text) for line, text in said if text.text.count(term.text) == 1), None)


def _events(choice: Choice) -> Iterator[Event]:
    pair, line, said = choice.pair, choice.line, choice.said
    right, wrong = pair.pair[choice.who], pair.pair[1 - choice.who]
    first, last = (wrong, right) if choice.turned else (right, wrong)
    asked = said.text.replace(right.text, SOMETHING).rstrip("。")
    shown = display(said.text).replace(display(right.text), BLANK * 4).rstrip("。")
    question = Cue(
        role="question",
        text=Text(text=f"{asked}。{first.text}、それとも、{last.text}?", place=said.place),
        shown=f"{shown} ({display(first.text)} / {display(last.text)})",
        of=line.id,
    )
    answer = Cue(role="answer", text=right, of=line.id)
    yield question
    yield Gap(stands_for=answer, extra_s=_THINK_S, shown=question.seen)
    yield answer
    if pair.because:
        yield Cue(role="explain", text=pair.because, of=line.id)


FORM = Form(
    name="choice",
    label="二択",
    playlist="二択",
    about="二つのうちどちらかを心の中で選びます。答えと、もう一つではない理由がすぐあとに続きます。",
    summary=message("which of two: a statement, both terms, a pause, the answer, and why not the other"),
    parts=parts,
    asks=True,
    settings=NO_SETTINGS,
)
