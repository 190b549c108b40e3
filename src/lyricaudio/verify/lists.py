"""Whether all files of a release are there, and playlists and feed name its episodes as they are."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from lyricaudio.messages import told
from lyricaudio.release.catalogue import Catalogue, CatalogueEpisode
from lyricaudio.release.names.unique import addresses
from lyricaudio.release.texts.cleantext import one_line
from lyricaudio.release.texts.feed import FEED, episode_guid
from lyricaudio.verify.fault import Fault, Kind

_PLAYLIST = ".m3u8"
_ENTRY = "#EXTINF:"


def file_faults(root: Path, catalogue: Catalogue) -> Iterator[Fault]:
    """Yield the files that are named and are not there, or are empty."""
    named = dict.fromkeys(
        (*catalogue.files, *(path for one in catalogue.episodes for path in one.files.values()))
    )
    for path in named:
        if not (root / path).is_file():
            yield Fault(kind=Kind.FILE, path=path, what=told("the file is not there"))
        elif not (root / path).stat().st_size:
            yield Fault(kind=Kind.FILE, path=path, what=told("the file is empty"))


def playlist_faults(root: Path, catalogue: Catalogue) -> Iterator[Fault]:
    """Yield what is wrong with playlists; each album's names all of its episodes."""
    episodes = {str(one.mp3): one for one in catalogue.episodes}
    for path in map(PurePosixPath, catalogue.files):
        if path.suffix == _PLAYLIST and (root / path).is_file():
            named = dict(_entries((root / path).read_text("utf-8", "replace"), path.parent))
            for what in _of_playlist(path, named, episodes):
                yield Fault(kind=Kind.LIST, path=str(path), what=what)


def _entries(text: str, folder: PurePosixPath) -> Iterator[tuple[str, str]]:
    """Yield the path of each entry, from the release's folder, and what stands above it."""
    above = ""
    for row in text.splitlines():
        if row and not row.startswith("#"):
            yield posixpath.normpath(folder / row), above
        above = row


def _of_playlist(
    path: PurePosixPath, named: Mapping[str, str], episodes: Mapping[str, CatalogueEpisode]
) -> Iterator[str]:
    for mp3, above in named.items():
        if mp3 not in episodes:
            yield told("it names {mp3}, which is no episode of the release", mp3=mp3)
        elif above != _label(episodes[mp3]):
            yield told("what it says of {mp3} is not what the catalogue says", mp3=mp3)
    album = [mp3 for mp3 in episodes if PurePosixPath(mp3).parent == path.parent]
    for mp3 in album:
        if mp3 not in named:
            yield told("it does not name {mp3}", mp3=mp3)


def _label(episode: CatalogueEpisode) -> str:
    return f"{_ENTRY}{episode.seconds:.0f},{one_line(episode.artist)} - {one_line(episode.title)}"


def feed_faults(root: Path, catalogue: Catalogue) -> Iterator[Fault]:
    """Yield what is wrong with the feed: each episode with a voice is in it, with the sound that there is."""
    if not (root / FEED).is_file():
        return
    try:
        channel = ElementTree.parse(root / FEED)
    except ElementTree.ParseError:
        yield Fault(kind=Kind.LIST, path=str(FEED), what=told("it is damaged"))
        return
    items = {item.findtext("guid", ""): item for item in channel.iter("item")}
    wanted = {episode_guid(one): one for one in catalogue.episodes if not one.off_vocal}
    for guid, episode in wanted.items():
        for what in _of_item(items.get(guid), episode):
            yield Fault(kind=Kind.LIST, path=str(FEED), what=what)
    for guid in items.keys() - wanted.keys():
        what = told(
            "it has '{title}', which is no episode of the release", title=items[guid].findtext("title")
        )
        yield Fault(kind=Kind.LIST, path=str(FEED), what=what)


def _of_item(item: ElementTree.Element | None, episode: CatalogueEpisode) -> Iterator[str]:
    if item is None:
        yield told("it lacks {episode}", episode=episode.id)
        return
    enclosure = item.find("enclosure")
    found = dict(enclosure.attrib) if enclosure is not None else {}
    address = unquote(urlsplit(found.get("url", "")).path).lstrip("/")
    named = (item.findtext("title"), address, found.get("length"))
    if named != (one_line(episode.title), str(addresses(episode)["mp3"]), str(episode.size_bytes)):
        yield told("what it says of {episode} is not what the catalogue says", episode=episode.id)
