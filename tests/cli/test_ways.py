from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest

from lyricaudio.cli import lyricaudio
from lyricaudio.cli.ways import ways_to_a_phone


@pytest.fixture(autouse=True)
def no_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this machine have no `adb`, and the program be called by its name."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr("sys.argv", ["lyricaudio"])


def test_three_lines_say_how_it_gets_onto_a_phone(tmp_path: Path) -> None:
    assert ways_to_a_phone(None, home=tmp_path) == (
        "Android  lyricaudio export --to A_SYNCED_FOLDER  # for AntennaPod, too: --target podcast-folder",
        "iPhone   lyricaudio export --to A_FOLDER_IN_ICLOUD_DRIVE  # open it in BookPlayer",
        "both     lyricaudio serve  # scan the code: listen at once, or take albums as zips",
    )


def test_a_person_without_a_home_is_told_the_same(tmp_path: Path) -> None:
    assert ways_to_a_phone(None, home=None) == ways_to_a_phone(None, home=tmp_path)


def test_a_program_that_a_shell_does_not_find_by_its_name_is_named_as_it_was_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "my venv" / "lyricaudio"
    program.parent.mkdir()
    program.touch(mode=0o755)
    monkeypatch.setattr("sys.argv", [str(program), "build"])
    assert [shlex.split(way, comments=True)[1] for way in ways_to_a_phone(None, home=None)] == [
        str(program)
    ] * 3
    monkeypatch.setenv("PATH", str(program.parent))
    assert ways_to_a_phone(None, home=None)[2].startswith("both     lyricaudio serve ")


def test_every_way_is_a_command_that_can_be_run_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "adb").touch(mode=0o755)
    for way in ways_to_a_phone(Path("私の 歌"), home=tmp_path):
        name, *arguments = shlex.split(way, comments=True)[2:]
        command = lyricaudio.get_command(click.Context(lyricaudio), name)
        assert command is not None
        command.make_context(name, arguments)


def test_a_synced_folder_of_this_machine_and_another_release_are_named(tmp_path: Path) -> None:
    (tmp_path / "OneDrive").mkdir()
    (tmp_path / "iCloudDrive").mkdir()
    android, iphone, both = ways_to_a_phone(Path("my songs"), home=tmp_path)
    assert f"lyricaudio export -o 'my songs' --to {tmp_path}/OneDrive/lyricaudio  #" in android
    assert f"lyricaudio export -o 'my songs' --to {tmp_path}/iCloudDrive/lyricaudio  #" in iphone
    assert "lyricaudio serve -o 'my songs'  #" in both


def test_a_cable_is_proposed_where_there_is_adb(tmp_path: Path) -> None:
    adb = tmp_path / "bin" / "adb"
    adb.parent.mkdir()
    adb.touch(mode=0o755)
    assert ways_to_a_phone(None, home=tmp_path)[0].startswith("Android  lyricaudio export --adb  # ")
