"""The feed as four libraries of podcast programs read it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import feedparser
import podcastparser
from tests.acceptance.judge.tools import asked_npm

from lyricaudio.release.catalogue import read_catalogue
from lyricaudio.release.names.unique import addresses


class Feed(NamedTuple):
    """A feed as it was got, what its addresses begin with, and the release that it tells of."""

    xml: Path
    base: str
    release: Path


class Item(NamedTuple):
    """What every podcast program needs to know of an episode."""

    guid: str
    title: str
    url: str
    length: int
    seconds: int


def _feedparser(xml: Path) -> list[Item]:
    read = feedparser.parse(xml.read_bytes())
    if read.bozo:
        raise SystemExit(f"feedparser: {read.bozo_exception}")
    return [
        Item(e.id, e.title, sound.href, int(sound.length), int(e.itunes_duration))
        for e in read.entries
        for sound in e.enclosures
    ]


def _podcastparser(xml: Path) -> list[Item]:
    read = podcastparser.parse("http://localhost/", io.BytesIO(xml.read_bytes()))
    return [
        Item(
            e["guid"], e["title"], e["enclosures"][0]["url"], e["enclosures"][0]["file_size"], e["total_time"]
        )
        for e in read["episodes"]
    ]


def _partytime(xml: Path) -> list[Item]:
    return [
        Item(e["guid"], e["title"], e["enclosure"]["url"], e["enclosure"]["length"], e["duration"])
        for e in asked_npm("podcast-partytime", xml)["items"]
    ]


def _rss_parser(xml: Path) -> list[Item]:
    return [
        Item(
            e["guid"],
            e["title"],
            e["enclosure"]["url"],
            int(e["enclosure"]["length"]),
            int(e["itunes"]["duration"]),
        )
        for e in asked_npm("rss-parser", xml)["items"]
    ]


_READERS: tuple[Callable[[Path], list[Item]], ...] = (_feedparser, _podcastparser, _partytime, _rss_parser)


def feed(feed: Feed) -> Iterator[str]:
    """Let every library read it: the same episodes, those of the release, by addresses that lead to them."""
    items = _feedparser(feed.xml)
    for reader in _READERS[1:]:
        if sorted(reader(feed.xml)) != sorted(items):
            yield f"{reader.__name__[1:]} and feedparser read different episodes"
    mp3s = sorted(feed.release.glob("*/*.mp3"))
    if [_file(feed, item.url) for item in items] != mp3s:
        yield "its episodes are not the MP3s of the release in their order"
    if [item.length for item in items] != [mp3.stat().st_size for mp3 in mp3s]:
        yield "it tells other lengths than the files have"
    guids = [item.guid for item in items]
    if len(set(guids)) != len(guids):
        yield f"its guids are {guids}"
    if guids != [item.guid for item in _feedparser(feed.release / "feed.xml")]:
        yield "its guids are not those of the feed in the release"
    yield from _party(feed, asked_npm("podcast-partytime", feed.xml))


def _party(feed: Feed, read: dict[str, Any]) -> Iterator[str]:
    """Look at what only partytime knows: seasons, covers, transcripts, chapters."""
    urls = [read["itunesImage"]]
    for item in read["items"]:
        urls += [item["enclosure"]["url"], item["itunesImage"], item["podcastChapters"]["url"]]
        urls += [transcript["url"] for transcript in item["podcastTranscripts"]]
        number = (item["podcastSeason"]["number"], item["podcastEpisode"]["number"])
        if number != (item["itunesSeason"], item["itunesEpisode"]):
            yield f"partytime reads season and episode {number}"
    for url in urls:
        if not (url.isascii() and url.startswith(feed.base) and _file(feed, url).is_file()):
            yield f"{url} does not lead to a file of the release"
    if {Path(url).suffix for url in urls} != {".mp3", ".jpg", ".vtt", ".json"}:
        yield "its addresses have other endings than .mp3, .jpg, .vtt and .json"
    if read["itunesType"] != "serial":
        yield f"it is {read['itunesType']}, not a serial show"


def _file(feed: Feed, url: str) -> Path:
    """Return the file that an address leads to: one of the release, or an episode's by its own address."""
    path = unquote(url.removeprefix(feed.base))
    catalogue = read_catalogue(feed.release)
    addressed = {
        str(address): episode.files[kind]
        for episode in (catalogue.episodes if catalogue else ())
        for kind, address in addresses(episode).items()
    }
    return feed.release / addressed.get(path, path)
