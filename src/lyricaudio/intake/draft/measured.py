"""How long the lines of a draft are."""

from __future__ import annotations

from lyricaudio.errors import ReadingError
from lyricaudio.intake.draft.answer import lines_of
from lyricaudio.reading.reader import Reader
from lyricaudio.song.written import Song


def morae_of(song: Song) -> list[int]:
    """Return the number of morae of each line, 0 for one that cannot be read."""
    reader = Reader(own={own.term: own.kana for own in song.readings})
    return [_count(reader, line.lyric.text) for line in lines_of(song)]


def _count(reader: Reader, text: str) -> int:
    try:
        return len(reader.read(text).morae)
    except ReadingError:
        return 0
