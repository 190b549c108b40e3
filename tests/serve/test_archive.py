from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.serve.wire import FILES, make_release

from lyricaudio.serve.archive import Archive, archive_of, archive_pieces
from lyricaudio.serve.offer import FileChanged, Offer

ALBUM = [name for name in FILES if name.startswith("01 ")]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return laid_out(make_release(tmp_path_factory.mktemp("zipped") / "output"))


def laid_out(output: Path) -> Archive:
    found = map(Offer(output).find, ALBUM)
    return archive_of([file for file in found if file is not None])


def whole(archive: Archive) -> bytes:
    return b"".join(archive_pieces(archive, 0, archive.size))


def test_pythons_zipfile_finds_every_file_whole_under_its_japanese_name(archive: Archive) -> None:
    with zipfile.ZipFile(io.BytesIO(whole(archive))) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == {
            name: FILES[name] for name in ALBUM
        }
        entries = opened.infolist()
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert {entry.flag_bits for entry in entries} == {0x800}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


def test_the_size_is_known_beforehand(archive: Archive) -> None:
    assert archive.size == len(whole(archive))


@given(data=st.data())
def test_any_range_is_that_part_of_the_whole(archive: Archive, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, archive.size))
    stop = data.draw(st.integers(start, archive.size))
    assert b"".join(archive_pieces(archive, start, stop)) == whole(archive)[start:stop]


def test_it_carries_the_files_times_in_utc_from_1980_on(release: Path) -> None:
    os.utime(release / ALBUM[0], (0, 0))
    os.utime(release / ALBUM[1], (1_767_323_045, 1_767_323_045))
    with zipfile.ZipFile(io.BytesIO(whole(laid_out(release)))) as opened:
        assert opened.getinfo(ALBUM[0]).date_time == (1980, 1, 1, 0, 0, 0)
        assert opened.getinfo(ALBUM[1]).date_time == (2026, 1, 2, 3, 4, 4)  # in steps of two seconds


def test_a_file_that_is_replaced_makes_another_version_and_breaks_the_old_one(release: Path) -> None:
    before = laid_out(release)
    (release / "new").write_bytes(FILES[ALBUM[0]])
    os.replace(release / "new", release / ALBUM[0])
    assert laid_out(release).version != before.version
    with pytest.raises(FileChanged):
        whole(before)


def test_nothing_makes_no_zip() -> None:
    with pytest.raises(ValueError, match="no zip of 0 files"):
        archive_of([])
