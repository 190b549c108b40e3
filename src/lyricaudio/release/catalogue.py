"""The one description of what was made, `release.json`, for page, feed, playlists, zips, export and server.

It names only files that are there. Its `version` changes when a reader would have to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

from lyricaudio.files import is_below

CATALOGUE = "release.json"
_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueLine:
    """A text as it is heard in an episode, in seconds from its start.

    `line` is the identity of the lyric line or point that it belongs to, within its song; `song` is that of
    another song than the episode's own, if it is of one.
    """

    line: str
    role: str
    text: str
    start_s: float
    end_s: float
    song: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEpisode:
    """A finished episode.

    Attributes
    ----------
    id, song, form
        `<song>/<form>`, and its two halves: what everything that is kept about it hangs on.
    label, about
        The form, for the listener: its name, and what such an episode is.
    title, artist, album, year, track
        What the tags say.
    song_title, tags, title_sort
        The song's, for lists; the title also in kana, to be found by.
    off_vocal
        Whether the voice is left out; page and feed leave out such an episode.
    lyrics
        All that is said, plain, in lines.
    digest
        Another one whenever the bytes of its sound file differ; empty in a release of an older version.
    files
        Their paths from the output folder, by what they are: `mp3`, `lrc`, `cover`, …
    lines
        What is heard when, in order.
    """

    id: str
    song: str
    form: str
    label: str
    about: str
    title: str
    artist: str
    album: str
    year: int
    track: int
    song_title: str
    tags: tuple[str, ...]
    off_vocal: bool
    lyrics: str
    seconds: float
    size_bytes: int
    files: Mapping[str, str]
    lines: tuple[CatalogueLine, ...]
    digest: str = ""
    title_sort: str = ""

    @property
    def mp3(self) -> PurePosixPath:
        """The path of its sound."""
        return self.path("mp3")

    def path(self, kind: str) -> PurePosixPath:
        """Return the path of one of its files."""
        return PurePosixPath(self.files[kind])


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All finished episodes in the order of the release, and the paths of its files but for the catalogue.

    `loudness_lufs` is what all of them are mastered to.
    """

    title: str
    artist: str
    made_by: str
    episodes: tuple[CatalogueEpisode, ...]
    files: tuple[str, ...]
    loudness_lufs: float = -16.0


def by_song(episodes: Iterable[CatalogueEpisode]) -> tuple[tuple[CatalogueEpisode, ...], ...]:
    """Return the episodes of each song, those without the voice left out."""
    heard = (episode for episode in episodes if not episode.off_vocal)
    return tuple(tuple(group) for _, group in groupby(heard, key=lambda episode: episode.song))


def files_of_songs(catalogue: Catalogue) -> dict[str, tuple[PurePosixPath, ...]]:
    """Return the files of each song's episodes, and the playlists of its albums, by the song's identity."""
    songs: dict[str, dict[PurePosixPath, None]] = {}
    for episode in catalogue.episodes:
        songs.setdefault(episode.song, {}).update(dict.fromkeys(map(PurePosixPath, episode.files.values())))
    owners = {path.parent: song for song, paths in songs.items() for path in paths}
    for path in map(PurePosixPath, catalogue.files):
        if path.parent in owners:
            songs[owners[path.parent]][path] = None
    return {song: tuple(sorted(paths)) for song, paths in songs.items()}


def zip_path(song: str) -> PurePosixPath:
    """Return where the archive of a song's files is had, whoever makes it; the song by its identity."""
    return PurePosixPath("zip") / f"{song}.zip"


def catalogue_json(catalogue: Catalogue) -> str:
    """Return the text of `release.json`."""
    data = {"version": _VERSION, **asdict(catalogue)}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def read_catalogue(root: Path) -> Catalogue | None:
    """Read the catalogue of a release; None when there is none, or none that can be read."""
    try:
        return catalogue_from((root / CATALOGUE).read_bytes())
    except (OSError, ValueError):
        return None


def catalogue_from(text: bytes) -> Catalogue:
    """Return the catalogue that a `release.json` holds, but for files outside of the release.

    Raises
    ------
    ValueError
        When it is damaged, or of a version that is not known here.
    """
    try:
        data = json.loads(text)
        if data.pop("version") != _VERSION:
            raise ValueError("of another version")
        episodes = tuple(map(episode_from, data["episodes"]))
        return Catalogue(**data | {"episodes": episodes, "files": _below(data["files"])})
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"no catalogue: {error}") from error


def read_paths(root: Path) -> tuple[str, ...]:
    """Return the paths that a catalogue of any version names, as far as they stay in the release."""
    try:
        return _below(json.loads((root / CATALOGUE).read_bytes())["files"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()


def episode_from(data: Mapping[str, Any]) -> CatalogueEpisode:
    """Return an episode from its JSON.

    Raises
    ------
    TypeError, ValueError, KeyError
        When it is not one.
    """
    lines = tuple(CatalogueLine(**line) for line in data["lines"])
    names = [
        *(name for line in lines for name in (line.line, line.role, line.text, line.song)),
        data["id"],
        data["song"],
    ]
    if not all(isinstance(name, str) for name in names):
        raise ValueError("what should be a text is none")
    files = dict(data["files"])
    if not all(isinstance(path, str) and is_below(path) for path in files.values()):
        raise ValueError("a file of an episode lies outside of the release")
    return CatalogueEpisode(**{**data, "lines": lines, "files": files, "tags": tuple(data["tags"])})


def _below(names: Iterable[object]) -> tuple[str, ...]:
    return tuple(name for name in names if isinstance(name, str) and is_below(name))
