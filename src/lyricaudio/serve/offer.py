"""What can be had from a release: the files that its manifest names, as they lie there now."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lyricaudio.errors import LyricAudioError
from lyricaudio.lesson.roles import ROLES
from lyricaudio.messages import told
from lyricaudio.release.catalogue import (
    CATALOGUE,
    Catalogue,
    CatalogueEpisode,
    catalogue_from,
    files_of_songs,
)
from lyricaudio.release.names.unique import addresses, file_name, without_digest

_PIECE_BYTES = 1 << 16
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class FileChanged(OSError):
    """A file was replaced between the promise of its length and its reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedFile:
    """A file of the release as it lay there when asked for.

    Attributes
    ----------
    name
        The path from the release's root, as the manifest spells it.
    size
        In bytes.
    modified_s
        Seconds since 1970.
    version
        Another one after every replacement, even by a file of the same size and time: it counts the inode
        and the time of its last change, which nobody can set.
    saved_as
        What a file of an episode is called where it lies among those of other songs; empty for others.
    """

    name: str
    path: Path
    size: int
    modified_s: float
    version: str
    saved_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a release teaches.

    Attributes
    ----------
    episodes
        Each one's song and form, by its name.
    lines
        The texts of each song's lines and points as they are shown, by their names.
    """

    episodes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    lines: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Offer:
    """The files of a release by name; the manifest is read anew when it changes.

    Parameters
    ----------
    root
        The release's folder.

    Raises
    ------
    LyricAudioError
        When there is no release in it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._names: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._saved_as: dict[str, str] = {}
        self._songs: dict[str, tuple[PurePosixPath, ...]] = {}
        self._episodes: dict[str, CatalogueEpisode] = {}
        self._contents = Contents()
        self._seen: tuple[int, ...] = ()
        if not self._refreshed():
            raise LyricAudioError(
                told("there is no release in {root}; make one with: lyricaudio build", root=root)
            )

    def names(self) -> tuple[str, ...]:
        """Return the paths that can be had, in the manifest's order."""
        self._refreshed()
        return tuple(dict.fromkeys(self._names.values()))

    def songs(self) -> tuple[str, ...]:
        """Return the identities of the songs, in the order of the release."""
        self._refreshed()
        return tuple(self._songs)

    def of_song(self, song: str) -> tuple[PurePosixPath, ...]:
        """Return the paths of a song's files by its identity in any Unicode form; none for an unknown one."""
        self._refreshed()
        return self._songs.get(unicodedata.normalize("NFC", song), ())

    def address_now(self, name: str) -> str | None:
        """Return the address that an episode has now, by one of an earlier sound; None when it is none."""
        self._refreshed()
        return self._addresses.get(without_digest(unicodedata.normalize("NFC", name)))

    def episode_at(self, address: str) -> CatalogueEpisode | None:
        """Return an episode of the feed by its sound's address, an earlier one too; None for another's."""
        self._refreshed()
        return self._episodes.get(without_digest(unicodedata.normalize("NFC", address)))

    def contents(self) -> Contents:
        """Return what the release teaches."""
        self._refreshed()
        return self._contents

    def find(self, name: str) -> ServedFile | None:
        """Return a file by its path from the root in any Unicode form; None when it cannot be had.

        It cannot be had when the manifest does not name it, and when it is not there, no regular file, or
        behind a symbolic link.
        """
        self._refreshed()
        spelled = self._names.get(unicodedata.normalize("NFC", name))
        if spelled is None:
            return None
        path = self.root / spelled
        try:
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode) or path.resolve() != path:
                return None
        except OSError:
            return None
        return ServedFile(
            name=spelled,
            path=path,
            size=status.st_size,
            modified_s=status.st_mtime,
            version=_version(status),
            saved_as=self._saved_as.get(spelled, ""),
        )

    def _refreshed(self) -> bool:
        """Read the manifest if it has changed; tell whether there ever was a good one: that one stays."""
        try:
            status = (self.root / CATALOGUE).stat()
            seen = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
            if seen != self._seen:
                read = catalogue_from((self.root / CATALOGUE).read_bytes())
                self._names = {unicodedata.normalize("NFC", name): name for name in read.files}
                addressed = _addressed(read)
                self._names |= addressed
                self._addresses = {without_digest(address): address for address in addressed}
                self._saved_as = {one.files["mp3"]: f"{file_name(one)}.mp3" for one in read.episodes}
                self._songs = files_of_songs(read)
                self._episodes = _heard(read)
                self._contents = _contents(read.episodes)
                self._seen = seen
        except (OSError, ValueError):
            return bool(self._seen)
        return True


def pieces(file: ServedFile, start: int, stop: int) -> Iterator[bytes]:
    """Yield the bytes from `start` up to `stop`, from one opening: a rebuild meanwhile changes nothing.

    Raises
    ------
    FileChanged
        When the file is not the one that was found, or is shortened while it is read.
    OSError
        When it cannot be opened or read.
    """
    with open(os.open(file.path, _FLAGS), "rb", buffering=0) as opened:
        if _version(os.fstat(opened.fileno())) != file.version:
            raise FileChanged(f"{file.name} was replaced")
        opened.seek(start)
        while start < stop:
            piece = opened.read(min(_PIECE_BYTES, stop - start))
            if not piece:
                raise FileChanged(f"{file.name} was shortened")
            start += len(piece)
            yield piece


def _addressed(catalogue: Catalogue) -> dict[str, str]:
    """Return the files of episodes by the addresses that the feed gives them."""
    listed = set(catalogue.files)
    return {
        unicodedata.normalize("NFC", str(address)): episode.files[kind]
        for episode in catalogue.episodes
        for kind, address in addresses(episode).items()
        if episode.files[kind] in listed
    }


def _heard(catalogue: Catalogue) -> dict[str, CatalogueEpisode]:
    """Return the episodes of the feed by what stays of their sounds' addresses."""
    heard = (episode for episode in catalogue.episodes if not episode.off_vocal)
    return {
        without_digest(unicodedata.normalize("NFC", str(addresses(episode)["mp3"]))): episode
        for episode in heard
    }


def _contents(listed: Iterable[CatalogueEpisode]) -> Contents:
    episodes: dict[str, tuple[str, str]] = {}
    lines: dict[str, dict[str, str]] = {}
    others: list[tuple[str, str, str]] = []  # what has its line's name, but may be another text
    for episode in listed:
        episodes[episode.id] = (episode.song, episode.form)
        lines.setdefault(episode.song, {})
        for line in episode.lines:
            song = line.song or episode.song
            if line.role not in ROLES or ROLES[line.role].is_line:
                lines.setdefault(song, {}).setdefault(line.line, line.text)
            elif ROLES[line.role].stops:
                others.append((song, line.line, line.text))
    for song, name, text in others:  # a point has a question, and no line
        lines.setdefault(song, {}).setdefault(name, text)
    return Contents(episodes=episodes, lines=lines)


def _version(status: os.stat_result) -> str:
    identity = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return hashlib.sha256(repr(identity).encode()).hexdigest()[:32]
