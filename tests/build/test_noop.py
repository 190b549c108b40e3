"""A build with nothing to do, watched by Python's own audit hook."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SONG = """\
title: 学習率のうた
voice: {lyric: tone, explain: tone}
lines:
  - lyric: 学習率は一歩の大きさ
    explain: 勾配にかける小さな数です。
"""

AUDITED = """\
import json, os, sys

opened, changes = [], []

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
        path, _, flags = arguments
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        opened.append([os.fsdecode(path), bool(writes)])
    elif event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.utime", "os.chmod", "os.truncate"):
        changes.append([event, os.fsdecode(arguments[0])])
    elif event in ("subprocess.Popen", "os.posix_spawn", "os.fork", "socket.connect"):
        changes.append([event, ""])

sys.addaudithook(watch)
sys.argv = ["lyricaudio", "build"]
from lyricaudio.cli import main
try:
    main()
finally:
    print(json.dumps([opened, changes]), file=sys.stderr)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "songs").mkdir()
    (tmp_path / "songs" / "a.yaml").write_text(SONG, "utf-8")
    (tmp_path / "lyricaudio.yaml").write_text("forms: [song, explain]\n", "utf-8")
    subprocess.run([sys.executable, "-m", "lyricaudio", "build"], cwd=tmp_path, check=True)
    return tmp_path


def audited_build(project: Path) -> tuple[list[tuple[Path, bool]], list[list[str]], str]:
    """Build, and return the files opened with whether to write, all other changes, and what was printed."""
    result = subprocess.run(
        [sys.executable, "-c", AUDITED], cwd=project, capture_output=True, encoding="utf-8", check=True
    )
    opened, changes = json.loads(result.stderr.splitlines()[-1])
    return [(project / path, writes) for path, writes in opened], changes, result.stdout


def moments(folder: Path) -> dict[str, tuple[int, int, int, int]]:
    """Every file and folder with its inode, size, and times of change."""
    stats = {str(path): path.stat() for path in folder.rglob("*")}
    return {
        path: (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns) for path, stat in stats.items()
    }


def test_nothing_is_written_and_no_sound_is_opened_when_nothing_has_changed(project: Path) -> None:
    before = moments(project)
    opened, changes, printed = audited_build(project)
    assert "0 built, 2 unchanged, 0 failed" in printed
    assert moments(project) == before
    assert changes == []
    ours = [(path, writes) for path, writes in opened if path.is_relative_to(project)]
    assert [path for path, writes in ours if writes] == []
    assert [path for path, _ in ours if path.suffix in (".mp3", ".clip")] == []
    assert project / "output" / ".lyricaudio" / "record" in [path for path, _ in ours]


def test_the_watch_sees_a_build_that_has_something_to_do(project: Path) -> None:
    (project / "output" / "学習率のうた" / "01 うた.mp3").unlink()
    before = moments(project)
    opened, changes, printed = audited_build(project)
    assert "1 built, 1 unchanged, 0 failed" in printed
    assert moments(project) != before
    assert [event for event, _ in changes if event != "os.mkdir"]
    assert any(writes for path, writes in opened if path.is_relative_to(project))
    assert any(path.suffix == ".clip" for path, _ in opened)
