"""Where the files of each song go: the names of its albums, and its place among the discs of one.

A folder's number is the one that the song's file name begins with, as the person wrote it, and a song without
one has none: so a song that is put before or between others renames none of them. Only the first number past
99 does, since all get a digit more then, to sort rightly. Before it stand the numbers of the folders that the
song's file is in, of chapters for example: `2-01` is the first song of the second.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from lyricaudio.pipeline.project.library import Entry
from lyricaudio.release.names.safe import safe_name
from lyricaudio.song import Project, display

_NUMBERED = re.compile(r"([0-9]{1,6})(?![0-9])")
_FEWEST_DIGITS = 2
_RESERVED = (
    "episodes",
    "player",
    "playlists",
    "zip",
    "index.html",
    "feed.xml",
    "release.json",
    "rides.json",
    "sw.js",
    "cover-1400.jpg",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelfmark:
    """A song's place in the release: its folder, and its album with the disc that it is of it (from 1)."""

    folder: str
    album: str
    disc: int
    discs: int


def shelfmarks(
    entries: Sequence[Entry], project: Project, *, taken: Iterable[str] = ()
) -> dict[str, Shelfmark]:
    """Return the place of each song by its identity; no two songs have the same folder.

    Of songs that would share one the first has it, and the others' own names stand behind theirs.

    Parameters
    ----------
    entries
        In the order of the release.
    taken
        Folders that are in use already.
    """
    digits = (
        _most_digits((number for entry in entries for number in _chapters(entry)), least=1),
        _most_digits((number for entry in entries for number in _own(entry)), least=_FEWEST_DIGITS),
    )
    folders = _Folders(taken)
    albums = {entry.song_id: album_of(entry, project) for entry in entries}
    discs, counted = Counter(albums.values()), Counter[str]()
    marks = {}
    for entry in entries:
        album = albums[entry.song_id]
        counted[album] += 1
        marks[entry.song_id] = Shelfmark(
            folder=folders.free(_folder(entry, digits), entry.song_id),
            album=album,
            disc=counted[album],
            discs=discs[album],
        )
    return marks


def album_of(entry: Entry, project: Project) -> str:
    """Return the name of a song's album: its own, the project's, else its title."""
    return entry.song.album or project.album or display(entry.song.title.text)


def _chapters(entry: Entry) -> Iterator[int]:
    """Yield the numbers that the names of the folders begin with in which a song's file is."""
    for folder in PurePosixPath(entry.song_id).parent.parts:
        yield from _number(folder)


def _own(entry: Entry) -> Iterator[int]:
    """Yield the number that the name of a song's file begins with, if it does."""
    yield from _number(PurePosixPath(entry.song_id).name)


def _number(name: str) -> Iterator[int]:
    if found := _NUMBERED.match(name):
        yield int(found[1])


def _most_digits(numbers: Iterable[int], *, least: int) -> int:
    return max([least, *(len(str(number)) for number in numbers)])


def _folder(entry: Entry, digits: tuple[int, int]) -> str:
    title = display(entry.song.title.text)
    numbers = [f"{number:0{digits[0]}}" for number in _chapters(entry)]
    numbers += [f"{number:0{digits[1]}}" for number in _own(entry)]
    return f"{'-'.join(numbers)} {title}" if numbers else title


class _Folders:
    """Names of folders as they are given out; names that a phone takes for one count as one."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(map(_folded, (*_RESERVED, *taken)))

    def free(self, wanted: str, song: str) -> str:
        """Return the wanted name made safe, if need be with the song's own behind it."""
        for text in (wanted, f"{wanted} ({song})"):
            name = safe_name(text)
            if _folded(name) not in self._taken:
                break
        else:
            name = safe_name(f"{wanted} ({song}) {len(self._taken)}")
        self._taken.add(_folded(name))
        return name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
