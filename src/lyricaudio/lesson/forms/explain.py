"""The form `explain`: each line, its explanation, the line again; at the end the points to take home."""

from __future__ import annotations

from lyricaudio.lesson.plan import Cue, Part, lyric_cue
from lyricaudio.song.markup import display
from lyricaudio.song.model import Point, Section, Song

SUMMARY = "each line, its explanation with the beat ducked, the line again; then the points"
_POINTS_TITLE = "まとめ"


def parts(song: Song) -> tuple[Part, ...]:
    """Plan one part per line in the order of writing, and one for the points."""
    lines = tuple(
        _line_part(song, section, line) for section in song.sections for line in range(len(section.lines))
    )
    points = tuple(cue for point in song.points for cue in _point_cues(point))
    return (*lines, Part(title=_POINTS_TITLE, cues=points)) if points else lines


def _line_part(song: Song, section: Section, line: int) -> Part:
    """Plan a line; without an explanation it is heard once."""
    written = section.lines[line]
    talk = tuple(Cue(role="explain", text=text, of=written.id) for text in written.explain)
    again = (lyric_cue(song, section, line, again=True),) if talk else ()
    return Part(title=display(written.lyric.text), cues=(lyric_cue(song, section, line), *talk, *again))


def _point_cues(point: Point) -> tuple[Cue, ...]:
    answer = Cue(role="answer", text=point.answer, of=point.id)
    if point.question is None:
        return (answer,)
    return Cue(role="question", text=point.question, of=point.id), answer
