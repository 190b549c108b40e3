from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from tests.stand_ins.release import finished, make_release

from lyricaudio.release.targets.outgoing import Choice, Finished
from lyricaudio.release.targets.target import load_target
from lyricaudio.release.texts.metadata import EpisodeTags
from lyricaudio.release.texts.tags import id3_tag

CAR = load_target("car")


@pytest.fixture
def release(tmp_path: Path) -> Finished:
    return make_release(tmp_path / "output")


def test_names_in_ascii_say_what_the_japanese_ones_say(release: Finished) -> None:
    plan = CAR.plan(release, Choice(ascii_names=True))
    assert [str(file.path) for file in plan.files] == [
        "01 gakushu rupu no uta/01 uta.mp3",
        "01 gakushu rupu no uta/02 kaisetsu.mp3",
        "01 gakushu rupu no uta/folder.jpg",
        "02 ReLU no uta/01 uta.mp3",
        "02 ReLU no uta/02 kaisetsu.mp3",
        "02 ReLU no uta/folder.jpg",
        "01 gakushu rupu no uta/00 gakushu rupu no uta.m3u8",
        "02 ReLU no uta/00 ReLU no uta.m3u8",
        "playlists/kaisetsu tsuki.m3u8",
    ]


def test_playlists_lead_to_the_new_names_and_keep_their_titles(release: Finished, tmp_path: Path) -> None:
    plan = CAR.plan(release, Choice(ascii_names=True))
    plan.files[-1].write(tmp_path / "list")
    assert (tmp_path / "list").read_text("utf-8") == (
        "#EXTM3U\n"
        "#EXTENC:UTF-8\n"
        "#PLAYLIST:解説つき\n"
        "#EXTINF:2,lyricaudio - 学習ループのうた (解説)\n"
        "../01 gakushu rupu no uta/02 kaisetsu.mp3\n"
        "#EXTINF:2,lyricaudio - ReLUのうた (解説)\n"
        "../02 ReLU no uta/02 kaisetsu.mp3\n"
    )


def test_titles_that_a_narrow_display_shows_alike_are_named(release: Finished, tags: EpisodeTags) -> None:
    assert CAR.plan(release, Choice()).notes == ()
    long_title = "誤差逆伝播法のうた"
    for number, title in enumerate([long_title, f"{long_title} (解説)"], start=3):
        mp3 = release.root / f"0{number} {title}" / "01 うた.mp3"
        mp3.parent.mkdir()
        mp3.write_bytes(id3_tag(replace(tags, title=title)))
    assert CAR.plan(finished(release.root, release.catalogue.episodes), Choice()).notes == (
        "2 titles begin with the same 9 letters as another, and some cars show no more:"
        " 誤差逆伝播法のうた, 誤差逆伝播法のうた (解説)",
    )


def test_a_folder_with_more_than_255_files_or_8_levels_is_named(release: Finished) -> None:
    many = release.root / "playlists"
    for number in range(255):
        (many / f"{number}.m3u8").write_text("#EXTM3U\n", "utf-8")
    deep = release.root.joinpath(*"123456789")
    deep.mkdir(parents=True)
    (deep / "folder.jpg").write_bytes(b"")
    assert CAR.plan(finished(release.root, release.catalogue.episodes), Choice()).notes == (
        f"{PurePosixPath(*'123456789')} lies 9 levels deep; some cars look at only 8",
        "playlists holds 256 files; some cars show only 255",
    )
