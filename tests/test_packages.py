"""What is handed on: an sdist, the wheel that is made of it, and what puts that on people's machines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from tests.documents import ROOT, dead_links
from tests.programs import finished

pytestmark = pytest.mark.slow


def hatch(folder: Path, target: str, *, sources: Path) -> Path:
    """Build a package of some sources as pip would, but without a network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=sources, check=True, capture_output=True)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources as they are handed on, unpacked."""
    packed = hatch(tmp_path_factory.mktemp("sdist"), "sdist", sources=ROOT)
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(packed) as archive:
        archive.extractall(unpacked, filter="data")
    (sources,) = unpacked.iterdir()
    return sources


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hatch(tmp_path_factory.mktemp("wheel"), "wheel", sources=sdist)


def contents(wheel: Path) -> dict[str, int]:
    with zipfile.ZipFile(wheel) as archive:
        return {entry.filename: entry.CRC for entry in archive.infolist()}


def test_a_wheel_of_the_sdist_is_the_one_of_the_sources(wheel: Path, tmp_path: Path) -> None:
    assert contents(wheel) == contents(hatch(tmp_path, "wheel", sources=ROOT))


@pytest.mark.parametrize("document", ["README.md", "README.ja.md", "CONTRIBUTING.md", "template/README.md"])
def test_what_a_document_links_to_and_shows_is_in_the_sdist(sdist: Path, document: str) -> None:
    assert dead_links(sdist / document) == []


def test_what_is_installed_has_all_that_is_no_code(wheel: Path, tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*pip, "--target", str(tmp_path / "lib"), str(wheel)], check=True)
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "lib"), "LYRICAUDIO_LANG": "ja"}

    def said(*arguments: str) -> str:
        program = [str(tmp_path / "lib" / "bin" / "lyricaudio"), *arguments]
        done = finished([sys.executable, *program], cwd=tmp_path, env=environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    songs = len([*ROOT.glob("songs/*.yaml"), *ROOT.glob("books/*/*/*.yaml")])
    (book,) = json.loads(said("book", "--json"))
    assert sum(len(chapter["songs"]) for chapter in book["chapters"]) == songs
    assert said("--help").startswith("使い方")
    assert "lofi" in said("styles")


@pytest.mark.dear
@pytest.mark.parametrize(
    ("installer", "folders"),
    [
        (("uv", "tool", "install", "--quiet"), {"UV_TOOL_DIR": "tools", "UV_TOOL_BIN_DIR": "bin"}),
        (("pipx", "install", "--quiet"), {"PIPX_HOME": "tools", "PIPX_BIN_DIR": "bin"}),
    ],
    ids=["uv", "pipx"],
)
def test_tools_that_give_a_program_an_environment_of_its_own_install_it(
    wheel: Path, installer: tuple[str, ...], folders: dict[str, str], tmp_path: Path
) -> None:
    program, *arguments = installer
    own = {name: str(tmp_path / folder) for name, folder in folders.items()}
    command = [sys.executable, "-m", program, *arguments, "--python", sys.executable, str(wheel)]
    subprocess.run(command, env=os.environ | own, check=True)
    bare = {"PATH": os.defpath, "HOME": str(tmp_path)}
    program = str(tmp_path / "bin" / "lyricaudio")
    read = finished([program, "read", "ReLUは負ならゼロ"], cwd=tmp_path, env=bare)
    assert (read.returncode, read.stdout, read.stderr) == (0, "レルーワフナラゼロ\n", "")
