"""A song as the page shows it: what its file says by places, and what `check` finds of its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lyricaudio.errors import Place, SongError, SongErrors
from lyricaudio.messages import told_of_others
from lyricaudio.pipeline.forecast import DoubtAt, check
from lyricaudio.pipeline.lines import LineFacts
from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER
from lyricaudio.pipeline.project.library import known_names, open_library
from lyricaudio.song import Line, Point, Section, Song, Text, display, parse_song
from lyricaudio.studio.shelf import Sheet

Json = dict[str, Any]


def at(place: Place) -> str:
    """Return where in its file a text stands, as the page calls it: ``12:9``."""
    return f"{place.line}:{place.column}"


def song_view(sheet: Sheet, root: Path) -> Json:
    """Return what a song's file says, or all that is wrong in it."""
    seen = {"name": sheet.name, "file": sheet.file, "version": sheet.version}
    try:
        song = parse_song(sheet.text, source=sheet.file, names=known_names(root))
    except SongErrors as wrong:
        return seen | {
            "title": {"at": "", "text": sheet.name, "shown": sheet.name},
            "errors": list(map(_error, wrong.errors)),
            "sections": [],
        }
    return seen | {
        "title": _text(song.title),
        "recording": song.recording.file.text if song.recording else None,
        "errors": [],
        "sections": list(map(_section, song.sections)),
        "points": list(map(_point, song.points)),
    }


def _error(error: SongError) -> Json:
    return {"line": error.place.line, "column": error.place.column, "message": error.message}


def _section(section: Section) -> Json:
    return {"name": section.name or "", "hook": section.hook, "lines": list(map(_line, section.lines))}


def _line(line: Line) -> Json:
    return {"lyric": _clip_text(line.lyric), "explain": list(map(_clip_text, line.explain))}


def _point(point: Point) -> Json:
    return {"question": _text(point.question) if point.question else None, "answer": _text(point.answer)}


def _text(text: Text) -> Json:
    return {"at": at(text.place), "text": text.text, "shown": display(text.text)}


def _clip_text(text: Text) -> Json:
    """Return a text that a person may say in a clip, with the name of the clip."""
    return _text(text) | {"clip": text.clip.text if text.clip else None}


def song_facts(sheet: Sheet, root: Path) -> Json:
    """Return what there is to know of a song's lines before any sound is made.

    Raises
    ------
    LyricAudioError
        When the project cannot be read.
    """
    library = open_library([sheet.path], folder=root)
    checked = check(library, root / OUTPUT_FOLDER, lines=True)
    song = next((entry.song for entry in library.entries if root / entry.path == sheet.path), None)
    lines = [line for facts in checked.lines for line in facts.lines]
    beat = next((facts.beat for facts in checked.lines), None)
    return {
        "version": sheet.version,
        "beat": asdict(beat) if beat else None,
        "lines": {at(line.place): _line_facts(line) for line in lines},
        "doubts": [_doubt(doubt, song) for doubt in checked.doubts] if song else [],
        "notes": checked.notes,
        "errors": list(map(str, checked.errors)),
        "episodes": [
            {"name": episode.name, "seconds": episode.seconds, "stale": episode.stale}
            for episode in checked.episodes
        ],
        "work_s": checked.cost.work_s if checked.cost else 0.0,
    }


def _line_facts(line: LineFacts) -> Json:
    return {
        "morae": line.morae,
        "bars": line.bars,
        "break_at": line.break_at,
        "same_as": str(line.same_as) if line.same_as else None,
    }


def _doubt(doubt: DoubtAt, song: Song) -> Json:
    text = _text_at(doubt.place, song)
    return {
        "in": at(text.place) if text else None,
        "start": doubt.place.column - text.place.column if text else None,
        "surface": doubt.surface,
        "reason": doubt.reason.told(),
        "weight": doubt.weight,
        "candidates": [{"kana": kana, "by": told_of_others(by)} for kana, by in doubt.candidates],
    }


def _text_at(place: Place, song: Song) -> Text | None:
    """Return the text in which a doubt stands: the last that begins before it, on its line."""
    before = [text for text in texts(song) if text.place.line == place.line and text.place <= place]
    return max(before, key=lambda text: text.place, default=None)


def texts(song: Song) -> Iterator[Text]:
    """Yield all texts of a song that are said."""
    yield song.title
    for section in song.sections:
        for line in section.lines:
            yield from (line.lyric, *line.explain)
    for point in song.points:
        yield from filter(None, (point.question, point.answer))
    for pair in song.confuse:
        yield from filter(None, (*pair.pair, pair.because))
