"""Bring songs of a book into a folder of songs, and what is there up to date; a person's edit is never lost.

What would be done is found first (`plan_copies`), for each song by three contents: what the book has, what
lies there, and what was handed out before. A file that has any other content is the person's. Then it is done
(`carry_out`): what is about to be written is noted before, so that the next run goes on where one was killed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lyricaudio import files
from lyricaudio.book.deeds import BESIDE, Deed
from lyricaudio.book.handed import Handed, Ledger, read_ledger, text_digest, write_ledger
from lyricaudio.book.shelf import Book, BookSong
from lyricaudio.messages import told
from lyricaudio.pipeline.project.folders import song_files
from lyricaudio.pipeline.project.naming import song_id

_WRITTEN = (Deed.NEW, Deed.UPDATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A song of a book, where it lies or will lie in the folder, and what is done with it."""

    key: str
    song: BookSong
    path: str
    deed: Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """All that is to be done in a folder.

    Attributes
    ----------
    folder
        The folder of songs.
    handed
        What was noted there.
    copies
        The songs, in the book's order.
    dropped
        Paths of songs that were brought and are no longer in the book; nothing is done with them.
    """

    folder: Path
    handed: Ledger
    copies: tuple[Copy, ...]
    dropped: tuple[str, ...]


def plan_copies(book: Book, songs: Sequence[BookSong], folder: Path, *, again: bool = False) -> Copies:
    """Find what is to be done to have songs of a book in a folder, without doing it.

    Parameters
    ----------
    songs
        Which songs of the book.
    folder
        The folder of songs; it may be absent.
    again
        Whether songs that were removed there are brought again.

    Raises
    ------
    LyricAudioError
        When the note of what was brought is damaged, or a file cannot be read.
    """
    handed = read_ledger(folder)
    there = _Folder(folder, {entry.path for entry in handed.values()})
    copies = tuple(_copy(song, f"{book.name}/{song.name}", there, handed, again=again) for song in songs)
    current = {f"{book.name}/{song.name}" for song in book.songs}
    dropped = (
        entry.path
        for key, entry in handed.items()
        if key.startswith(f"{book.name}/") and key not in current and (folder / entry.path).exists()
    )
    return Copies(folder=folder, handed=handed, copies=copies, dropped=tuple(dropped))


class _Folder:
    """What lies in a folder of songs: each file's content, and where a content lies that is nobody's."""

    def __init__(self, folder: Path, claimed: set[str]) -> None:
        self._folder = folder
        self.paths = {file.relative_to(folder).as_posix(): file for file in song_files(folder, folder)}
        self._identities = {song_id(path).casefold() for path in self.paths}
        free = (path for path in self.paths if path not in claimed)
        self._by_digest = {digest: path for path in free if (digest := self.digest(path))}

    def digest(self, path: str) -> str | None:
        """Return the digest of a file; None when there is none, or a link in its place."""
        file = self._folder / path
        if not file.is_file() or file.is_symlink():
            return None
        with files.refusing(told("read {file}", file=file)):
            return text_digest(file.read_bytes())

    def has(self, path: str) -> bool:
        """Whether something is at a place: a file or a link."""
        return os.path.lexists(self._folder / path)

    def is_taken(self, path: str) -> bool:
        """Whether a song cannot be put at a place: something is there, or has its identity, as `a.yml`."""
        return self.has(path) or song_id(path).casefold() in self._identities

    def where(self, digests: Sequence[str]) -> str | None:
        """Return where a file lies that has one of some contents, and belongs to no song that is known."""
        return next((self._by_digest[digest] for digest in digests if digest in self._by_digest), None)


def _copy(song: BookSong, key: str, there: _Folder, handed: Ledger, *, again: bool) -> Copy:
    before = handed.get(key)
    digest = text_digest(song.file.read_bytes())
    known = before.digests if before else ()
    path = before.path if before else f"{song.name}.yaml"
    if there.digest(path) not in (digest, *known) and not (before and there.has(path)):
        path = there.where((digest, *reversed(known))) or path
    deed = _deed(digest, known, there.digest(path), is_taken=there.is_taken(path))
    if deed is Deed.NEW and before and not (before.begun or again):
        deed = Deed.GONE
    beside = f"{path}{BESIDE}"
    if deed is Deed.BOTH and there.has(beside) and there.digest(beside) not in (digest, *known):
        deed = Deed.YOURS  # what was laid there is being worked on
    return Copy(key=key, song=song, path=path, deed=deed)


def _deed(digest: str, known: Sequence[str], present: str | None, *, is_taken: bool) -> Deed:
    """Return what is to be done: with what the book has, what was handed out, and what is there."""
    if present == digest:
        return Deed.SAME
    if present in known:
        is_older = digest in known and known.index(digest) < known.index(present)
        return Deed.NEWER if is_older else Deed.UPDATED
    if not is_taken:
        return Deed.NEW
    if not known:
        return Deed.TAKEN
    return Deed.YOURS if digest in known else Deed.BOTH


def carry_out(plan: Copies) -> None:
    """Do what was planned.

    Raises
    ------
    ReleaseError
        When the system refuses; run again, it goes on from there.
    """
    begun = {**plan.handed} | {copy.key: _noted(copy, plan.handed) for copy in plan.copies if _is_ours(copy)}
    done = {key: replace(entry, begun=False) for key, entry in begun.items()}
    _write(plan, BESIDE, Deed.BOTH)
    if any(copy.deed in _WRITTEN for copy in plan.copies):
        write_ledger(plan.folder, begun)
    _write(plan, "", *_WRITTEN)
    if done != plan.handed:
        write_ledger(plan.folder, done)


def _write(plan: Copies, ending: str, *deeds: Deed) -> None:
    """Write the songs with which some deeds are done, each at its place with an ending."""
    for copy in plan.copies:
        if copy.deed in deeds:
            files.write_bytes(files.within(plan.folder, copy.path + ending), copy.song.file.read_bytes())


def _is_ours(copy: Copy) -> bool:
    """Whether what the book has is handed out by a deed, or was."""
    return copy.deed in (*_WRITTEN, Deed.SAME, Deed.BOTH)


def _noted(copy: Copy, handed: Ledger) -> Handed:
    """Return the note of a song whose present content is handed out."""
    before = handed.get(copy.key)
    digests = before.digests if before else ()
    digest = text_digest(copy.song.file.read_bytes())
    return Handed(
        path=copy.path,
        digests=digests if digest in digests else (*digests, digest),
        begun=copy.deed is Deed.NEW,
    )
