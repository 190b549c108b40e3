"""The form `explain`: each line, its explanation, the line again; at the end the points to take home."""

from __future__ import annotations

from lyricaudio.lesson.plan import Cue, Part
from lyricaudio.song.markup import display
from lyricaudio.song.model import Line, Point, Song

SUMMARY = "each line, its explanation with the beat ducked, the line again; then the points"
_POINTS_TITLE = "まとめ"


def parts(song: Song) -> tuple[Part, ...]:
    """Plan one part per line in the order of writing, and one for the points."""
    lines = tuple(_line_part(line) for section in song.sections for line in section.lines)
    points = tuple(cue for point in song.points for cue in _point_cues(point))
    return (*lines, Part(title=_POINTS_TITLE, cues=points)) if points else lines


def _line_part(line: Line) -> Part:
    """Plan a line; without an explanation it is heard once."""
    lyric = Cue(role="lyric", text=line.lyric)
    talk = tuple(Cue(role="explain", text=text) for text in line.explain)
    again = (Cue(role="lyric", text=line.lyric, again=True),) if talk else ()
    return Part(title=display(line.lyric.text), cues=(lyric, *talk, *again))


def _point_cues(point: Point) -> tuple[Cue, ...]:
    answer = Cue(role="answer", text=point.answer)
    return (Cue(role="question", text=point.question), answer) if point.question else (answer,)
