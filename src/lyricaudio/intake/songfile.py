"""A song file written from what was found, to be finished by hand: what is unsure is a comment there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lyricaudio.errors import LyricAudioError, SongErrors
from lyricaudio.intake.article import SURE
from lyricaudio.intake.found import Explained, Found, FoundLine, FoundPoint, FoundSection
from lyricaudio.messages import message, told
from lyricaudio.song.edit import quoted
from lyricaudio.song.parse import parse_song
from lyricaudio.song.written import Names

_NO_NAMES = Names(styles=(), metres=(), engines=(), forms=())
_UNSURE = "この行の解説かもしれません"
_REFUSED = "このままでは読めません"
_REST = "元の文章の、どこにも入らなかったところ"
_TITLE = "無題"

_PARTS = (
    (message("{count} line"), message("{count} lines")),
    (message("{count} explanation at its line"), message("{count} explanations at their lines")),
    (message("{count} in doubt, as a comment"), message("{count} in doubt, as comments")),
    (message("{count} point"), message("{count} points")),
)
"""What may be found, as it is said of one and of several."""


def song_file(found: Found, *, year: int, manner: Sequence[str] = ()) -> str:
    """Return the text of a song file that is valid, and has all that was found, as comments where need be.

    Parameters
    ----------
    year
        When the song came out, for its tags.
    manner
        Lines of the file that say how it is accompanied and said.

    Raises
    ------
    LyricAudioError
        When nothing of it can be a line or a point.
    """
    sections = [line for section in found.sections for line in _section(section)]
    points = list(_points(found.points))
    if all(line.lstrip().startswith("#") for line in (*sections, *points)):
        raise LyricAudioError(
            told("no line and no point of it can be read; see README for what a song may say")
        )
    title = found.title if _is_taken(lyric=found.title) else _TITLE
    lines = [f"title: {quoted(title)}", f"year: {year}", *manner, ""]
    if sections:
        lines += ["sections:", *sections, ""]
    lines += points
    if found.rest:
        lines += ["", _comment(f"{_REST}:", ""), *(_comment(text, "") for text in found.rest)]
    return "\n".join(lines) + "\n"


def summary(found: Found) -> str:
    """Say in one line what was found."""
    explained = [one for line in found.lines for one in line.explained]
    unsure = sum(one.sure < SURE for one in explained)
    counts = (len(found.lines), len(explained) - unsure, unsure, len(found.points))
    parts = zip(counts, _PARTS, strict=True)
    return told(", ").join(
        told(one if count == 1 else many, count=count) for count, (one, many) in parts if count
    )


def _section(section: FoundSection) -> Iterator[str]:
    """Yield a section; one without a line that a song may have is comments alone."""
    if any(_is_taken(lyric=line.lyric) for line in section.lines):
        yield f"  - name: {quoted(section.name)}" if section.name else "  - lines:"
        if section.hook:
            yield "    hook: true"
        if section.name:
            yield "    lines:"
    for line in section.lines:
        yield from _line(line)


def _line(line: FoundLine) -> Iterator[str]:
    """Yield a line with what is sure to explain it, and behind it as comments what is not."""
    is_taken = _is_taken(lyric=line.lyric)
    explained = line.explained if is_taken else ()
    said = [one for one in explained if one.sure >= SURE and _is_taken(lyric="行", explain=one.text)]
    if not is_taken:
        yield _comment(f"{_REFUSED}: {line.lyric}", "      ")
    elif not said:
        yield f"      - {quoted(line.lyric)}"
    else:
        yield f"      - lyric: {quoted(line.lyric)}"
        yield "        explain:"
        yield from (f"          - {quoted(one.text)}" for one in said)
    yield from (_doubted(one) for one in line.explained if one not in said)


def _doubted(one: Explained) -> str:
    why = f"{_UNSURE} ({one.sure:.0%})" if one.sure < SURE else _REFUSED
    return _comment(f"{why}: {one.text}", "        ")


def _points(points: tuple[FoundPoint, ...]) -> Iterator[str]:
    taken = [point for point in points if _is_taken(lyric="行", point=point)]
    if taken:
        yield "points:"
    for point in taken:
        if point.question:
            yield f"  - q: {quoted(point.question)}"
            yield f"    a: {quoted(point.answer)}"
        else:
            yield f"  - {quoted(point.answer)}"
    for point in points:
        if point not in taken:
            yield _comment(f"{_REFUSED}: {point.answer}: {point.question}", "  ")


def _is_taken(*, lyric: str, explain: str = "", point: FoundPoint | None = None) -> bool:
    """Tell whether a song file may say so."""
    said = [f"title: 歌\nlines: [{{lyric: {quoted(lyric)}"]
    said += [f", explain: {quoted(explain)}"] if explain else []
    said += ["}]\n"]
    if point:
        question = f"q: {quoted(point.question)}, " if point.question else ""
        said += [f"points: [{{{question}a: {quoted(point.answer)}}}]\n"]
    try:
        parse_song("".join(said), source="", names=_NO_NAMES)
    except SongErrors:
        return False
    return True


def _comment(text: str, indent: str) -> str:
    return f"{indent}# {' '.join(text.split())}"
