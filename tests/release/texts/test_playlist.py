from pathlib import PurePosixPath

import pytest

from lyricaudio.release.texts.playlist import PlaylistEntry, m3u8_text


def entry(path: str, title: str = "うた", seconds: float = 61.6) -> PlaylistEntry:
    return PlaylistEntry(path=PurePosixPath(path), seconds=seconds, artist="lyricaudio", title=title)


def test_a_playlist_as_text() -> None:
    entries = [
        entry("../01 学習ループのうた/01 うた.mp3", "学習ループのうた"),
        entry("../02 ResNetのうた/01 うた.mp3", "ResNetのうた", seconds=0.4),
    ]
    assert m3u8_text("通勤", entries) == (
        "#EXTM3U\n"
        "#EXTENC:UTF-8\n"
        "#PLAYLIST:通勤\n"
        "#EXTINF:62,lyricaudio - 学習ループのうた\n"
        "../01 学習ループのうた/01 うた.mp3\n"
        "#EXTINF:0,lyricaudio - ResNetのうた\n"
        "../02 ResNetのうた/01 うた.mp3\n"
    )


def test_a_line_end_in_a_title_adds_no_line() -> None:
    text = m3u8_text("朝\r\n/etc/passwd", [entry("a.mp3", "うた\nhttp://example.org/x.mp3")])
    assert text.splitlines() == [
        "#EXTM3U",
        "#EXTENC:UTF-8",
        "#PLAYLIST:朝 /etc/passwd",
        "#EXTINF:62,lyricaudio - うた http://example.org/x.mp3",
        "a.mp3",
    ]


def test_a_file_name_that_starts_like_a_comment_is_still_found() -> None:
    assert m3u8_text("朝", [entry("#1.mp3")]).endswith("\n./#1.mp3\n")


@pytest.mark.parametrize("path", ["/music/a.mp3", "a\nb.mp3", "か\u3099.mp3"])
def test_a_path_that_no_player_would_find_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="not a path for a playlist"):
        m3u8_text("朝", [entry(path)])
