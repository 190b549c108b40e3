"""The names in a tag as programs of eight makers read them: a listener may have any of them."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.acceptance.judge.episode import Episode
from tests.acceptance.judge.tools import asked_npm, probed, run

Reader = Callable[[Path], Mapping[str, Any]]

FIELDS = ("title", "artist", "album", "album artist", "track", "disc", "year", "title sort", "album sort")


def _ffprobe(mp3: Path) -> Mapping[str, Any]:
    return dict(probed(mp3)["format"].get("tags", {}))


def _exiftool(mp3: Path) -> Mapping[str, Any]:
    (said,) = json.loads(run("exiftool", "-json", mp3).stdout)
    return dict(said)


def _taglib(mp3: Path) -> Mapping[str, Any]:
    said = json.loads(run("kid3-cli", "-c", '{"method":"get"}', mp3).stdout)
    return {frame["name"]: frame["value"] for frame in said["result"]["taggedFile"]["tag2"]["frames"]}


def _id3lib(mp3: Path) -> Mapping[str, Any]:
    said = run("id3v2", "-l", mp3).stdout.decode("utf-8", "replace")
    return dict(re.findall(r"(?m)^(\w{4}) \(.*?\): (.*)$", said))


def _eyed3(mp3: Path) -> Mapping[str, Any]:
    said = run("eyeD3", "--plugin", "json", mp3).stdout
    found = json.loads(said[said.index(b"{") : said.rindex(b"}") + 1])
    for name in ("track_num", "disc_num"):
        found[name] = f"{found[name]['count']}/{found[name]['total']}"
    return dict(found)


def _tinytag(mp3: Path) -> Mapping[str, Any]:
    said = json.loads(run(sys.executable, "-m", "tinytag", "--format", "json", mp3).stdout)
    found = {name: values[0] for name, values in said.items() if isinstance(values, list)}
    for name in ("track", "disc"):
        found[name] = f"{found.get(name)}/{found.get(f'{name}_total')}"
    return found


def _music_metadata(mp3: Path) -> Mapping[str, Any]:
    return dict(asked_npm("music-metadata", mp3))


def _node_id3(mp3: Path) -> Mapping[str, Any]:
    return dict(asked_npm("node-id3", mp3))


_READERS: dict[Reader, str] = {
    _ffprobe: "title, artist, album, album_artist, track, disc, date, title-sort, album-sort",
    _exiftool: "Title, Artist, Album, Band, Track, PartOfSet, Year, TitleSortOrder, AlbumSortOrder",
    _taglib: "Title, Artist, Album, Album Artist, Track Number, Disc Number, Date",
    _id3lib: "TIT2, TPE1, TALB, TPE2, TRCK, TPOS, TYER",
    _eyed3: "title, artist, album, album_artist, track_num, disc_num, recording_date",
    _tinytag: "title, artist, album, albumartist, track, disc, year, tsot, tsoa",
    _music_metadata: "title, artist, album, albumartist, track, disk, year, titlesort, albumsort",
    _node_id3: "title, artist, album, performerInfo, trackNumber, partOfSet, year, titleSortOrder,"
    " albumSortOrder",
}
"""Each reader, and what it calls the fields, in their order; some have no sort names."""


def readers(episode: Episode) -> Iterator[str]:
    """Ask every reader for the names; they agree, and the strict ones have no complaints."""
    expected = _named(_ffprobe, episode)
    for reader in _READERS:
        for field, text in _named(reader, episode).items():
            if text != expected[field]:
                yield f"{reader.__name__[1:]} reads the {field} '{text}', not '{expected[field]}'"
    yield from asked_npm("music-metadata", episode.mp3)["warnings"]
    said = run("exiftool", "-a", "-s3", "-validate", "-warning", "-error", episode.mp3).stdout.decode()
    # That the sort names are not of version 2.3 is known; every player reads them.
    yield from (line for line in said.splitlines()[1:] if "'TSO" not in line)


def _named(reader: Reader, episode: Episode) -> dict[str, str]:
    """Return what a reader tells under each field that it knows."""
    told = reader(episode.mp3)
    return {
        field: str(told.get(name)) for field, name in zip(FIELDS, _READERS[reader].split(", "), strict=False)
    }


def table_of_contents(episode: Episode) -> Iterator[str]:
    """Ask node-id3 and music-metadata for the chapters: listed in order, and the same as ffprobe's."""
    tag = asked_npm("node-id3", episode.mp3)
    chapters, tables = tag.get("chapter", []), tag.get("tableOfContents", [])
    ids = [chapter["elementID"] for chapter in chapters]
    if not (len(tables) == 1 and tables[0]["isOrdered"] and tables[0]["elements"] == ids):
        yield f"its tables of contents are {tables} for the chapters {ids}"
    if not all(table.get("tags", {}).get("title") for table in tables):
        yield "its table of contents has no title"
    seen = [(float(c["start_time"]), c["tags"]["title"]) for c in probed(episode.mp3)["chapters"]]
    if [(chapter["startTimeMs"] / 1000, chapter["tags"]["title"]) for chapter in chapters] != seen:
        yield "node-id3 and ffprobe see different chapters"
    if [
        (c["start"], c["title"]) for c in asked_npm("music-metadata", episode.mp3).get("chapters", [])
    ] != seen:
        yield "music-metadata and ffprobe see different chapters"
