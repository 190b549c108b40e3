"""A build with nothing to do, watched by Python's own audit hook."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.audit import Deed, audited
from tests.programs import LYRICAUDIO
from tests.stand_ins.maker import make_here

from lyricaudio.pipeline.planning.wishes import NO_WISHES
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.sources import project_digest
from lyricaudio.pipeline.run import build

SONG = """\
title: 学習率のうた
style: none
voice: {lyric: tone, explain: tone}
lines:
  - lyric: 学習率は一歩の大きさ
    explain: 勾配にかける小さな数です。
"""
BUILD = [*LYRICAUDIO, "build"]


@pytest.fixture(scope="module")
def finished_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("finished") / "project"
    (root / "songs").mkdir(parents=True)
    (root / "songs" / "a.yaml").write_text(SONG, "utf-8")
    (root / "lyricaudio.yaml").write_text("forms: [song, explain]\n", "utf-8")
    sources = project_digest(root, NO_WISHES)
    build(
        open_library([], folder=root),
        root / "output",
        watch=lambda progress: None,
        maker=make_here,
        sources=sources,
    )
    return root


@pytest.fixture
def project(finished_project: Path, tmp_path: Path) -> Path:
    """A copy of a built project; files keep their times."""
    return Path(shutil.copytree(finished_project, tmp_path / "project"))


def audited_build(project: Path) -> tuple[tuple[Deed, ...], str]:
    """Build, and return all that was done and what was printed."""
    result, deeds = audited(project, BUILD)
    assert (result.returncode, result.stderr) == (0, "")
    return deeds, result.stdout


def opened(project: Path, deeds: tuple[Deed, ...], *kinds: str) -> list[Path]:
    """Return the files of the project that were opened so."""
    return [
        path for deed in deeds if deed.kind in kinds for path in deed.paths if path.is_relative_to(project)
    ]


def moments(folder: Path) -> dict[str, tuple[int, int, int, int]]:
    """Every file and folder with its inode, size, and times of change."""
    stats = {str(path): path.stat() for path in folder.rglob("*")}
    return {
        path: (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns) for path, stat in stats.items()
    }


def test_nothing_is_written_and_no_sound_is_opened_when_nothing_has_changed(project: Path) -> None:
    before = moments(project)
    deeds, printed = audited_build(project)
    assert "0 built, 2 unchanged, 0 failed" in printed
    assert moments(project) == before
    assert [deed.kind for deed in deeds if deed.kind not in ("read", "write")] == ["python"]
    assert opened(project, deeds, "write") == []
    read = opened(project, deeds, "read")
    assert [path for path in read if path.suffix in (".mp3", ".clip")] == []
    assert project / "output" / ".lyricaudio" / "record" in read


def test_the_watch_sees_a_build_that_has_something_to_do(project: Path) -> None:
    (project / "output" / "学習率のうた" / "01 うた.mp3").unlink()
    before = moments(project)
    deeds, printed = audited_build(project)
    assert "1 built, 1 unchanged, 0 failed" in printed
    assert moments(project) != before
    assert {"os.rename", "start"} <= {deed.kind for deed in deeds}
    assert opened(project, deeds, "write")
    assert any(path.suffix == ".clip" for path in opened(project, deeds, "read"))
    assert [deed.kind for deed in deeds].count("python") > 1
