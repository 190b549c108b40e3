"""The build's memory: what it has made, from what, and which files are its own.

`.lyricaudio/record` is a log. Before a build writes a file it claims its path; when an episode is finished, a
line says what it was made from; when all is done, the log is written anew. So a build that dies at any moment
is gone on with by the next. Each line stands behind a digest of its own: a damaged one counts as absent, and
what it told is made again from the stored clips. The record is a hint that may be deleted: `release.json`
lists our files, too, so that a file of the person's own is never taken for ours.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from lyricaudio import files
from lyricaudio.files import is_below
from lyricaudio.pipeline.project.beside import Extras
from lyricaudio.pipeline.project.folders import SONGS_FOLDER
from lyricaudio.release.catalogue import CATALOGUE, CatalogueEpisode, episode_from, read_paths

STATE_FOLDER = ".lyricaudio"
_RECORD = "record"
_SCHEMA = "lyricaudio record 3"
_OLDER = ("build.json",)
_DIGEST_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """A file as it was left: its path from the output folder, its size, its time of change, and its digest.

    The digest is empty in a record of an older version.
    """

    path: str
    size: int
    changed_ns: int
    digest: str = ""


RIDE_FORM = "ride"
"""The form of an episode across songs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeRecord:
    """A finished episode.

    Attributes
    ----------
    digest, sound
        What all of it was made from, and what its sound was made from, tags left out.
    song_path
        The song file, from the project's root.
    name
        What the person knows it by.
    extras
        What is among its files besides.
    files
        The MP3 first.
    episode
        What the catalogue says of it.
    published_s
        When it first was in the release, in seconds since 1970; 0 as long as it was not.
    """

    digest: str
    sound: str
    song_path: str
    name: str
    extras: Extras
    files: tuple[FileFacts, ...]
    episode: CatalogueEpisode
    published_s: int = 0

    @property
    def is_ride(self) -> bool:
        """Whether it is heard across songs, and of a day."""
        return self.episode.form == RIDE_FORM


@dataclass(slots=True, kw_only=True)
class Record:
    """All that is known of a release.

    Attributes
    ----------
    output
        Its folder.
    episodes
        By their identity, `<song>/<form>`.
    common, common_digest
        The files that belong to no single episode (playlists, page, feed, catalogue), and what they were made
        from.
    complete, besides
        What the last build was made from if it left nothing to do, and the files that songs name among that.
    claimed
        Paths that may hold a file of ours which belongs to nothing: half-made, or outlived.
    """

    output: Path
    episodes: dict[str, EpisodeRecord] = field(default_factory=dict)
    common: tuple[FileFacts, ...] = ()
    common_digest: str = ""
    complete: str = ""
    besides: tuple[str, ...] = ()
    claimed: set[str] = field(default_factory=set)

    @property
    def current(self) -> set[str]:
        """The paths of all files that belong to something."""
        made = {file.path for item in self.episodes.values() for file in item.files}
        return made | {file.path for file in self.common}

    @property
    def ours(self) -> set[str]:
        """The paths of all files that are not the person's."""
        return self.current | self.claimed

    @property
    def outlived(self) -> set[str]:
        """The paths of all files of ours that are there and belong to nothing."""
        return {path for path in self.claimed - self.current if (self.output / path).exists()}

    def know_again(self) -> None:
        """Know files again that were copied, restored or synced: with other times, and the same bytes."""
        for key, known in self.episodes.items():
            self.episodes[key] = replace(known, files=_known_again(self.output, known.files))
        self.common = _known_again(self.output, self.common)

    def claim(self, paths: Iterable[str]) -> None:
        """Take paths for ours, on the disk, before anything is written to them."""
        new = sorted(set(paths) - self.claimed)
        if new:
            self.claimed.update(new)
            self._append({"claimed": new})

    def made(self, episode: EpisodeRecord) -> None:
        """Know a finished episode; files of its forerunner that it lacks now are outlived."""
        self._take(episode)
        self._append(_episode_line(episode))

    def forget(self, key: str) -> None:
        """Know an episode no more; its files are outlived."""
        self.claimed.update(file.path for file in self.episodes.pop(key).files)

    def settle(self) -> None:
        """Write all that is known anew, what is outlived and still there included."""
        self.claimed = self.outlived
        lines = [
            *map(_episode_line, (self.episodes[key] for key in sorted(self.episodes))),
            {"common": [asdict(file) for file in self.common], "digest": self.common_digest},
            {"complete": self.complete, "besides": self.besides},
            {"claimed": sorted(self.claimed)},
        ]
        folder = self.output / STATE_FOLDER
        files.write_text(folder / _RECORD, f"{_SCHEMA}\n" + "".join(map(_signed, lines)))
        for name in _OLDER:
            files.remove(folder, name)

    def _append(self, line: Mapping[str, Any]) -> None:
        path = self.output / STATE_FOLDER / _RECORD
        files.append_lines(path, ("" if path.exists() else f"{_SCHEMA}\n") + _signed(line))

    def _take(self, episode: EpisodeRecord) -> None:
        key = episode.episode.id
        if before := self.episodes.get(key):
            self.claimed.update(file.path for file in before.files)
            episode = replace(episode, published_s=episode.published_s or before.published_s)
        self.episodes[key] = episode

    def _read(self, line: bytes) -> None:
        """Take in a line of the log.

        Raises
        ------
        TypeError, ValueError, KeyError
            When it is damaged.
        """
        data = _verified(line)
        if "episode" in data:
            self._take(_episode(data))
        elif "common" in data:
            self.common, self.common_digest = _facts(data["common"]), str(data["digest"])
        elif "complete" in data:
            self.complete, self.besides = str(data["complete"]), tuple(map(str, data["besides"]))
        else:
            self.claimed.update(filter(is_below, data["claimed"]))


def read_record(output: Path) -> Record:
    """Read what earlier builds left; where it is damaged, the catalogue tells which files are ours."""
    record, whole = Record(output=output), True
    try:
        head, *lines = (output / STATE_FOLDER / _RECORD).read_bytes().split(b"\n")
    except OSError:
        head, lines = b"", []
    if head.decode("utf-8", "replace") != _SCHEMA:
        return Record(output=output, claimed={*read_paths(output), CATALOGUE})
    for line in filter(None, lines):
        try:
            record._read(line)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            whole = False
    if not whole:
        record.claimed |= {*read_paths(output), CATALOGUE}
    record.claimed -= record.current
    return record


def finished(record: Record) -> list[EpisodeRecord]:
    """Return all finished episodes in the release's order: rides, the newest first, then song by song."""
    rides = [known for known in record.episodes.values() if known.is_ride]
    rides.sort(key=lambda known: known.episode.song, reverse=True)

    def place(known: EpisodeRecord) -> tuple[bool, tuple[str, ...], bool, int]:
        path = PurePosixPath(known.song_path)
        elsewhere = path.parts[0] != SONGS_FOLDER
        return elsewhere, path.parts, known.episode.off_vocal, known.episode.track

    of_songs = [known for known in record.episodes.values() if not known.is_ride]
    return [*rides, *sorted(of_songs, key=place)]


def facts_of(output: Path, paths: Iterable[Path], known: Iterable[FileFacts] = ()) -> tuple[FileFacts, ...]:
    """Look at files below the output folder; those that are as they are `known`, by a digest, are not opened.

    Raises
    ------
    OSError
        When one of them is not there.
    """
    by_path = {file.path: file for file in known}
    found = []
    for path in paths:
        name, stat = path.relative_to(output).as_posix(), path.stat()
        old = by_path.get(name)
        digest = (old.digest if old and _is_as_left(old, stat) else "") or _digest_of(path)
        found.append(FileFacts(path=name, size=stat.st_size, changed_ns=stat.st_mtime_ns, digest=digest))
    return tuple(found)


def unchanged(output: Path, left: tuple[FileFacts, ...]) -> bool:
    """Tell whether files are as they were left, without opening them."""
    try:
        return all(_is_as_left(file, (output / file.path).stat()) for file in left)
    except OSError:
        return False


def _is_as_left(file: FileFacts, stat: os.stat_result) -> bool:
    return (file.size, file.changed_ns) == (stat.st_size, stat.st_mtime_ns)


def _known_again(output: Path, left: tuple[FileFacts, ...]) -> tuple[FileFacts, ...]:
    """Return files as they are now if only their times have changed, and else as they were left."""
    try:
        now = facts_of(output, [output / file.path for file in left], left)
    except OSError:
        return left
    timeless, were = ([replace(file, changed_ns=0) for file in some] for some in (now, left))
    return now if timeless == were else left


def _signed(line: Mapping[str, Any]) -> str:
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    return f"{_digest(text.encode())} {text}\n"


def _verified(line: bytes) -> dict[str, Any]:
    digest, _, text = line.partition(b" ")
    data = json.loads(text) if digest.decode("ascii", "replace") == _digest(text) else None
    if not isinstance(data, dict):
        raise ValueError("damaged")
    return data


def _digest_of(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()[:_DIGEST_DIGITS]


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[:_DIGEST_DIGITS]


def _episode_line(episode: EpisodeRecord) -> dict[str, Any]:
    return asdict(episode)


def _episode(data: dict[str, Any]) -> EpisodeRecord:
    return EpisodeRecord(
        **data
        | {
            "extras": Extras(**data["extras"]),
            "files": _facts(data["files"]),
            "episode": episode_from(data["episode"]),
        }
    )


def _facts(data: Iterable[Mapping[str, Any]]) -> tuple[FileFacts, ...]:
    found = tuple(FileFacts(**file) for file in data)
    if not all(is_below(file.path) for file in found):
        raise ValueError("a file lies outside of the release")
    return found
