from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from lyricaudio import files
from lyricaudio.errors import ReleaseError
from lyricaudio.export.destination import NoSuchPlace
from lyricaudio.export.folder import FolderPlace
from lyricaudio.release.targets.outgoing import Finished, written


@pytest.mark.parametrize("inside", ["", "sub", "01 学習ループのうた/x"])
def test_a_folder_in_the_release_is_refused(release: Finished, inside: str) -> None:
    with pytest.raises(NoSuchPlace, match="lie in each other; export to another folder"):
        FolderPlace(release.root / inside, release=release.root)


def test_a_folder_around_the_release_is_refused_by_any_name(release: Finished, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(release.root.parent, target_is_directory=True)
    with pytest.raises(NoSuchPlace, match="lie in each other"):
        FolderPlace(link, release=release.root)


def test_a_drive_that_is_not_there_is_not_made(release: Finished, tmp_path: Path) -> None:
    with pytest.raises(NoSuchPlace, match=r"there is no folder .*usb; is the drive connected"):
        FolderPlace(tmp_path / "usb" / "Music", release=release.root)
    assert not (tmp_path / "usb").exists()


def test_a_file_where_the_folder_should_be_is_named(release: Finished, tmp_path: Path) -> None:
    (tmp_path / "place").write_bytes(b"")
    with pytest.raises(NoSuchPlace, match=r"cannot make the folder .*place: File exists"):
        FolderPlace(tmp_path / "place", release=release.root)


def test_what_a_killed_export_left_is_swept_from_the_folders_that_are_written_to(
    release: Finished, tmp_path: Path
) -> None:
    place = FolderPlace(tmp_path / "place", release=release.root)
    left = tmp_path / "place" / "a" / f"{files.TEMPORARY_PREFIX}0123"
    left.parent.mkdir()
    left.write_bytes(b"half")
    place.put(written(PurePosixPath("a/b.txt"), "whole"))
    assert [path.name for path in left.parent.iterdir()] == ["b.txt"]


def test_a_name_that_the_drive_does_not_take_is_said_in_a_line(release: Finished, tmp_path: Path) -> None:
    place = FolderPlace(tmp_path / "place", release=release.root)
    with pytest.raises(ReleaseError, match=r"cannot look at .*: File name too long"):
        place.sizes_bytes([PurePosixPath("あ" * 100)])


def test_a_folder_where_a_file_should_go_is_said_in_a_line(release: Finished, tmp_path: Path) -> None:
    place = FolderPlace(tmp_path / "place", release=release.root)
    (tmp_path / "place" / "a.txt").mkdir()
    with pytest.raises(ReleaseError, match=r"cannot write .*a\.txt: Is a directory"):
        place.put(written(PurePosixPath("a.txt"), "text"))
