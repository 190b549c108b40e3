"""A folder for any static web host: the page, the feed with its address put in, and each album as a zip."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from lyricaudio.messages import message
from lyricaudio.release.catalogue import files_of_songs, zip_path
from lyricaudio.release.names.unique import addresses
from lyricaudio.release.targets.outgoing import (
    Choice,
    Finished,
    Outgoing,
    Shipment,
    copied,
    shipment_of,
    text_of,
    written,
)
from lyricaudio.release.targets.phone import is_for_players
from lyricaudio.release.targets.target import Target
from lyricaudio.release.texts.feed import FEED, with_base, with_identity

_NOT_FOR_LISTENERS = frozenset({".wav", ".mid", ".elrc"})
_READABLE = 0o100644 << 16
_UNIX = 3


def plan(finished: Finished, choice: Choice) -> Shipment:
    """Take all that a listener may ask for, under addresses that begin with the chosen one."""
    assert choice.base_url is not None
    public = [path for path in finished.paths if path.suffix not in _NOT_FOR_LISTENERS]
    files = [copied(finished, path) for path in public if path != FEED]
    files += [
        copied(finished, episode.path(kind), to)
        for episode in finished.catalogue.episodes
        if not episode.off_vocal
        for kind, to in addresses(episode).items()
    ]
    if FEED in public:
        address = f"{choice.base_url}{FEED}".partition("://")[2]
        text = with_identity(with_base(text_of(finished, FEED), choice.base_url), address)
        files.append(written(FEED, text))
    return shipment_of([*files, *_zips(finished)])


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
