"""The form `contrast`: pairs that one takes for each other, told apart.

The difference first, then what the song says of the one and the other in turns, A B B A, each on its side
and by its own voice, and the difference once more: mixing helps with similar things (Rohrer 2012; Carvalho
and Goldstone 2014).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lyricaudio.lesson.form import NO_SETTINGS, Form
from lyricaudio.lesson.pairs import statements
from lyricaudio.lesson.plan import Cue, Part
from lyricaudio.messages import message
from lyricaudio.song.markup import display
from lyricaudio.song.written import Confusable, Line, Song, Text

_SIDES = (-0.7, 0.7)
_VOICES = (None, "answer")
_TURNS = ((0, 0), (1, 0), (1, 1), (0, 1))
"""Whose turn it is, and with which of its statements."""


def parts(song: Song, settings: None = None) -> tuple[Part, ...]:
    """Plan one part per pair of whose terms the song says something each; empty when there is none."""
    lines = [line for section in song.sections for line in section.lines]
    planned = (_part(confusable, lines) for confusable in song.confuse)
    return tuple(part for part in planned if part)


def _part(confusable: Confusable, lines: list[Line]) -> Part | None:
    first, second = confusable.pair
    said = (statements(first, second, lines), statements(second, first, lines))
    if not all(said):
        return None
    names = [display(term.text) for term in confusable.pair]
    difference = [] if confusable.because is None else [Cue(role="explain", text=confusable.because)]
    turns = (
        replace(cue, side=_SIDES[who], voice=_VOICES[who])
        for who, turn in _TURNS
        for cue in _turn(confusable.pair[who], said[who], turn)
    )
    return Part(title=" / ".join(names), events=(*difference, *turns, *difference))


def _turn(term: Text, said: list[tuple[Line, Text]], turn: int) -> Iterator[Cue]:
    """Name a term, and say the next thing of it; the first again when there is but one."""
    line, text = said[turn % len(said)]
    yield Cue(role="term", text=term, of=line.id)
    yield Cue(role="explain", text=text, of=line.id)


FORM = Form(
    name="contrast",
    label="くらべる",
    playlist="くらべる",
    about="まちがえやすい二つを、左右に分けてくらべます。はじめと終わりに違いを聴きます。",
    summary=message(
        "pairs to tell apart: the difference, the two in turns from left and right, the difference"
    ),
    parts=parts,
    settings=NO_SETTINGS,
)
