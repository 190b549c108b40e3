"""The build's memory: what is damaged counts as absent, and nothing in it leads out of the release."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from tests.stand_ins.episodes import episode

from lyricaudio.pipeline.project.beside import NO_EXTRAS
from lyricaudio.pipeline.project.record import EpisodeRecord, FileFacts, Record, read_record
from lyricaudio.release.catalogue import CATALOGUE


def known(song: str = "a", digest: str = "1", folder: str = "あ") -> EpisodeRecord:
    listed = episode(song, folder=folder)
    facts = tuple(FileFacts(path=path, size=3, changed_ns=5) for path in listed.files.values())
    return EpisodeRecord(
        digest=digest,
        sound="s",
        song_path=f"songs/{song}.yaml",
        name="あ (うた)",
        extras=NO_EXTRAS,
        files=facts,
        episode=listed,
    )


def log(output: Path) -> Path:
    return output / ".lyricaudio" / "record"


def test_what_is_made_is_known_at_once_and_after_settling(tmp_path: Path) -> None:
    record = Record(output=tmp_path)
    record.made(known())
    assert read_record(tmp_path).episodes == {"a/song": known()}
    record.common, record.common_digest = (FileFacts(path="feed.xml", size=1, changed_ns=2),), "c"
    record.settle()
    again = read_record(tmp_path)
    assert (again.episodes, again.common, again.common_digest) == (record.episodes, record.common, "c")
    assert again.claimed == set()


def test_what_is_claimed_is_ours_before_it_is_written(tmp_path: Path) -> None:
    Record(output=tmp_path).claim(["あ/01 うた.mp3"])
    assert read_record(tmp_path).ours == {"あ/01 うた.mp3"}


def test_files_of_an_episode_that_lies_elsewhere_now_are_outlived(tmp_path: Path) -> None:
    record = Record(output=tmp_path)
    record.made(known())
    record.made(known(folder="い"))
    read = read_record(tmp_path)
    assert read.claimed == {file.path for file in known().files}
    assert read.current == {file.path for file in known(folder="い").files}


def test_what_is_settled_keeps_in_mind_only_what_is_still_there(tmp_path: Path) -> None:
    record = Record(output=tmp_path)
    record.claim(["gone.mp3", "there.mp3"])
    (tmp_path / "there.mp3").touch()
    record.settle()
    assert read_record(tmp_path).claimed == {"there.mp3"}


def test_a_damaged_line_is_absent_and_the_catalogue_says_whose_its_files_are(tmp_path: Path) -> None:
    record = Record(output=tmp_path)
    record.made(known("a"))
    record.made(known("b", folder="い"))
    (tmp_path / CATALOGUE).write_text('{"files": ["あ/01 うた.mp3", "../out", "い/01 うた.mp3"]}', "utf-8")
    text = log(tmp_path).read_bytes()
    log(tmp_path).write_bytes(text.replace(b'"digest":"1"', b'"digest":"2"', 1))
    read = read_record(tmp_path)
    assert list(read.episodes) == ["b/song"]
    assert read.claimed == {"あ/01 うた.mp3", CATALOGUE}


@pytest.mark.parametrize(
    "path", ["../out.mp3", "/etc/passwd", "a/../../out", ".lyricaudio/record", "C:out", ""]
)
def test_a_well_signed_line_that_leads_out_of_the_release_is_not_believed(path: str, tmp_path: Path) -> None:
    record = Record(output=tmp_path)
    record.made(replace(known(), files=(FileFacts(path=path, size=1, changed_ns=1),)))
    record.made(replace(known("b"), episode=replace(episode("b"), files={"mp3": path})))
    record.claimed.clear()
    record.claim([path])
    read = read_record(tmp_path)
    assert read.episodes == {}
    assert read.ours - {CATALOGUE} == set()


@pytest.mark.parametrize("text", ["", "\0", "lyricaudio record 2\n", "lyricaudio record 3\n{}\n"])
def test_what_is_no_record_of_this_time_is_as_good_as_none(text: str, tmp_path: Path) -> None:
    Record(output=tmp_path).made(known())
    log(tmp_path).write_text(text, "utf-8")
    read = read_record(tmp_path)
    assert (read.episodes, read.ours - {CATALOGUE}) == ({}, set())


def test_any_damaged_byte_leaves_a_record_that_can_be_read(tmp_path: Path) -> None:
    record = Record(output=tmp_path)
    for song in "abc":
        record.made(known(song, folder=song))
    record.settle()
    whole = log(tmp_path).read_bytes()
    chance = random.Random(5)
    for _ in range(300):
        place = chance.randrange(len(whole))
        log(tmp_path).write_bytes(whole[:place] + bytes([chance.randrange(256)]) + whole[place + 1 :])
        read = read_record(tmp_path)
        assert all(read.episodes[key] == record.episodes[key] for key in read.episodes)
    for place in range(0, len(whole), 37):
        log(tmp_path).write_bytes(whole[:place])
        read = read_record(tmp_path)
        assert all(read.episodes[key] == record.episodes[key] for key in read.episodes)
