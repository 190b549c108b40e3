"""Carrying into a real folder: what is written, left alone, refused and removed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from tests.stand_ins.release import finished

from lyricaudio.errors import ReleaseError
from lyricaudio.export.carry import Carried, carry
from lyricaudio.export.folder import FolderPlace
from lyricaudio.export.ledger import LEDGER
from lyricaudio.release.targets.outgoing import Choice, Finished, Outgoing, Shipment
from lyricaudio.release.targets.target import load_target

Export = Callable[[], Carried]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def export(release: Finished, stick: Path, told: list[str]) -> Export:
    """Carry the release, as it is now, to the stick for a phone."""

    def now() -> Carried:
        told.clear()
        return carry(plan(release.root), FolderPlace(stick, release=release.root), tell=told.append)

    return now


def plan(root: Path) -> Shipment:
    return load_target("phone").plan(finished(root, []), Choice())


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def test_all_arrives_with_its_bytes_and_times(export: Export, release: Finished, stick: Path) -> None:
    done = export()
    copies = tree(stick)
    del copies[str(LEDGER)]
    originals = tree(release.root)
    assert copies == {path: originals[path] for path in copies}
    assert (done.copied, done.removed, done.unchanged) == (len(copies), 0, 0)
    assert done.written_bytes == sum(len(data) for data, _ in copies.values())


def test_a_second_export_writes_nothing(export: Export, stick: Path, told: list[str]) -> None:
    first = export()
    before = tree(stick)
    second = export()
    assert tree(stick) == before
    assert second == Carried(copied=0, removed=0, unchanged=first.copied, written_bytes=0)
    assert told == []


def test_one_episode_made_anew_at_the_same_size_is_all_that_is_copied(
    export: Export, release: Finished, stick: Path, told: list[str]
) -> None:
    export()
    mp3 = release.root / "02 ReLUのうた" / "01 うた.mp3"
    data = mp3.read_bytes()
    mp3.write_bytes(data[:-1] + b"!")
    export()
    assert told == ["copied  02 ReLUのうた/01 うた.mp3"]
    assert (stick / "02 ReLUのうた" / "01 うた.mp3").read_bytes().endswith(b"!")


def test_what_a_drive_did_to_the_times_does_not_matter(export: Export, stick: Path) -> None:
    export()
    for path in stick.rglob("*.mp3"):
        os.utime(path, (3600, 3600))
    assert export().copied == 0


def test_a_copy_that_lost_its_end_is_made_again(export: Export, stick: Path, told: list[str]) -> None:
    export()
    (stick / "playlists" / "解説つき.m3u8").write_bytes(b"")
    export()
    assert told == ["copied  playlists/解説つき.m3u8"]


def test_an_album_that_is_gone_is_removed_with_its_folder_and_nothing_else(
    export: Export, release: Finished, stick: Path
) -> None:
    export()
    own = stick / "my own" / "song.mp3"
    own.parent.mkdir()
    own.write_bytes(b"mine")
    shutil.rmtree(release.root / "01 学習ループのうた")
    assert export().removed == 6
    assert not (stick / "01 学習ループのうた").exists()
    assert own.read_bytes() == b"mine"


def test_a_file_of_somebody_elses_in_a_folder_of_ours_stays(
    export: Export, release: Finished, stick: Path
) -> None:
    export()
    own = stick / "01 学習ループのうた" / "note.txt"
    own.write_bytes(b"mine")
    shutil.rmtree(release.root / "01 学習ループのうた")
    export()
    assert list((stick / "01 学習ループのうた").iterdir()) == [own]


def test_an_outdated_file_that_somebody_changed_stays_and_is_theirs_from_then_on(
    export: Export, release: Finished, stick: Path, told: list[str]
) -> None:
    export()
    changed = stick / "01 学習ループのうた" / "01 うた.lrc"
    changed.write_bytes(b"mine now")
    (release.root / "01 学習ループのうた" / "01 うた.lrc").unlink()
    export()
    assert told[0].startswith("kept    01 学習ループのうた/01 うた.lrc: it is outdated, but was changed")
    assert changed.read_bytes() == b"mine now"
    assert export().removed == 0


def test_a_foreign_file_in_the_way_is_refused_before_anything_is_written(export: Export, stick: Path) -> None:
    foreign = stick / "02 ReLUのうた" / "01 うた.mp3"
    foreign.parent.mkdir(parents=True)
    foreign.write_bytes(b"mine")
    with pytest.raises(ReleaseError, match=r"ReLUのうた/01 うた\.mp3 in .* was not put there by lyricaudio"):
        export()
    assert list(tree(stick)) == ["02 ReLUのうた/01 うた.mp3"]


def test_a_copy_that_was_made_by_hand_is_taken_over(export: Export, release: Finished, stick: Path) -> None:
    shutil.copytree(release.root / "02 ReLUのうた", stick / "02 ReLUのうた")
    before = (stick / "02 ReLUのうた" / "01 うた.mp3").stat()
    export()
    after = (stick / "02 ReLUのうた" / "01 うた.mp3").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    shutil.rmtree(release.root / "02 ReLUのうた")
    assert export().removed == 6


def test_without_its_ledger_an_export_is_recognized_by_its_bytes(export: Export, stick: Path) -> None:
    export()
    (stick / LEDGER).write_text("{damaged", "utf-8")
    assert export().copied == 0


def test_an_interrupted_export_goes_on_where_it_stopped(release: Finished, stick: Path) -> None:
    whole = plan(release.root)

    def interrupted(target: Path) -> None:
        raise KeyboardInterrupt

    third = whole.files[2]
    broken = Outgoing(
        path=third.path,
        size_bytes=third.size_bytes,
        version=third.version,
        changed_ns=third.changed_ns,
        write=interrupted,
    )
    place = FolderPlace(stick, release=release.root)
    with pytest.raises(KeyboardInterrupt):
        carry(Shipment(files=(*whole.files[:2], broken, *whole.files[3:])), place, tell=lambda line: None)
    assert set(tree(stick)) == {str(LEDGER), *(str(file.path) for file in whole.files[:2])}
    done = carry(whole, place, tell=lambda line: None)
    assert (done.copied, done.unchanged) == (len(whole.files) - 2, 2)


def test_what_an_export_that_was_killed_had_claimed_is_written_over(
    export: Export, release: Finished, stick: Path, told: list[str]
) -> None:
    export()
    ledger = (stick / LEDGER).read_text("utf-8")
    mp3 = release.root / "02 ReLUのうた" / "01 うた.mp3"
    size = mp3.stat().st_size
    claimed = ledger.replace(f'"version": "{size}-{mp3.stat().st_mtime_ns}"', '"version": ""')
    assert claimed != ledger
    (stick / LEDGER).write_text(claimed, "utf-8")
    mp3.write_bytes(bytes(size))
    export()
    assert told == ["copied  02 ReLUのうた/01 うた.mp3"]


def test_too_little_room_is_said_before_anything_is_written(release: Finished, stick: Path) -> None:
    huge = Outgoing(
        path=PurePosixPath("a.mp3"), size_bytes=1 << 60, version="1", changed_ns=None, write=Path.touch
    )
    place = FolderPlace(stick, release=release.root)
    with pytest.raises(ReleaseError, match=r"free and needs 1099511627776\.0 MiB; make room there; nothing"):
        carry(Shipment(files=(huge,)), place, tell=lambda line: None)
    assert tree(stick) == {}


def test_the_paths_of_a_forged_ledger_lead_nowhere(export: Export, stick: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine")
    stick.mkdir()
    forged = '{"files": {"../outside": {"version": "", "size_bytes": 4}}}'
    (stick / LEDGER).write_text(forged, "utf-8")
    export()
    assert outside.read_bytes() == b"mine"
