"""The form `recall`: every section four times, with less of it each time, until the listener sings alone.

Whole, without its key terms, the first mora of each phrase, the band alone; each line is answered at once in
the last pass. What was taken away never comes back before that (fading cues: Finley and others 2011; Fiechter
and Benjamin 2018), and the bars stay where they are, so that one can sing through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lyricaudio.lesson.form import NO_SETTINGS, Form
from lyricaudio.lesson.plan import BLANK, Cue, Event, Gap, LeftOut, Part, Range, lyric_cue
from lyricaudio.messages import message
from lyricaudio.song.markup import display
from lyricaudio.song.written import Line, Section, Song

_WHOLE, _NO_TERMS, _HEADS, _ALONE = "全部きく", "用語をうめる", "頭の音から", "ひとりで歌う"


def parts(song: Song, settings: None = None) -> tuple[Part, ...]:
    """Plan four parts per section, in the order of writing; empty for a song without lines."""
    return tuple(part for section in song.sections for part in _passes(song, section))


def _passes(song: Song, section: Section) -> Iterator[Part]:
    cues = [lyric_cue(song, section, line) for line in range(len(section.lines))]
    passes: dict[str, list[Event]] = {
        _WHOLE: [*cues],
        _NO_TERMS: [
            replace(cue, left_out=_terms(line)) for cue, line in zip(cues, section.lines, strict=True)
        ],
        _HEADS: [replace(cue, left_out=LeftOut(after=1)) for cue in cues],
        _ALONE: [Gap(count_in=True), *(event for cue in cues for event in _alone(cue))],
    }
    name = section.name or song.title.text
    for what, events in passes.items():
        yield Part(title=f"{name}: {what}", events=tuple(events))


def _terms(line: Line) -> LeftOut:
    """Leave out the terms that the line names, wherever they stand in it, or those that its reading shows."""
    text = display(line.lyric.text)
    words = tuple(span for term in line.terms for span in _found(display(term.text), text))
    return LeftOut(words=words) if words else LeftOut(key_terms=True)


def _found(term: str, text: str) -> Iterator[Range]:
    at = text.find(term)
    while term and at >= 0:
        yield at, at + len(term)
        at = text.find(term, at + len(term))


def _alone(cue: Cue) -> Iterator[Event]:
    """Leave a line to the listener, and say it after that."""
    blanks = "".join(letter if letter.isspace() else BLANK for letter in display(cue.text.text))
    yield Gap(stands_for=cue, shown=blanks)
    yield cue


FORM = Form(
    name="recall",
    label="暗唱",
    playlist="暗唱",
    about="節ごとに、全部、用語なし、頭の音だけ、伴奏だけの順に聴きます。抜けたところを心の中で歌います。",
    summary=message("each section whole, without its terms, by its first sounds, and left to you"),
    parts=parts,
    asks=True,
    settings=NO_SETTINGS,
)
