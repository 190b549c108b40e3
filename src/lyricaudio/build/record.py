"""The build's memory: which files it made and what each was made from.

`.lyricaudio/build.json` is a hint that may be deleted: without it everything is made again, from the
stored clips as far as they are there. `release.json` lists our files too, so that a file of the person's
own is never taken for ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from lyricaudio import files

STATE_FOLDER = ".lyricaudio"
MANIFEST = "release.json"
_RECORD = "build.json"
_SCHEMA = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """A file as it was left: its path from the output folder, its size, and its time of change."""

    path: str
    size: int
    changed_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What may lie beside an episode: the stems with the notes as MIDI, and the lyric video."""

    stems: bool = False
    video: bool = False

    def __or__(self, other: Extras) -> Extras:
        """Return both."""
        return Extras(stems=self.stems or other.stems, video=self.video or other.video)


NO_EXTRAS = Extras()


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeRecord:
    """A finished episode: what it was made from (a digest), its length, and its files, the MP3 first.

    `extras` tells what is among them besides.
    """

    digest: str
    song_path: str
    seconds: float
    extras: Extras
    files: tuple[FileFacts, ...]


@dataclass(slots=True, kw_only=True)
class Record:
    """All finished episodes by key, and other files of ours.

    `common` belong to no single episode (playlists, page, feed), and `common_digest` says what they were
    made from; `claimed` are files that a manifest calls ours without a
    record of what they were made from. All are paths from the output folder.
    """

    episodes: dict[str, EpisodeRecord] = field(default_factory=dict)
    common: tuple[FileFacts, ...] = ()
    common_digest: str = ""
    claimed: set[str] = field(default_factory=set)

    @property
    def paths(self) -> set[str]:
        """Every file that is ours."""
        made = {file.path for item in self.episodes.values() for file in item.files}
        return made | {file.path for file in self.common} | self.claimed


def read_record(output: Path) -> Record:
    """Read what earlier builds left; damaged or absent, it is as if nothing were known but the manifest."""
    try:
        data = json.loads((output / STATE_FOLDER / _RECORD).read_text("utf-8"))
        if data["schema"] == _SCHEMA:
            return Record(
                episodes={key: _episode(item) for key, item in data["episodes"].items()},
                common=tuple(FileFacts(**file) for file in data["common"]),
                common_digest=data["common_digest"],
                claimed=set(data["claimed"]),
            )
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return Record(claimed=_manifest_paths(output))


def write_record(output: Path, record: Record) -> None:
    """Keep the record for the next build."""
    data = {
        "schema": _SCHEMA,
        "episodes": {key: asdict(item) for key, item in sorted(record.episodes.items())},
        "common": [asdict(file) for file in record.common],
        "common_digest": record.common_digest,
        "claimed": sorted(record.claimed),
    }
    files.write_text(output / STATE_FOLDER / _RECORD, json.dumps(data, ensure_ascii=False, indent=1))


def facts_of(output: Path, paths: Iterable[Path]) -> tuple[FileFacts, ...]:
    """Look at files below the output folder."""
    stats = [(path.relative_to(output).as_posix(), path.stat()) for path in paths]
    return tuple(FileFacts(path=path, size=stat.st_size, changed_ns=stat.st_mtime_ns) for path, stat in stats)


def unchanged(output: Path, left: tuple[FileFacts, ...]) -> bool:
    """Tell whether files are as they were left, without opening them."""
    try:
        return facts_of(output, [output / file.path for file in left]) == left
    except OSError:
        return False


def _manifest_paths(output: Path) -> set[str]:
    try:
        data = json.loads((output / MANIFEST).read_text("utf-8"))
        return {path for path in map(str, data["files"]) if is_inside(path)}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def is_inside(path: str) -> bool:
    """Tell whether a path stays below the output folder, as all of ours do."""
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts


def _episode(item: dict[str, Any]) -> EpisodeRecord:
    files = tuple(FileFacts(**file) for file in item["files"])
    return EpisodeRecord(**(item | {"files": files, "extras": Extras(**item["extras"])}))
