from __future__ import annotations

from pathlib import Path

import pytest

from lyricaudio.cli.ways import ways_to_a_phone


@pytest.fixture(autouse=True)
def no_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this machine have no `adb`."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


def test_three_lines_say_how_it_gets_onto_a_phone(tmp_path: Path) -> None:
    assert ways_to_a_phone(None, home=tmp_path) == (
        "Android  lyricaudio export --to A_SYNCED_FOLDER; AntennaPod can add the folder as a podcast",
        "iPhone   lyricaudio export --to A_FOLDER_IN_ICLOUD_DRIVE; open it in BookPlayer",
        "both     lyricaudio serve; scan the code: listen at once, or take albums as zips",
    )


def test_a_synced_folder_of_this_machine_and_another_release_are_named(tmp_path: Path) -> None:
    (tmp_path / "OneDrive").mkdir()
    (tmp_path / "iCloudDrive").mkdir()
    android, iphone, both = ways_to_a_phone(Path("my songs"), home=tmp_path)
    assert f"lyricaudio export -o 'my songs' --to {tmp_path}/OneDrive/lyricaudio;" in android
    assert f"lyricaudio export -o 'my songs' --to {tmp_path}/iCloudDrive/lyricaudio;" in iphone
    assert "lyricaudio serve -o 'my songs';" in both


def test_a_cable_is_proposed_where_there_is_adb(tmp_path: Path) -> None:
    adb = tmp_path / "bin" / "adb"
    adb.parent.mkdir()
    adb.touch(mode=0o755)
    assert ways_to_a_phone(None, home=tmp_path)[0].startswith("Android  lyricaudio export --adb, ")
