from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from lyricaudio.errors import Place
from lyricaudio.pipeline.planning.shelfmarks import shelfmarks
from lyricaudio.pipeline.project.library import Entry, open_library
from lyricaudio.pipeline.project.naming import song_id
from lyricaudio.song import Project, Song, Text


def entry(name: str, title: str, album: str | None = None) -> Entry:
    place = Place(name, 1, 1)
    return Entry(
        path=f"songs/{name}.yaml", song=Song(file=name, title=Text(text=title, place=place), album=album)
    )


def folders(*entries: Entry, taken: tuple[str, ...] = ()) -> list[str]:
    return [mark.folder for mark in shelfmarks(entries, Project(), taken=taken).values()]


def test_a_folder_has_the_number_of_the_songs_file_or_none() -> None:
    assert folders(entry("04-relu", "ReLU"), entry("7 x", "七"), entry("loss", "損失")) == [
        "04 ReLU",
        "07 七",
        "損失",
    ]


def test_numbers_get_a_digit_more_past_99_and_sort_rightly() -> None:
    found = folders(entry("02-a", "あ"), entry("11-b", "い"), entry("100-c", "う"))
    assert found == ["002 あ", "011 い", "100 う"] == sorted(found)


def test_songs_of_numbered_folders_stay_together() -> None:
    found = folders(
        entry("1-ai/02-b", "い"), entry("2-ml/01-c", "う"), entry("2-ml/d", "え"), entry("more/03-e", "お")
    )
    assert found == ["1-02 い", "2-01 う", "2 え", "03 お"]
    assert folders(entry("2-ml/01-a", "あ"), entry("10-law/01-b", "い")) == ["02-01 あ", "10-01 い"]


def test_a_song_that_is_put_before_renames_no_other() -> None:
    songs = [entry("02-b", "い"), entry("10-c", "う"), entry("d", "え")]
    assert folders(entry("01-a", "あ"), *songs)[1:] == folders(*songs)


def test_of_songs_that_would_share_a_folder_the_later_ones_are_told_apart_by_their_files() -> None:
    composed = unicodedata.normalize("NFC", "が")
    decomposed = unicodedata.normalize("NFD", "が")
    assert folders(entry("a", composed), entry("b", decomposed)) == ["が", "が (b)"]
    assert folders(entry("a", "ReLU"), entry("deep/b", "relu")) == ["ReLU", "relu (deep／b)"]


def test_no_song_takes_the_place_of_our_own_files_or_of_a_song_that_cannot_be_read_now() -> None:
    assert folders(entry("a", "playlists"), entry("b", "あ"), taken=("あ",)) == ["playlists (a)", "あ (b)"]


def test_songs_of_an_album_are_its_discs() -> None:
    marks = shelfmarks([entry("a", "あ", "一枚"), entry("b", "い"), entry("c", "う", "一枚")], Project())
    assert [(mark.album, mark.disc, mark.discs) for mark in marks.values()] == [
        ("一枚", 1, 2),
        ("い", 1, 1),
        ("一枚", 2, 2),
    ]


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("songs/04-relu.yaml", "04-relu"),
        ("songs/deep/x.y.yml", "deep/x.y"),
        ("elsewhere/b.yaml", "elsewhere/b"),
        (unicodedata.normalize("NFD", "songs/が.yaml"), "が"),
    ],
)
def test_a_song_is_its_files_path(path: str, identity: str) -> None:
    assert song_id(path) == identity


def test_what_is_no_readable_file_is_named(tmp_path: Path) -> None:
    songs = tmp_path / "songs"
    (songs / "folder.yaml").mkdir(parents=True)
    (songs / "link.yaml").symlink_to(tmp_path / "nowhere")
    (songs / "a.yaml").write_text("title: あ\nlines: [谷]\n", "utf-8")
    (songs / "a.yml").write_text("title: い\nlines: [谷]\n", "utf-8")
    (songs / "._a.yaml").write_text("what a Mac leaves", "utf-8")
    library = open_library([], folder=tmp_path)
    assert [entry.song_id for entry in library.entries] == ["a"]
    told = [str(error).removeprefix(str(songs)) for error in library.errors]
    assert told == [
        f"/a.yml:1:1: has the name of {songs / 'a.yaml'}, by which its episodes are kept; rename one of them",
        "/folder.yaml:1:1: cannot be read: Is a directory; a song is a file: rename the folder",
        "/link.yaml:1:1: cannot be read: No such file or directory; remove the link",
    ]
