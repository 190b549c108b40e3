"""A folder for any static web host: the page, the feed with its address put in, and each album as a zip.

What is heard lies there once, under the names that the feed gives it, which the page and the playlists then
name, too. The zips hold it again; where all of it would be more than hosts take, they are left out.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from lyricaudio.messages import message, told
from lyricaudio.release.catalogue import files_of_songs, zip_path
from lyricaudio.release.names.unique import homes
from lyricaudio.release.page.document import PAGE, with_files_at, without_zips
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
from lyricaudio.release.targets.phone import is_for_players
from lyricaudio.release.targets.target import Target
from lyricaudio.release.texts.feed import FEED, with_base, with_identity

HOSTED_MB = 1000.0
"""What free hosts take of one site: GitHub Pages, for one, a gigabyte."""

_NOT_FOR_LISTENERS = frozenset({".wav", ".mid", ".musicxml", ".ustx", ".elrc"})
_READABLE = 0o100644 << 16
_UNIX = 3


def plan(finished: Finished, choice: Choice) -> Shipment:
    """Take all that a listener may ask for, under addresses that begin with the chosen one."""
    assert choice.base_url is not None
    public = [path for path in finished.paths if path.suffix not in _NOT_FOR_LISTENERS]
    places = _places(finished)
    files = [_file(finished, path, places, choice.base_url) for path in public if path != PAGE]
    zips = list(_zips(finished))
    bare_mb, whole_mb = _megabytes(files), _megabytes([*files, *zips])
    has_room = whole_mb <= HOSTED_MB
    if PAGE in public:
        page = with_files_at(text_of(finished, PAGE), places)
        files.append(written(PAGE, page if has_room else without_zips(page)))
    return shipment_of([*files, *zips]) if has_room else shipment_of(files, _notes(bare_mb, whole_mb))


def _places(finished: Finished) -> dict[PurePosixPath, PurePosixPath]:
    """Return where the files of episodes go that feed and page have, by where they are."""
    heard = (episode for episode in finished.catalogue.episodes if not episode.off_vocal)
    return {episode.path(kind): home for episode in heard for kind, home in homes(episode).items()}


def _file(
    finished: Finished, path: PurePosixPath, places: Mapping[PurePosixPath, PurePosixPath], base_url: str
) -> Outgoing:
    """Return a file with the addresses of this place in it."""
    if path == FEED:
        address = f"{base_url}{FEED}".partition("://")[2]
        return written(path, with_identity(with_base(text_of(finished, path), base_url), address))
    if path.suffix == ".m3u8":
        return written(path, renamed(text_of(finished, path), path, places))
    return copied(finished, path, places.get(path))


def _megabytes(files: Iterable[Outgoing]) -> float:
    return sum(file.size_bytes for file in files) / 1_000_000


def _notes(bare_mb: float, whole_mb: float) -> Iterator[str]:
    """Say why there are no zips, and when all is too much without them."""
    yield told(
        "no zips of the albums: with them the site would have {whole:.0f} MB, and many hosts take"
        " {most:.0f} MB",
        whole=whole_mb,
        most=HOSTED_MB,
    )
    if bare_mb > HOSTED_MB:
        yield told(
            "the site has {bare:.0f} MB, and many hosts take {most:.0f} MB; write speech: mono or fewer forms"
            " into lyricaudio.yaml, and build again",
            bare=bare_mb,
            most=HOSTED_MB,
        )


def _zips(finished: Finished) -> Iterator[Outgoing]:
    """Yield an archive for each song, where the page looks for it."""
    for song, members in files_of_songs(finished.catalogue).items():
        yield _zip(zip_path(song), finished, [path for path in members if is_for_players(path)])


def _zip(path: PurePosixPath, finished: Finished, members: Sequence[PurePosixPath]) -> Outgoing:
    files = [copied(finished, member) for member in members]
    known = repr([(str(file.path), file.version) for file in files])
    return Outgoing(
        path=path,
        size_bytes=sum(file.size_bytes for file in files),
        version=hashlib.sha256(known.encode()).hexdigest(),
        changed_ns=max(file.changed_ns or 0 for file in files),
        write=partial(_write_zip, finished.root, members),
    )


def _write_zip(root: Path, members: Iterable[PurePosixPath], target: Path) -> None:
    """Store the members: MP3s do not shrink, and BookPlayer makes a playlist of such a file."""
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for member in members:
            # In UTC, so that a zip is the same in every time zone.
            entry = ZipInfo(str(member), time.gmtime((root / member).stat().st_mtime)[:6])
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            with (root / member).open("rb") as reader, archive.open(entry, "w") as writer:
                shutil.copyfileobj(reader, writer)


TARGET = Target(
    name="podcast",
    summary=message(
        "a folder for a static web host: the page, the feed (--base-url) and a zip of each album"
    ),
    plan=plan,
    takes=frozenset({"base_url"}),
    needs=frozenset({"base_url"}),
)
