"""The phone behind `adb`, played by a program of that name which keeps the phone's files in a folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path, PurePosixPath

import pytest

from lyricaudio.errors import ReleaseError
from lyricaudio.export.adb import AdbPlace
from lyricaudio.export.carry import carry
from lyricaudio.export.destination import NoDevice
from lyricaudio.export.ledger import LEDGER
from lyricaudio.release.targets.outgoing import Choice, Finished, Shipment
from lyricaudio.release.targets.target import load_target

ADB = """\
#!/bin/sh
here=$(dirname "$0")
phone=$here/phone/sdcard
echo "$*" >> "$here/log"
if [ -e "$here/unplugged" ]; then
    echo "error: no devices/emulators found" >&2
    exit 1
fi
case "$1 $2" in
"get-state ")
    echo device ;;
"push "*)
    if [ -e "$here/full" ]; then
        echo "adb: error: failed to copy: No space left on device" >&2
        exit 1
    fi
    cp -p "$2" "$phone${3#/sdcard}" ;;
"shell content "*)
    test ! -e "$here/old" ;;
"shell am "*) ;;
"shell "*)
    done=$(sh -c "$(echo "$2" | sed "s|/sdcard|$phone|g")" 2>&1)
    code=$?
    echo "$done" | sed "s|$phone|/sdcard|g"
    exit $code ;;
esac
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `adb`, which is first on the PATH, and the phone's own folder."""
    folder = tmp_path / "desk"
    (folder / "phone" / "sdcard" / "Music").mkdir(parents=True)
    adb = folder / "adb"
    adb.write_text(ADB, "utf-8")
    adb.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


@pytest.fixture
def music(desk: Path) -> Path:
    return desk / "phone" / "sdcard" / "Music"


@pytest.fixture
def plan(release: Finished) -> Shipment:
    return load_target("phone").plan(release, Choice())


def commands(desk: Path) -> list[str]:
    return (desk / "log").read_text("utf-8").splitlines()


def push(plan: Shipment) -> list[str]:
    told: list[str] = []
    carry(plan, AdbPlace(), tell=told.append)
    return told


@pytest.mark.slow
def test_all_arrives_with_its_bytes_and_times_and_is_looked_for(
    plan: Shipment, desk: Path, music: Path, release: Finished
) -> None:
    push(plan)
    found = {PurePosixPath(path.relative_to(music)) for path in music.rglob("*") if path.is_file()}
    assert found == {LEDGER, *(file.path for file in plan.files)}
    for file in plan.files:
        copy, original = music / file.path, release.root / file.path
        assert copy.read_bytes() == original.read_bytes()
        assert copy.stat().st_mtime_ns == original.stat().st_mtime_ns
    assert commands(desk)[-1].startswith("shell content call --uri content://media --method scan_volume")


@pytest.mark.slow
def test_a_second_push_sends_nothing(plan: Shipment, desk: Path) -> None:
    push(plan)
    (desk / "log").unlink()
    assert push(plan) == []
    assert not [command for command in commands(desk) if command.startswith("push")]


@pytest.mark.slow
def test_an_older_android_is_told_of_every_file(plan: Shipment, desk: Path) -> None:
    (desk / "old").touch()
    push(plan)
    told = [command for command in commands(desk) if "MEDIA_SCANNER_SCAN_FILE" in command]
    assert len(told) == len(plan.files)
    assert told[1].endswith("'file:///sdcard/Music/01 学習ループのうた/01 うた.mp3'")


@pytest.mark.slow
def test_what_is_outdated_is_removed_with_its_folder(plan: Shipment, music: Path) -> None:
    push(plan)
    kept = Shipment(files=tuple(file for file in plan.files if file.path.parts[0] != "02 ReLUのうた"))
    push(kept)
    assert not (music / "02 ReLUのうた").exists()
    assert (music / "01 学習ループのうた" / "01 うた.mp3").is_file()


@pytest.mark.slow
def test_a_copy_that_was_made_by_hand_is_taken_over_and_another_file_is_refused(
    plan: Shipment, music: Path, release: Finished
) -> None:
    folder = music / "02 ReLUのうた"
    shutil.copytree(release.root / folder.name, folder)
    assert "copied  02 ReLUのうた/01 うた.mp3" not in push(plan)
    (music / LEDGER).unlink()
    (folder / "01 うた.mp3").write_bytes(b"another")
    with pytest.raises(ReleaseError, match=r"01 うた\.mp3 in the phone's /sdcard/Music was not put there"):
        push(plan)


def test_a_full_phone_is_said_and_its_old_files_stay(plan: Shipment, desk: Path) -> None:
    (desk / "full").touch()
    with pytest.raises(ReleaseError, match="on the phone: adb: error: failed to copy: No space left"):
        push(plan)


def test_without_a_phone_it_is_said_what_to_do(desk: Path) -> None:
    (desk / "unplugged").touch()
    with pytest.raises(NoDevice, match=r"no devices/emulators found.*switch on USB debugging"):
        AdbPlace()


def test_without_adb_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoDevice, match="there is no adb on the PATH; install Android's platform tools"):
        AdbPlace()
