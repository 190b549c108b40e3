"""The form `explain`: each line, its explanation, the line again; at the end the points to take home.

It is `short` (the first sentence of what explains a line), `normal`, or `deep`: a question before the
explanation, left open, and the same after it, answered. One before helps (Latimier 2019), one after more
(Pan 2020).

Heard once more it may be faster: 1.5 times costs some 2 % of what is remembered, 2.5 times up to 17.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Literal, get_args

from lyricaudio.lesson.form import Form
from lyricaudio.lesson.plan import Cue, Event, Gap, Part, lyric_cue
from lyricaudio.lesson.questions import Question, question_of
from lyricaudio.messages import message
from lyricaudio.song.markup import display
from lyricaudio.song.readers import flag, number, one_of
from lyricaudio.song.schema import Key, Schema
from lyricaudio.song.written import Point, Section, Song, Text

_POINTS_TITLE = "まとめ"
_FIRST = re.compile(r"[^。]*。?")
_THINK_S = 3.0
_ANSWER_S = 1.0


SPEEDS = (0.75, 1.5)
"""Over 1.5 less is understood, and a chanted mora is shorter than a spoken one."""

Depth = Literal["short", "normal", "deep"]
_depth = one_of("depth", lambda names: get_args(Depth))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How deep and how fast it goes; whether lines are heard again, and the points at the end."""

    depth: Depth = "normal"
    speed: float = 1.0
    again: bool = True
    points: bool = True


def parts(song: Song, settings: Settings) -> tuple[Part, ...]:
    """Plan a part per line in the order of writing, and one for the points; none if nothing is explained."""
    points = tuple(cue for point in song.points if settings.points for cue in _point_cues(point))
    if not points and not any(line.explain for section in song.sections for line in section.lines):
        return ()
    lines = tuple(
        _line_part(song, section, line, settings)
        for section in song.sections
        for line in range(len(section.lines))
    )
    return (*lines, Part(title=_POINTS_TITLE, events=points)) if points else lines


def _line_part(song: Song, section: Section, line: int, settings: Settings) -> Part:
    """Plan a line; without an explanation it is heard once."""
    written = section.lines[line]
    texts = written.explain[:1] if settings.depth == "short" else written.explain
    talk = tuple(Cue(role="explain", text=_said(text, settings), of=written.id) for text in texts)
    again = (lyric_cue(song, section, line, again=True),) if talk and settings.again else ()
    question = question_of(written) if talk and settings.depth == "deep" else None
    before, after = _asked(question) if question else ((), ())
    events = (lyric_cue(song, section, line), *before, *talk, *again, *after)
    return Part(title=display(written.lyric.text), events=events)


def _said(text: Text, settings: Settings) -> Text:
    """Return what is said of an explanation; a clip says all of it."""
    first = _FIRST.findall(text.text)[0]
    return replace(text, text=first, clip=None) if settings.depth == "short" and first != text.text else text


def _asked(question: Question) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Return a question that is left open, and the same with its answer."""
    asked = Cue(role="question", text=question.asked, shown=question.shown, of=question.of)
    answer = Cue(role="answer", text=question.answer, of=question.of)
    wait = Gap(extra_s=_THINK_S, shown=asked.seen, of=question.of)
    return (asked, wait), (asked, Gap(stands_for=answer, extra_s=_ANSWER_S, shown=asked.seen), answer)


def _point_cues(point: Point) -> tuple[Cue, ...]:
    answer = Cue(role="answer", text=point.answer, of=point.id)
    if point.question is None:
        return (answer,)
    return Cue(role="question", text=point.question, of=point.id), answer


FORM = Form(
    name="explain",
    label="解説",
    playlist="解説つき",
    about="一行ごとに、歌詞、解説、もう一度歌詞の順に聴きます。最後はまとめです。",
    summary=message("each line, its explanation with the beat ducked, the line again; then the points"),
    parts=parts,
    speed=attrgetter("speed"),
    settings=Schema(
        message("the form explain"),
        (
            Key("depth", _depth, message("short, normal (if left out) or deep")),
            Key(
                "speed",
                number("speed", *SPEEDS),
                message("how fast voice and beat are, for who has heard it: 1.25"),
            ),
            Key("again", flag, message("whether a line is heard again after its explanation")),
            Key("points", flag, message("whether the points come at the end")),
        ),
        build=Settings,
    ),
)
