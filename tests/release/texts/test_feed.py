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
from lyricaudio.release.texts.feed import Show, feed_xml, with_base

SHOW = Show(
    show_id="G検定のうた",
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
)
WHERE = "http://localhost:8765/04%20ReLU%E3%81%AE%E3%81%86%E3%81%9F"
FILE = f"{WHERE}/02%20%E8%A7%A3%E8%AA%AC"
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


GUIDS = ["lyricaudio:a:song", "lyricaudio:b:song", "lyricaudio:b:explain"]


def three_items() -> list[CatalogueEpisode]:
    places = (("a", "song"), ("b", "song"), ("b", "explain"))
    made = [replace(ITEM, song=song, form=form, track=1 + (form != "song")) for song, form in places]
    return [replace(one, title=f"回{number}") for number, one in enumerate(made, start=1)]


def test_a_feed_holds_what_the_podcast_standard_asks_for() -> None:
    assert feed_xml(SHOW, [ITEM]) == GOLDEN


def test_the_show_stays_the_same_under_another_title() -> None:
    guid = ".//{https://podcastindex.org/namespace/1.0}guid"
    shows = [SHOW, replace(SHOW, title="別の名"), replace(SHOW, show_id="別のもの")]
    found = [ElementTree.fromstring(feed_xml(show, [])).findtext(guid) for show in shows]
    assert found[0] == found[1] != found[2]


def test_episodes_stand_in_order_with_dates_a_minute_apart() -> None:
    channel = ElementTree.fromstring(feed_xml(SHOW, three_items()))
    assert [item.findtext("title") for item in channel.iter("item")] == ["回1", "回2", "回3"]
    dates = [parsedate_to_datetime(item.findtext("pubDate", "")) for item in channel.iter("item")]
    assert [(after - before).total_seconds() for before, after in pairwise(dates)] == [60, 60]


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


def test_feedparser_finds_it_well_formed_and_all_of_it() -> None:
    parsed = feedparser.parse(feed_xml(SHOW, three_items()).encode())
    assert not parsed.bozo
    channel = parsed.feed
    assert (channel.title, channel.language, channel.itunes_type) == ("G検定のうた", "ja", "serial")
    entry = parsed.entries[1]
    assert [found.id for found in parsed.entries] == GUIDS
    assert (entry.enclosures[0].href, entry.enclosures[0].length) == (f"{FILE}.mp3", "2985000")
    assert entry.podcast_transcript["url"] == f"{FILE}.vtt"
    assert entry.podcast_chapters["type"] == "application/json+chapters"


def test_podcastparser_which_gpodder_uses_finds_the_episodes_in_order() -> None:
    feed = io.BytesIO(feed_xml(SHOW, three_items()).encode())
    parsed = podcastparser.parse("http://localhost:8765/feed.xml", feed)
    assert (parsed["type"], parsed["cover_url"]) == ("serial", "http://localhost:8765/cover-1400.jpg")
    assert [episode["guid"] for episode in parsed["episodes"]] == GUIDS
    found = [(episode["season"], episode["number"], episode["total_time"]) for episode in parsed["episodes"]]
    assert found == [(1, 1, 187), (2, 1, 187), (2, 2, 187)]
