"""The form `explain`: each line, its explanation, the line again; at the end the points to take home."""

from __future__ import annotations

from dataclasses import dataclass

from lyricaudio.lesson.form import Form
from lyricaudio.lesson.plan import Cue, Part, lyric_cue
from lyricaudio.song.markup import display
from lyricaudio.song.readers import flag
from lyricaudio.song.schema import Key, Schema
from lyricaudio.song.written import Point, Section, Song

_POINTS_TITLE = "まとめ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Whether a line is heard again after its explanation, and whether the points come at the end."""

    again: bool = True
    points: bool = True


def parts(song: Song, settings: Settings) -> tuple[Part, ...]:
    """Plan one part per line in the order of writing, and one for the points."""
    lines = tuple(
        _line_part(song, section, line, settings)
        for section in song.sections
        for line in range(len(section.lines))
    )
    points = tuple(cue for point in song.points if settings.points for cue in _point_cues(point))
    return (*lines, Part(title=_POINTS_TITLE, events=points)) if points else lines


def _line_part(song: Song, section: Section, line: int, settings: Settings) -> Part:
    """Plan a line; without an explanation it is heard once."""
    written = section.lines[line]
    talk = tuple(Cue(role="explain", text=text, of=written.id) for text in written.explain)
    again = (lyric_cue(song, section, line, again=True),) if talk and settings.again else ()
    return Part(title=display(written.lyric.text), events=(lyric_cue(song, section, line), *talk, *again))


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
    summary="each line, its explanation with the beat ducked, the line again; then the points",
    parts=parts,
    settings=Schema(
        "the form explain",
        (
            Key("again", flag, "whether a line is heard again after its explanation"),
            Key("points", flag, "whether the points come at the end"),
        ),
        build=Settings,
    ),
)
