"""The feed: as text, and as two podcast programs' parsers understand it."""

from __future__ import annotations

import io
from dataclasses import replace
from email.utils import parsedate_to_datetime
from itertools import pairwise
from xml.etree import ElementTree

import feedparser
import podcastparser
import pytest
from tests.stand_ins.episodes import episode

from lyricaudio.release.catalogue import CatalogueEpisode
from lyricaudio.release.texts.feed import (
    Show,
    dates_in,
    feed_xml,
    guid_in,
    show_guid,
    with_base,
    with_identity,
)

SHOW = Show(
    guid=show_guid("G検定のうた"),
    title="G検定のうた",
    author="わたし",
    description="覚えうた",
    generator="lyricaudio 0.1.0",
)
ITEM = episode(
    form="explain",
    title="ReLUのうた (解説) <&>",
    about="一行ごとに聴きます。",
    lyrics="負ならゼロ\n正なら x > 0\n\nまとめ",
    seconds=186.6,
    size_bytes=2_985_000,
    digest="9f8e7d6c5b4a",
)
WHERE = "http://localhost:8765/04%20ReLU%E3%81%AE%E3%81%86%E3%81%9F"
FILE = "http://localhost:8765/episodes/04-relu-explain-9f8e7d6c"
GOLDEN = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" \
xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0">
 <channel>
  <title>G検定のうた</title>
  <link>http://localhost:8765/</link>
  <atom:link href="http://localhost:8765/feed.xml" rel="self" type="application/rss+xml" />
  <description>覚えうた</description>
  <language>ja</language>
  <generator>lyricaudio 0.1.0</generator>
  <podcast:guid>6574939d-c51b-5d27-bfb6-63e0439f7060</podcast:guid>
  <podcast:locked>yes</podcast:locked>
  <itunes:author>わたし</itunes:author>
  <itunes:type>serial</itunes:type>
  <itunes:explicit>false</itunes:explicit>
  <itunes:block>Yes</itunes:block>
  <itunes:image href="http://localhost:8765/cover-1400.jpg" />
  <itunes:category text="Education">
   <itunes:category text="Courses" />
  </itunes:category>
  <item>
   <title>ReLUのうた (解説) &lt;&amp;&gt;</title>
   <guid isPermaLink="false">lyricaudio:04-relu:explain</guid>
   <link>http://localhost:8765/#04-relu/explain</link>
   <pubDate>Thu, 01 Jan 2026 00:00:00 +0000</pubDate>
   <description>一行ごとに聴きます。</description>
   <content:encoded>&lt;p&gt;一行ごとに聴きます。&lt;/p&gt;\
&lt;p&gt;負ならゼロ&lt;br/&gt;正なら x &amp;gt; 0&lt;/p&gt;\
&lt;p&gt;まとめ&lt;/p&gt;</content:encoded>
   <enclosure url="{FILE}.mp3" length="2985000" type="audio/mpeg" />
   <itunes:duration>187</itunes:duration>
   <itunes:image href="{WHERE}/folder.jpg" />
   <itunes:explicit>false</itunes:explicit>
   <itunes:episodeType>full</itunes:episodeType>
   <itunes:season>1</itunes:season>
   <itunes:episode>2</itunes:episode>
   <podcast:season name="ReLUのうた">1</podcast:season>
   <podcast:episode>2</podcast:episode>
   <podcast:transcript url="{FILE}.vtt" type="text/vtt" language="ja" />
   <podcast:chapters url="{FILE}.chapters.json" type="application/json+chapters" />
  </item>
 </channel>
</rss>
"""


SECOND = "http://localhost:8765/episodes/b-song-9f8e7d6c"
GUIDS = ["lyricaudio:a:song", "lyricaudio:b:song", "lyricaudio:b:explain"]


def three_items() -> list[CatalogueEpisode]:
    places = (("a", "song"), ("b", "song"), ("b", "explain"))
    made = [replace(ITEM, song=song, form=form, track=1 + (form != "song")) for song, form in places]
    return [replace(one, title=f"回{number}") for number, one in enumerate(made, start=1)]


def test_a_feed_holds_what_the_podcast_standard_asks_for() -> None:
    assert feed_xml(SHOW, [ITEM]) == GOLDEN


def test_the_show_is_known_by_its_guid() -> None:
    assert guid_in(feed_xml(SHOW, []).encode()) == SHOW.guid == "6574939d-c51b-5d27-bfb6-63e0439f7060"
    assert show_guid("別のもの") != SHOW.guid


@pytest.mark.parametrize("damaged", ["", "<rss>", "<podcast:guid></podcast:guid>", "<podcast:guid>G検定<"])
def test_what_is_no_feed_has_no_guid(damaged: str) -> None:
    assert guid_in(damaged.encode()) == ""


def test_episodes_stand_in_order_with_dates_a_minute_apart() -> None:
    channel = ElementTree.fromstring(feed_xml(SHOW, three_items()))
    assert [item.findtext("title") for item in channel.iter("item")] == ["回1", "回2", "回3"]
    dates = [parsedate_to_datetime(item.findtext("pubDate", "")) for item in channel.iter("item")]
    assert [(after - before).total_seconds() for before, after in pairwise(dates)] == [60, 60]


def test_a_date_is_the_one_at_which_the_episode_came_out() -> None:
    dates = dict(zip(GUIDS, (1_800_000_000, 1_700_000_000, 1_800_000_001), strict=True))
    feed = feed_xml(SHOW, three_items(), dates)
    found = [item.findtext("pubDate") for item in ElementTree.fromstring(feed).iter("item")]
    assert found[:2] == ["Fri, 15 Jan 2027 08:00:00 +0000", "Tue, 14 Nov 2023 22:13:20 +0000"]
    assert dates_in(feed.encode()) == dates


@pytest.mark.parametrize("damaged", ["", "<rss>", "<rss><item><pubDate>soon</pubDate></item></rss>"])
def test_what_is_no_feed_has_no_dates(damaged: str) -> None:
    assert dates_in(damaged.encode()) == {}


def test_another_sound_has_another_address_and_the_same_sound_has_the_same() -> None:
    def enclosures(item: CatalogueEpisode) -> list[str | None]:
        return [one.get("url") for one in ElementTree.fromstring(feed_xml(SHOW, [item])).iter("enclosure")]

    assert enclosures(replace(ITEM, digest="00")) != enclosures(ITEM)
    assert enclosures(replace(ITEM, title="別の名", size_bytes=1, track=7)) == enclosures(ITEM)


def test_another_sound_changes_neither_identity_nor_date() -> None:
    def identities(items: list[CatalogueEpisode]) -> list[tuple[str | None, str | None]]:
        channel = ElementTree.fromstring(feed_xml(SHOW, items))
        return [(item.findtext("guid"), item.findtext("pubDate")) for item in channel.iter("item")]

    items = three_items()
    louder = [
        replace(item, seconds=99.0, size_bytes=1, files={**item.files, "mp3": "b.mp3"}) for item in items
    ]
    assert identities(louder) == identities(items)


@pytest.mark.parametrize("base", ["http://192.168.1.7:8765/", "https://uta.example/a%20b/", "http://h/?a&b/"])
def test_all_addresses_move_together_and_identities_stay(base: str) -> None:
    moved = with_base(feed_xml(SHOW, three_items()), base)
    assert "localhost" not in moved
    channel = ElementTree.fromstring(moved)
    urls = [element.get("url", "") for element in channel.iter("enclosure")]
    assert all(url.startswith(base) and url.isascii() and url.endswith(".mp3") for url in urls)
    assert [guid.text for guid in channel.iter("guid")] == GUIDS


def test_a_podcast_of_its_own_differs_in_its_guid_alone() -> None:
    feed = feed_xml(SHOW, three_items())
    first, second = (with_identity(feed, seed).splitlines() for seed in ("lyricaudio-1", "lyricaudio-2"))
    differing = [one for one, other in zip(first, second, strict=True) if one != other]
    assert len(differing) == 1
    assert "<podcast:guid>" in differing[0]
    assert with_identity(feed, "lyricaudio-1").splitlines() == first


def test_feedparser_finds_it_well_formed_and_all_of_it() -> None:
    parsed = feedparser.parse(feed_xml(SHOW, three_items()).encode())
    assert not parsed.bozo
    channel = parsed.feed
    assert (channel.title, channel.language, channel.itunes_type) == ("G検定のうた", "ja", "serial")
    entry = parsed.entries[1]
    assert [found.id for found in parsed.entries] == GUIDS
    assert (entry.enclosures[0].href, entry.enclosures[0].length) == (f"{SECOND}.mp3", "2985000")
    assert entry.podcast_transcript["url"] == f"{SECOND}.vtt"
    assert entry.podcast_chapters["type"] == "application/json+chapters"


def test_podcastparser_which_gpodder_uses_finds_the_episodes_in_order() -> None:
    feed = io.BytesIO(feed_xml(SHOW, three_items()).encode())
    parsed = podcastparser.parse("http://localhost:8765/feed.xml", feed)
    assert (parsed["type"], parsed["cover_url"]) == ("serial", "http://localhost:8765/cover-1400.jpg")
    assert [episode["guid"] for episode in parsed["episodes"]] == GUIDS
    found = [(episode["season"], episode["number"], episode["total_time"]) for episode in parsed["episodes"]]
    assert found == [(1, 1, 187), (2, 1, 187), (2, 2, 187)]
