from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from tests.serve.wire import FILES, LINE, SONG, write_manifest
from tests.stand_ins.episodes import episode, write_catalogue

from lyricaudio.errors import LyricAudioError
from lyricaudio.release.catalogue import CatalogueLine
from lyricaudio.serve.offer import FileChanged, Offer, pieces


def test_what_the_manifest_names_is_found_and_read(release: Path) -> None:
    catalogue = Offer(release)
    for name, data in FILES.items():
        file = catalogue.find(name)
        assert file is not None
        assert (file.name, file.size) == (name, len(data))
        assert b"".join(pieces(file, 0, file.size)) == data
        assert b"".join(pieces(file, 1, 3)) == data[1:3]


def test_a_name_is_found_in_any_unicode_form(release: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "02 ガウス/01 うた.mp3")
    file = Offer(release).find(decomposed)
    assert decomposed not in FILES
    assert file is not None
    assert file.name in FILES


@pytest.mark.parametrize(
    "name",
    [
        "",
        "notes.txt",
        "release.json",
        "01 学習率のうた",
        "01 学習率のうた/",
        "01 学習率のうた/mine.mp3",
        f"./{SONG}",
        f"/{SONG}",
        f"player/../{SONG}",
        f"{SONG}\0",
    ],
)
def test_what_it_does_not_name_is_not_there(name: str, release: Path) -> None:
    assert Offer(release).find(name) is None


@pytest.mark.parametrize(
    "name",
    [
        ".env",
        ".lyricaudio/build.json",
        "../outside.txt",
        "link.mp3",
        "way out/outside.txt",
        "gone.mp3",
        "player",
    ],
)
def test_not_even_the_manifest_opens_what_is_hidden_outside_a_link_or_no_file(
    name: str, release: Path
) -> None:
    assert Offer(release).find(name) is None
    assert Offer(release).find(str(release.parent / "outside.txt")) is None


def test_a_release_that_is_itself_reached_by_a_link_is_served(release: Path) -> None:
    (release.parent / "linked").symlink_to(release)
    assert Offer(release.parent / "linked").find(SONG) is not None


def test_a_manifest_that_changes_is_read_anew_and_a_damaged_one_is_not_believed(release: Path) -> None:
    catalogue = Offer(release)
    assert catalogue.find("notes.txt") is None
    write_manifest(release, "notes.txt")
    assert catalogue.find("notes.txt") is not None
    assert catalogue.names() == ("notes.txt",)
    for damage in ("", "{", "[]", '{"files": 3}', '{"version": 99, "files": []}'):
        (release / "release.json").write_text(damage, "utf-8")
        assert catalogue.names() == ("notes.txt",)
    (release / "release.json").unlink()
    assert catalogue.names() == ("notes.txt",)


def test_the_manifest_says_what_the_release_teaches(release: Path) -> None:
    contents = Offer(release).contents()
    assert contents.episodes == {"01-rate/song": ("01-rate", "song"), "02-gauss/song": ("02-gauss", "song")}
    assert contents.lines == {
        "01-rate": {LINE.line: LINE.text, "p1": "歩幅"},
        "02-gauss": {"aa": "負ならゼロ"},
    }
    write_manifest(release, *(name for name in FILES if name != SONG))
    assert contents != Offer(release).contents()
    assert Offer(release).contents().lines.keys() == {"02-gauss"}


@pytest.mark.parametrize("damage", [None, "{", "[]", '{"files": null}'])
def test_without_a_release_it_says_what_to_do(damage: str | None, tmp_path: Path) -> None:
    if damage is not None:
        (tmp_path / "release.json").write_text(damage, "utf-8")
    with pytest.raises(LyricAudioError, match=r"there is no release in .*; make one with: lyricaudio build"):
        Offer(tmp_path)


def test_a_file_that_is_replaced_by_one_of_the_same_size_and_time_has_another_version(release: Path) -> None:
    catalogue = Offer(release)
    before = catalogue.find(SONG)
    assert before is not None
    (release / "new").write_bytes(bytes(before.size))
    os.utime(release / "new", ns=((release / SONG).stat().st_mtime_ns,) * 2)
    os.replace(release / "new", release / SONG)
    after = catalogue.find(SONG)
    assert after is not None
    assert (after.size, after.modified_s) == (before.size, before.modified_s)
    assert after.version != before.version
    with pytest.raises(FileChanged):
        next(pieces(before, 0, 1))


def test_a_file_that_is_being_read_stays_what_it_was(release: Path) -> None:
    file = Offer(release).find(SONG)
    assert file is not None
    reading = pieces(file, 0, file.size)
    first = next(reading)
    (release / "new").write_bytes(b"new")
    os.replace(release / "new", release / SONG)
    assert first + b"".join(reading) == FILES[SONG]


def test_a_file_that_is_cut_while_it_is_read_is_no_whole(release: Path) -> None:
    file = Offer(release).find(SONG)
    assert file is not None
    reading = pieces(file, 0, file.size)
    next(reading)
    os.truncate(release / SONG, 70_000)
    with pytest.raises(FileChanged, match="shortened"):
        b"".join(reading)


def test_the_text_of_a_line_is_its_own_whatever_is_asked_about_it_first(tmp_path: Path) -> None:
    asked = CatalogueLine(line="1", role="question", text="下るのは何?", start_s=0, end_s=1, song="a")
    sung = CatalogueLine(line="1", role="lyric", text="勾配は谷を下る", start_s=1, end_s=2, song="a")
    alone = CatalogueLine(line="2", role="question", text="登るのは?", start_s=2, end_s=3, song="a")
    write_catalogue(tmp_path, [episode("rides/1", lines=(asked, sung, alone))])
    assert Offer(tmp_path).contents().lines["a"] == {"1": "勾配は谷を下る", "2": "登るのは?"}
