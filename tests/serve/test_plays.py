from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tests.stand_ins.episodes import episode, write_catalogue

from lyricaudio.release.catalogue import CatalogueEpisode, CatalogueLine
from lyricaudio.release.names.unique import addresses
from lyricaudio.release.texts.feed import episode_guid
from lyricaudio.serve.offer import Offer
from lyricaudio.serve.plays import MOST_PLAYS, exposures, parse_plays, played_episode
from lyricaudio.study.log import Event

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
AT = datetime(2026, 11, 30, 7, 30, 5, tzinfo=UTC)


def cue(line: str, start_s: float, role: str = "lyric", **given: Any) -> CatalogueLine:
    return CatalogueLine(line=line, role=role, text=line, start_s=start_s, end_s=start_s + 4.0, **given)


CUES = (
    cue("a", 1.0),
    cue("a", 6.0, "explain"),
    cue("b", 12.5),
    cue("c", 18.0, "question"),
    cue("c", 24.0, "answer"),
    cue("d", 40.5, song="02-gauss"),
)
RATE = episode("01-rate", folder="01 学習率", lines=CUES, seconds=45.2, digest="9f8e7d6c" * 8)
SUNG = episode("deep/01-うた", folder="深い", lines=(*CUES, cue("b", 32.0)), seconds=45.2)
BARE = replace(RATE, id="03-bare/song", song="03-bare", off_vocal=True)


def url(one: CatalogueEpisode, base: str = "http://192.168.1.23:8765/") -> str:
    return base + quote(str(addresses(one)["mp3"]))


def action(**given: Any) -> dict[str, Any]:
    usual = {
        "podcast": "http://192.168.1.23:8765/feed.xml",
        "episode": url(RATE),
        "action": "play",
        "timestamp": "2026-11-30T07:30:05",
        "started": 0,
        "position": 17,
        "total": 45,
    }
    return {key: value for key, value in (usual | given).items() if value is not None}


@pytest.fixture
def offer(tmp_path: Path) -> Offer:
    write_catalogue(tmp_path, [RATE, SUNG, BARE], [])
    return Offer(tmp_path)


def events(offer: Offer, *actions: Any) -> list[Event]:
    plays = parse_plays(json.dumps(actions).encode())
    played = [(play, episode) for play in plays if (episode := played_episode(play, offer))]
    return [event for play, episode in played for event in exposures(play, episode, now=NOW)]


def lines(offer: Offer, **given: Any) -> list[str]:
    return [event.line for event in events(offer, action(**given))]


def test_a_play_is_heard_lines_at_its_time(offer: Offer) -> None:
    assert events(offer, action()) == [
        Event(at=AT, song="01-rate", line=line, what="heard") for line in ("a", "b")
    ]


@pytest.mark.parametrize(
    ("started", "position", "heard"),
    [
        (0, 0, ""),
        (0, 4, ""),
        (0, 5, "a"),
        (2, 11, ""),  # an explanation alone is not its line
        (12, 17, "b"),
        (13, 45, "cd"),
        (0, 44, "abc"),
        (0, 45, "abcd"),
        (17, 28, "c"),
        (30, 20, ""),
        (45, 45, ""),  # marked as played by hand
        (0, 10**6, "abcd"),
    ],
)
def test_heard_is_what_lies_whole_between_start_and_position(
    offer: Offer, started: int, position: int, heard: str
) -> None:
    assert lines(offer, started=started, position=position) == list(heard)


def test_a_line_that_is_sung_twice_is_heard_once_and_one_of_a_ride_is_of_its_song(offer: Offer) -> None:
    heard = events(offer, action(episode=url(SUNG), position=45))
    assert [(event.song, event.line) for event in heard] == [
        ("deep/01-うた", "a"),
        ("deep/01-うた", "b"),
        ("deep/01-うた", "c"),
        ("02-gauss", "d"),
    ]


@pytest.mark.parametrize(
    "given",
    [
        {"episode": url(RATE, "https://uta.example.net/uta/")},
        {"episode": url(RATE, "http://[fe80::1]:8765/")},
        {"episode": f"{url(RATE)}?v=9f8e7d6c#t=3"},
        {"episode": url(RATE).replace("9f8e7d6c", "00000000")},
        {"podcast": "https://me:word@uta.example.net/uta/feed.xml?x=y"},
        {"guid": episode_guid(RATE)},
        {"action": "PLAY"},
        {"started": None},
        {"started": -1},
        {"total": None},
        {"total": -1},
        {"total": 46},
        {"timestamp": "2026-11-30T07:30:05Z"},
        {"timestamp": "2026-11-30T16:30:05+09:00"},
    ],
)
def test_programs_tell_it_in_several_ways(offer: Offer, given: dict[str, Any]) -> None:
    assert events(offer, action(**given)) == events(offer, action())


@pytest.mark.parametrize(
    "given",
    [
        {"podcast": "http://example.org/podcast.rss"},
        {"podcast": "http://[::1/feed.xml"},
        {"episode": "http://example.org/episodes/another-song.mp3"},
        {"episode": "http://example.org/episodes/../01-rate-song-9f8e7d6c.mp3"},
        {"episode": url(RATE).replace(".mp3", ".vtt")},
        {"episode": "http://192.168.1.23:8765/01 学習率/01 うた.mp3"},
        {"episode": "http://[::1/episodes/01-rate-song-9f8e7d6c.mp3"},
        {"episode": url(BARE)},
        {"guid": "another"},
        {"total": 90},  # another sound
        {"action": "download"},
        {"action": "new"},
    ],
)
def test_what_is_no_play_of_an_episode_is_ignored(offer: Offer, given: dict[str, Any]) -> None:
    assert lines(offer, **given) == []


@pytest.mark.parametrize(
    "given",
    [
        {"podcast": None},
        {"podcast": 7},
        {"episode": None},
        {"episode": ["x"]},
        {"action": None},
        {"action": {}},
        {"guid": 7},
        {"position": None},
        {"position": "17"},
        {"position": True},
        {"position": float("nan")},
        {"position": float("inf")},
        {"position": 10**300},
        {"position": -1},
    ],
)
def test_one_action_that_is_wrong_spoils_no_other(offer: Offer, given: dict[str, Any]) -> None:
    assert events(offer, action(**given), 7, None, [], {}, "x", action()) == events(offer, action())


@pytest.mark.parametrize(
    "timestamp",
    [
        None,
        "",
        "noon",
        1,
        {},
        "0001-01-01T00:00:00+14:00",
        "1970-01-01T00:00:00",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_what_is_told_without_a_sensible_time_was_now(offer: Offer, timestamp: Any) -> None:
    assert {event.at for event in events(offer, action(timestamp=timestamp))} == {NOW}


def test_a_phone_may_be_a_little_ahead(offer: Offer) -> None:
    ahead = NOW + timedelta(minutes=5)
    assert {event.at for event in events(offer, action(timestamp=ahead.isoformat()))} == {ahead}


@pytest.mark.parametrize(
    "data", [b"", b"{", b"{}", b"null", b"7", b"\xff", b"[" * 100_000, b"[" + b"0," * MOST_PLAYS + b"0]"]
)
def test_what_is_no_list_of_actions_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"a list of actions|Expecting|decode|nested"):
        parse_plays(data)
