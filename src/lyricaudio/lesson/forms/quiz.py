"""The form `quiz`: questions of a song one by one, each with time to answer, and answered at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lyricaudio.lesson.form import Form
from lyricaudio.lesson.plan import Cue, Event, Gap, Part
from lyricaudio.lesson.questions import Question, questions
from lyricaudio.messages import message
from lyricaudio.song.readers import flag
from lyricaudio.song.schema import Key, Schema
from lyricaudio.song.written import Song

_THINK_S = 1.5
"""How much longer than its answer a question waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Whether what explains the line is heard after the answer."""

    explain: bool = False


def parts(song: Song, settings: Settings) -> tuple[Part, ...]:
    """Plan one part per question; empty for a song that can be asked nothing."""
    return tuple(
        Part(title=f"問{number}", events=tuple(_events(question, settings)))
        for number, question in enumerate(questions(song), start=1)
    )


def _events(question: Question, settings: Settings) -> Iterator[Event]:
    answer = Cue(role="answer", text=question.answer, of=question.of)
    asked = Cue(role="question", text=question.asked, shown=question.shown, of=question.of)
    yield asked
    yield Gap(stands_for=answer, extra_s=_THINK_S, shown=asked.seen)
    yield answer
    if settings.explain:
        for text in question.explain:
            yield Cue(role="explain", text=text, of=question.of)


FORM = Form(
    name="quiz",
    label="一問一答",
    playlist="一問一答",
    about="問いを聴いて、間のあいだに心の中で答えます。答えはすぐあとに続きます。",
    summary=message("questions from points and lines, a pause as long as the answer, the answer"),
    parts=parts,
    asks=True,
    settings=Schema(
        message("the form quiz"),
        (Key("explain", flag, message("whether the explanation is heard after the answer")),),
        build=Settings,
    ),
)
