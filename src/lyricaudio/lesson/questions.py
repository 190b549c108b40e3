"""Questions that a song answers: from its points, from lines that define a term, and from terms in lines.

A single term is recalled almost as well in silence as aloud, a whole definition hardly (Tauber 2018): so the
definition is given and its term asked, and where a line defines nothing, one word of it.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from lyricaudio.lesson.plan import BLANK
from lyricaudio.song.markup import display
from lyricaudio.song.written import Line, Point, Song, Text

_DEFINITION = re.compile(r"(?P<defined>[^\s\u3041-\u3096{}\\$、。]{2,})(?:とは|は)\s*(?P<rest>.+)")
"""A term without hiragana, and what is said of it; markup is not cut into."""

_ANOTHER = re.compile("[^\u3041-\u3096\\s]は")
"""Where a line begins to speak of something else."""

_WHAT = "。これは何?"
SOMETHING = "なになに"
"""What is said in place of a word that is asked for."""
_CLOZES_OF = 5
"""At most one question in so many is a cloze, where there are others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its answer.

    Attributes
    ----------
    asked, answer
        What is said.
    shown
        What is seen of the question; None is what is said.
    of
        The line or point that answers it, by its name.
    explain
        What the song has to say about it.
    """

    asked: Text
    answer: Text
    shown: str | None = None
    of: str = ""
    explain: tuple[Text, ...] = ()


def questions(song: Song) -> tuple[Question, ...]:
    """Return what can be asked of a song, each term once: its lines in order, then its points.

    Of the lines that define nothing only so many are asked that four questions in five ask for a term by its
    definition; a song without definitions is asked by its lines alone.
    """
    points = [question for point in song.points if (question := _of_point(point))]
    known = {display(question.answer.text) for question in points}
    defined: list[Question] = []
    clozes: list[Question] = []
    for line in (line for section in song.sections for line in section.lines):
        definition = _definition(line)
        question = definition or _cloze(line, known)
        if question and (answer := display(question.answer.text)) not in known:
            known.add(answer)
            (defined if definition else clozes).append(question)
    room = (len(points) + len(defined)) // (_CLOZES_OF - 1) if points or defined else len(clozes)
    of_lines = {question.of: question for question in (*defined, *clozes[:room])}
    order = [line.id for section in song.sections for line in section.lines]
    return (*sorted(of_lines.values(), key=lambda question: order.index(question.of)), *points)


def question_of(line: Line) -> Question | None:
    """Return what can be asked of a line alone: the term that it defines, or one that it names."""
    return _definition(line) or _cloze(line, frozenset())


def _of_point(point: Point) -> Question | None:
    if point.question is None:
        return None
    return Question(asked=point.question, answer=point.answer, of=point.id)


def _definition(line: Line) -> Question | None:
    """Ask for the term that a line defines: a line that says one thing of it."""
    match = _DEFINITION.fullmatch(line.lyric.text)
    if match is None or match["defined"] in match["rest"] or _ANOTHER.search(match["rest"]):
        return None
    return Question(
        asked=Text(text=match["rest"] + _WHAT, place=line.lyric.place),
        answer=Text(text=match["defined"], place=line.lyric.place),
        of=line.id,
        explain=line.explain,
    )


def _cloze(line: Line, asked: Set[str]) -> Question | None:
    """Ask for the first term that a line names, has in plain writing, and that nobody asks for yet."""
    text = line.lyric.text
    for term in line.terms:
        if display(term.text) not in asked and text.count(term.text) == 1:
            return Question(
                asked=Text(text=text.replace(term.text, SOMETHING), place=line.lyric.place),
                shown=display(text).replace(display(term.text), BLANK * len(display(term.text))),
                answer=Text(text=term.text, place=line.lyric.place),
                of=line.id,
                explain=line.explain,
            )
    return None
