"""`lyricaudio export` as a person runs it, on a release that is there already."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from tests.programs import LYRICAUDIO, finished
from tests.stand_ins.release import make_release

from lyricaudio.export.ledger import LEDGER


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return finished([*LYRICAUDIO, "export", *arguments], cwd=folder, env=os.environ | {"PATH": str(folder)})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    make_release(tmp_path / "output")
    return tmp_path


@pytest.mark.slow
def test_a_phone_folder_is_filled_and_then_left_alone(project: Path) -> None:
    first = run(project, "--to", "synced")
    assert first.returncode == 0, first.stderr
    lines = first.stdout.splitlines()
    assert "copied  01 学習ループのうた/01 うた.mp3" in lines
    assert lines[-1].startswith("13 copied (0.1 MB), 0 removed, 0 up to date in ")
    second = run(project, "--to", "synced")
    assert second.stdout.splitlines()[0].startswith("0 copied (0.0 MB), 0 removed, 13 up to date in ")


@pytest.mark.slow
def test_the_release_of_the_project_around_is_meant_unless_one_is_named(project: Path) -> None:
    (project / "songs").mkdir()
    assert run(project / "songs", "--to", "../a").returncode == 0
    assert run(project / "songs", "--to", "../b", "-o", "../output").returncode == 0
    assert (project / "a" / LEDGER).read_bytes() == (project / "b" / LEDGER).read_bytes()


@pytest.mark.slow
def test_a_car_gets_ascii_names_and_no_hidden_file(project: Path) -> None:
    done = run(project, "--to", "usb", "--target", "car", "--ascii")
    assert done.returncode == 0, done.stderr
    names = [path.name for path in (project / "usb").rglob("*")]
    assert "01 gakushu rupu no uta" in names
    assert all(name.isascii() and not name.startswith(".") for name in names)


@pytest.mark.slow
def test_a_site_has_its_own_address_in_the_feed(project: Path) -> None:
    done = run(project, "--to", "site", "--target", "podcast", "--base-url", "https://uta.example/g")
    assert done.returncode == 0, done.stderr
    assert "https://uta.example/g/01%20" in (project / "site" / "feed.xml").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "say where: --to FOLDER, or --adb for an Android phone on a cable"),
        (("--to", "a", "--ascii"), "--ascii means nothing to --target phone"),
        (("--to", "a", "--target", "podcast"), "--target podcast needs --base-url"),
        (("--to", "a", "--base-url", "https://a.example"), "--base-url means nothing to --target phone"),
        (("--to", "a", "--target", "podcast", "--base-url", "a.example"), "is no address of a folder"),
        (("--to", "a", "--target", "podcast", "--base-url", "https://a.example/う"), "must be ASCII"),
        (
            (
                "--to",
                "output/a",
            ),
            "lie in each other; export to another folder",
        ),
        (("--to", "no/such"), "there is no folder no; is the drive connected?"),
    ],
)
def test_what_cannot_be_meant_is_said_in_a_line(
    project: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    done = run(project, *arguments)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in project.iterdir()] == ["output"]


@pytest.mark.slow
def test_without_a_release_it_is_said_how_to_make_one(tmp_path: Path) -> None:
    done = run(tmp_path, "--to", "a")
    assert done.returncode == 1
    assert "there is no release in output; make one with: lyricaudio build" in done.stderr


@pytest.mark.slow
def test_a_phone_on_a_cable_needs_adb(project: Path) -> None:
    done = run(project, "--adb")
    assert done.returncode == 3
    assert "there is no adb on the PATH" in done.stderr
