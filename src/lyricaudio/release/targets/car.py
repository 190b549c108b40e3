"""A USB stick for a car: few kinds of files, few levels, and if wanted names in ASCII.

What units ask for differs; these are the strictest figures that makers' manuals give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import PurePosixPath
from unicodedata import east_asian_width

from lyricaudio.errors import ReadingError
from lyricaudio.messages import message, told
from lyricaudio.reading.reader import Reader
from lyricaudio.release.names.asciinames import ReadWords, ascii_paths
from lyricaudio.release.targets.outgoing import (
    Choice,
    Finished,
    Outgoing,
    Shipment,
    copied,
    renamed,
    shipment_of,
    text_of,
    written,
)
from lyricaudio.release.targets.target import Target
from lyricaudio.release.texts.tags import title_of

SHOWN_LETTERS = 9
"""Full-width letters of a title that the narrowest display shows; a Latin one counts half."""

MOST_DEPTH = 8
MOST_FILES = 255
"""What a unit reads: folder levels, and files in a folder."""

_ENDINGS = frozenset({".mp3", ".m3u8"})
_COVER = "folder.jpg"


def plan(finished: Finished, choice: Choice) -> Shipment:
    """Take sound, playlists and covers, under names in ASCII if that is chosen."""
    wanted = [path for path in finished.paths if path.suffix in _ENDINGS or path.name == _COVER]
    names = (
        ascii_paths(wanted, _words_of(Reader()))
        if choice.ascii_names
        else dict(zip(wanted, wanted, strict=True))
    )
    files = [_file(finished, path, names) for path in wanted]
    titles = [title_of(finished.root / path) for path in wanted if path.suffix == ".mp3"]
    return shipment_of(files, [*_alike(titles), *_too_many(names.values())])


def _words_of(reader: Reader) -> ReadWords:
    def words(text: str) -> list[tuple[str, str]]:
        try:
            return [(token.surface, token.kana) for token in reader.read(text).tokens]
        except ReadingError:
            return []

    return words


def _file(finished: Finished, path: PurePosixPath, names: Mapping[PurePosixPath, PurePosixPath]) -> Outgoing:
    if path.suffix != ".m3u8":
        return copied(finished, path, names[path])
    return written(names[path], renamed(text_of(finished, path), path, names))


def _alike(titles: Iterable[str]) -> Iterator[str]:
    """Say which titles the narrowest display shows alike."""
    shown: dict[str, list[str]] = {}
    for title in titles:
        shown.setdefault(_shown(title), []).append(title)
    alike = [same for same in shown.values() if len(same) > 1]
    if alike:
        count = sum(map(len, alike))
        yield told(
            "{count} titles begin with the same {letters} letters as another, and some cars show no more:"
            " {titles}",
            count=count,
            letters=SHOWN_LETTERS,
            titles=", ".join([*alike[0], "…"] if alike[1:] else alike[0]),
        )


def _shown(title: str) -> str:
    """Return the beginning of a title that fits the display."""
    widths = accumulate(2 if east_asian_width(letter) in "WFA" else 1 for letter in title)
    return "".join(letter for letter, width in zip(title, widths, strict=True) if width <= 2 * SHOWN_LETTERS)


def _too_many(paths: Iterable[PurePosixPath]) -> Iterator[str]:
    """Say which folders hold more, or lie deeper, than a unit reads."""
    for folder, count in Counter(path.parent for path in paths).items():
        if count > MOST_FILES:
            yield told(
                "{folder} holds {count} files; some cars show only {most}",
                folder=folder,
                count=count,
                most=MOST_FILES,
            )
        if len(folder.parts) > MOST_DEPTH:
            yield told(
                "{folder} lies {count} levels deep; some cars look at only {most}",
                folder=folder,
                count=len(folder.parts),
                most=MOST_DEPTH,
            )


TARGET = Target(
    name="car",
    summary=message("a USB stick for a car: MP3s, playlists, covers; --ascii for units without Japanese"),
    plan=plan,
    takes=frozenset({"ascii_names"}),
)
