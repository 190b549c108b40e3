"""The release as a podcast: an RSS feed that real clients subscribe to.

All albums are one serial show: an album is a season under its own title, an episode counts within it. What
PSP-1 (the podcast standards project's profile of RSS) asks for is there, and of the podcast namespace
transcripts, chapters, seasons' names, the show's identity and the lock against other hosts.

The addresses in the file begin with `LOCAL_BASE`. Who hands it out puts its own in their place by
`with_base`; the episodes stay the same ones, for their identity holds no address. Nor does it change with the
sound, but the address does (`names.unique`); and an episode's date is the one at which it first came out.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from html import escape
from pathlib import PurePosixPath
from urllib.parse import quote
from xml.etree import ElementTree

from lyricaudio.release.catalogue import CatalogueEpisode, by_song
from lyricaudio.release.names.dates import published
from lyricaudio.release.names.unique import addresses
from lyricaudio.release.texts.cleantext import one_line, plain_lines

FEED = PurePosixPath("feed.xml")
"""Where the feed lies, from the root of the release."""

COVER = PurePosixPath("cover-1400.jpg")
"""The show's picture: directories want 1400 pixels at least."""

LOCAL_BASE = "http://localhost:8765/"
"""What the addresses in the file on the disk begin with."""

_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
"""By the prefixes that everybody uses; elements are written with them as they stand."""

_SHOWS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")  # what the podcast namespace derives guids from
_GUID = re.compile("(<podcast:guid>)([0-9a-f-]{36})<")
_LANGUAGE = "ja"
_CATEGORY = ("Education", "Courses")


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """The podcast as a whole.

    Attributes
    ----------
    guid
        What makes it the same show after any change of its title or address (`show_guid`).
    description
        What it is about, in plain lines.
    generator
        The program and its version.
    """

    guid: str
    title: str
    author: str
    description: str
    generator: str


def episode_guid(episode: CatalogueEpisode) -> str:
    """Return the identity of an episode, whatever its sound, its host and its place in the release."""
    return f"lyricaudio:{episode.song}:{episode.form}"


def feed_xml(show: Show, episodes: Iterable[CatalogueEpisode], dates: Mapping[str, int] | None = None) -> str:
    """Return the text of the feed.

    Parameters
    ----------
    episodes
        In the order of the release. The feed keeps it, for a serial show begins at its beginning; players
        that want the newest first sort by date. Those without the voice are left out.
    dates
        When each came out, by its guid, in seconds since 1970; None is a minute after the one before.
    """
    albums = by_song(episodes)
    if dates is None:
        dates = published([episode_guid(episode) for album in albums for episode in album], {}, now_s=0)
    namespaces = {f"xmlns:{prefix}": uri for prefix, uri in _NAMESPACES.items()}
    rss = ElementTree.Element("rss", {"version": "2.0", **namespaces})
    channel = ElementTree.SubElement(rss, "channel")
    _describe(channel, show)
    for season, album in enumerate(albums, start=1):
        for episode in album:
            _add_item(channel, episode, season, dates[episode_guid(episode)])
    ElementTree.indent(rss, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(rss, encoding="unicode")}\n'


def dates_in(feed: bytes) -> dict[str, int]:
    """Return the dates of episodes by their guids, in seconds since 1970; none when it is no feed."""
    try:
        return {
            item.findtext("guid", ""): int(parsedate_to_datetime(item.findtext("pubDate", "")).timestamp())
            for item in ElementTree.fromstring(feed).iter("item")
        }
    except (ElementTree.ParseError, ValueError, OverflowError):
        return {}


def with_base(feed: str, base: str) -> str:
    """Return the feed with other addresses in it.

    Parameters
    ----------
    base
        What they begin with: ASCII, percent-encoded, with a final slash.
    """
    return feed.replace(LOCAL_BASE, escape(base))


def with_identity(feed: str, seed: str) -> str:
    """Return the feed as the podcast of a place: copies of one release that are at two places are two.

    Parameters
    ----------
    seed
        What stays, and no other podcast has: the feed's address in the web, as the namespace asks for it
        (without `https://` and a last slash), or what a server knows itself by.
    """
    return _GUID.sub(lambda found: f"{found[1]}{show_guid(seed)}<", feed, count=1)


def show_guid(seed: str) -> str:
    """Return the identity of a podcast that has a text to itself."""
    return str(uuid.uuid5(_SHOWS, seed))


def guid_in(feed: bytes) -> str:
    """Return the podcast's identity; empty when it is no feed."""
    found = _GUID.search(feed.decode(errors="replace"))
    return found[2] if found else ""


def _describe(channel: ElementTree.Element, show: Show) -> None:
    """Say what the show is."""
    _add(channel, "title", one_line(show.title))
    _add(channel, "link", LOCAL_BASE)
    _add(channel, "atom:link", href=_url(FEED), rel="self", type="application/rss+xml")
    _add(channel, "description", plain_lines(show.description))
    _add(channel, "language", _LANGUAGE)
    _add(channel, "generator", one_line(show.generator))
    _add(channel, "podcast:guid", show.guid)
    _add(channel, "podcast:locked", "yes")
    _add(channel, "itunes:author", one_line(show.author))
    _add(channel, "itunes:type", "serial")
    _add(channel, "itunes:explicit", "false")
    _add(channel, "itunes:block", "Yes")  # it is somebody's own: no directory should list it
    _add(channel, "itunes:image", href=_url(COVER))
    _add(_add(channel, "itunes:category", text=_CATEGORY[0]), "itunes:category", text=_CATEGORY[1])


def _add_item(channel: ElementTree.Element, item: CatalogueEpisode, season: int, date_s: int) -> None:
    """Add an episode."""
    found = addresses(item)
    element = _add(channel, "item")
    _add(element, "title", one_line(item.title))
    _add(element, "guid", episode_guid(item), isPermaLink="false")
    _add(element, "link", f"{LOCAL_BASE}#{quote(item.id)}")
    _add(element, "pubDate", format_datetime(datetime.fromtimestamp(date_s, UTC)))
    _add(element, "description", plain_lines(item.about))
    _add(element, "content:encoded", _html(item))
    _add(element, "enclosure", url=_url(found["mp3"]), length=str(item.size_bytes), type="audio/mpeg")
    _add(element, "itunes:duration", str(round(item.seconds)))
    _add(element, "itunes:image", href=_url(item.path("cover")))
    _add(element, "itunes:explicit", "false")
    _add(element, "itunes:episodeType", "full")
    _add(element, "itunes:season", str(season))
    _add(element, "itunes:episode", str(item.track))
    _add(element, "podcast:season", str(season), name=one_line(item.song_title))
    _add(element, "podcast:episode", str(item.track))
    _add(element, "podcast:transcript", url=_url(found["vtt"]), type="text/vtt", language=_LANGUAGE)
    _add(element, "podcast:chapters", url=_url(found["chapters"]), type="application/json+chapters")


def _html(item: CatalogueEpisode) -> str:
    """Return the notes to an episode: what it is, and all that is said."""
    blocks = (plain_lines(item.about), *plain_lines(item.lyrics).split("\n\n"))
    return "".join(_paragraph(block) for block in blocks if block)


def _paragraph(block: str) -> str:
    return f"<p>{'<br/>'.join(map(escape, block.splitlines()))}</p>"


def _add(
    parent: ElementTree.Element, tag: str, content: str | None = None, /, **attributes: str
) -> ElementTree.Element:
    """Add an element by its name with the usual prefix."""
    element = ElementTree.SubElement(parent, tag, attributes)
    element.text = content
    return element


def _url(path: PurePosixPath) -> str:
    return LOCAL_BASE + quote(str(path))
