from __future__ import annotations

from pathlib import PurePosixPath

from tests.stand_ins.episodes import episode

from lyricaudio.release.catalogue import CatalogueEpisode
from lyricaudio.release.texts.shelf import playlists
from lyricaudio.song import PlaylistChoice

FORMS = {"song": "うただけ", "explain": "解説つき"}


def shelved(album: str, form: str, seconds: float, *tags: str) -> CatalogueEpisode:
    return episode(album, form, folder=album, song_title=album[3:], seconds=seconds, tags=tags)


EPISODES = [
    shelved("01 あ", "song", 60, "基礎"),
    shelved("01 あ", "explain", 300, "基礎"),
    shelved("02 い", "song", 90),
    shelved("02 い", "explain", 400),
]


def entries(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


def listed(choice: PlaylistChoice) -> list[str]:
    return entries(playlists(EPISODES, [choice], FORMS)[PurePosixPath("playlists") / f"{choice.name}.m3u8"])


def test_there_is_a_playlist_per_album_and_per_form() -> None:
    lists = playlists(EPISODES, [], FORMS)
    assert {str(path): entries(text) for path, text in lists.items()} == {
        "01 あ/00 あ.m3u8": ["01 うた.mp3", "02 解説.mp3"],
        "02 い/00 い.m3u8": ["01 うた.mp3", "02 解説.mp3"],
        "playlists/うただけ.m3u8": ["../01 あ/01 うた.mp3", "../02 い/01 うた.mp3"],
        "playlists/解説つき.m3u8": ["../01 あ/02 解説.mp3", "../02 い/02 解説.mp3"],
    }


def test_the_projects_playlists_choose_by_tag_or_title_and_by_form() -> None:
    assert listed(PlaylistChoice(name="p", select=("基礎",))) == [
        "../01 あ/01 うた.mp3",
        "../01 あ/02 解説.mp3",
    ]
    assert listed(PlaylistChoice(name="p", select=("い",), forms=("song",))) == ["../02 い/01 うた.mp3"]


def test_minutes_take_each_episode_that_still_fits() -> None:
    assert listed(PlaylistChoice(name="p", minutes=7)) == [
        "../01 あ/01 うた.mp3",
        "../01 あ/02 解説.mp3",
    ]
    assert listed(PlaylistChoice(name="p", minutes=3)) == ["../01 あ/01 うた.mp3", "../02 い/01 うた.mp3"]


def test_a_playlist_of_nothing_is_not_written() -> None:
    assert PurePosixPath("playlists/p.m3u8") not in playlists(
        EPISODES, [PlaylistChoice(name="p", select=("ない",))], FORMS
    )
