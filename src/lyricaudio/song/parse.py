"""A file's text to its value."""

from __future__ import annotations

from lyricaudio.song.nodes import Mapping
from lyricaudio.song.projecttables import KEYS, PROJECT
from lyricaudio.song.schema import record
from lyricaudio.song.tables import SONG, own_readings
from lyricaudio.song.written import Names, OwnReading, Project, Song

_read_song = record(SONG)
_read_project = record(PROJECT)


def parse_song(text: str, *, source: str, names: Names) -> Song:
    """Read a song file.

    Parameters
    ----------
    text
        The file's content, as :func:`decode_source` gives it.
    source
        The file as the person named it: the first part of every error.
    names
        The styles, metres, engines and forms that there are.

    Raises
    ------
    SongErrors
        All that is wrong with the file, in the order of its lines.
    """
    return _read_song(_marks(text, source=source, keys=KEYS), names)


def parse_project(text: str, *, source: str, names: Names) -> Project:
    """Read a project file, ``lyricaudio.yaml``; parameters and errors are those of :func:`parse_song`."""
    return _read_project(_marks(text, source=source, keys=KEYS), names)


def parse_lexicon(text: str, *, source: str) -> tuple[OwnReading, ...]:
    """Read a project's lexicon, ``lexicon.yaml``: terms and their kana; errors as :func:`parse_song`."""
    return own_readings(_marks(text, source=source, keys=()), _NO_NAMES)


def _marks(text: str, *, source: str, keys: tuple[str, ...]) -> Mapping:
    # Imported late: every room knows songs, but few commands read a file, and YAML takes a while to import.
    from lyricaudio.song.marks import read_marks

    return read_marks(text, source=source, keys=keys)


_NO_NAMES = Names(styles=(), metres=(), engines=(), forms=())
