from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.programs import started, until

from lyricaudio import files
from lyricaudio.errors import ReleaseError

WRITE_FOR_EVER = """
import itertools, sys
from pathlib import Path
from lyricaudio import files

for letter in itertools.cycle(b"ab"):
    files.write_bytes(Path(sys.argv[1]), bytes([letter]) * 300_000)
"""

WRITE_HALF = """
import sys
from pathlib import Path
from lyricaudio import files

with files.replacing(Path(sys.argv[1])) as temporary:
    temporary.write_bytes(b"half of the n")
    print("half", flush=True)
    sys.stdin.read()
"""

WRITE_TO_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from lyricaudio import files
from lyricaudio.errors import ReleaseError

resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    files.write_bytes(Path(sys.argv[1]), bytes(2000))
except ReleaseError as error:
    print(error)
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A file of a release, alone in its folder."""
    path = tmp_path / "01 うた.mp3"
    path.write_bytes(b"old")
    return path


def test_a_file_and_its_folders_appear(tmp_path: Path) -> None:
    path = tmp_path / "album" / "disc" / "01 うた.lrc"
    files.write_text(path, "[00:01.00]坂を下りて\n")
    assert path.read_bytes() == "[00:01.00]坂を下りて\n".encode()
    assert names(path.parent) == ["01 うた.lrc"]


def test_a_file_takes_the_place_of_the_old_one(target: Path) -> None:
    with files.replacing(target) as temporary:
        temporary.write_bytes(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert names(target.parent) == [target.name]


def test_a_link_is_replaced_and_not_written_through(target: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.mp3"
    link.symlink_to(target)
    files.write_bytes(link, b"new")
    assert (link.is_symlink(), link.read_bytes(), target.read_bytes()) == (False, b"new", b"old")


def fail_midway(target: Path, error: BaseException) -> None:
    with files.replacing(target) as temporary:
        temporary.write_bytes(b"half of the n")
        raise error


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_exception_leaves_the_old_file_and_nothing_else(target: Path, error: type[BaseException]) -> None:
    with pytest.raises(error):
        fail_midway(target, error())
    assert target.read_bytes() == b"old"
    assert names(target.parent) == [target.name]


def test_an_exception_leaves_no_file_where_there_was_none(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="midway"):
        fail_midway(tmp_path / "new.mp3", ValueError("midway"))
    assert names(tmp_path) == []


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EDQUOT])
def test_a_failing_system_call_leaves_the_old_file_and_says_which(
    target: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    def fail(*arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(ReleaseError) as caught:
        files.write_bytes(target, b"new")
    assert str(caught.value).startswith(f"cannot write {target}: {os.strerror(number)}; ")
    assert target.read_bytes() == b"old"
    assert names(target.parent) == [target.name]


def test_a_folder_that_cannot_be_synchronized_holds_the_new_file(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some network file systems refuse it."""
    fsync = os.fsync

    def refuse_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", refuse_folders)
    files.write_bytes(target, b"new")
    assert target.read_bytes() == b"new"
    assert names(target.parent) == [target.name]


def test_a_disk_that_fills_leaves_the_old_file_and_names_it(target: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", WRITE_TO_A_FULL_DISK, target], capture_output=True, text=True, check=True
    )
    assert (said.stdout.startswith(f"cannot write {target}: "), said.stderr) == (True, "")
    assert target.read_bytes() == b"old"
    assert names(target.parent) == [target.name]


@contextlib.contextmanager
def as_ordinary_user() -> Iterator[None]:
    """Give up a superuser's right to write everywhere, while the block lasts."""
    user = os.geteuid()
    os.seteuid(user or 65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_folder_that_may_not_be_written_is_named_and_stays_as_it_is() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "01.mp3").write_bytes(b"old")
        folder.chmod(0o555)
        with as_ordinary_user(), pytest.raises(ReleaseError, match=r"cannot write .*01\.mp3: Permission"):
            files.write_bytes(folder / "01.mp3", b"new")
        assert ((folder / "01.mp3").read_bytes(), names(folder)) == (b"old", ["01.mp3"])


def test_a_file_where_a_folder_should_be_is_an_error_for_the_person(target: Path) -> None:
    with pytest.raises(ReleaseError, match="cannot write"):
        files.write_text(target / "01.lrc", "")
    assert target.read_bytes() == b"old"


def test_a_killed_writer_leaves_the_old_file_and_an_orphan_that_is_reaped(target: Path) -> None:
    with started([sys.executable, "-c", WRITE_HALF, target]) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "half\n"
    assert writer.returncode == -signal.SIGKILL
    assert target.read_bytes() == b"old"
    assert len(names(target.parent)) == 2
    assert files.reap(target.parent.parent) == 1
    assert names(target.parent) == [target.name]


@pytest.mark.slow
@pytest.mark.parametrize("replaced", [2**n for n in range(8)])
def test_a_writer_killed_at_any_moment_leaves_a_whole_file(target: Path, replaced: int) -> None:
    """The writer knows nothing of the one who kills, so each is killed elsewhere in its round."""
    with started([sys.executable, "-c", WRITE_FOR_EVER, target]) as writer:
        for _ in range(replaced):
            before = target.stat().st_ino
            until(lambda: target.stat().st_ino != before, "the file is replaced")  # noqa: B023
    assert writer.returncode == -signal.SIGKILL
    assert target.read_bytes() in (b"a" * 300_000, b"b" * 300_000)
    assert files.reap(target.parent) in (0, 1)
    assert names(target.parent) == [target.name]


def test_writers_of_one_file_do_not_meet(target: Path) -> None:
    stop = threading.Event()
    torn = set[bytes]()

    def write(letter: bytes) -> None:
        while not stop.is_set():
            files.write_bytes(target, letter * 50_000)

    with ThreadPoolExecutor(3) as writers:
        written = [writers.submit(write, letter) for letter in (b"a", b"b", b"c")]
        try:
            for _ in range(2000):
                content = target.read_bytes()
                torn |= {content} - {b"old", content[:1] * 50_000}
        finally:
            stop.set()
    assert [future.result() for future in written] == [None] * 3
    assert torn == set()
    assert names(target.parent) == [target.name]


def test_reaping_takes_temporary_files_of_all_folders_and_nothing_else(tmp_path: Path) -> None:
    for name in ("a", "b/c"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / f"{files.TEMPORARY_PREFIX}0123").touch()
        (tmp_path / name / "01 うた.mp3").touch()
    assert files.reap(tmp_path) == 2
    assert names(tmp_path / "a") == names(tmp_path / "b" / "c") == ["01 うた.mp3"]


def test_reaping_removes_a_folder_of_half_made_files(tmp_path: Path) -> None:
    half_made = tmp_path / "state" / f"{files.TEMPORARY_PREFIX}folder" / "deep" / "a.mp3"
    half_made.parent.mkdir(parents=True)
    half_made.touch()
    assert files.reap(tmp_path) == 1
    assert [*tmp_path.rglob("*")] == [tmp_path / "state"]


def test_files_take_their_places_and_one_that_is_the_same_stays(tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "album" / "old"
    for path in (new / "a", new / "b", new / "c", old / "b", old / "c"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("old" if path.parent == old and path.name == "b" else "new")
    os.utime(old / "c", ns=(1, 1))
    files.put_all({old / name: new / name for name in "abc"})
    assert {path.name: path.read_text() for path in old.iterdir()} == {"a": "new", "b": "new", "c": "new"}
    assert [(old / name).stat().st_mtime_ns == 1 for name in "abc"] == [False, False, True]


def test_files_whose_places_cannot_be_had_are_an_error_for_the_person(tmp_path: Path) -> None:
    (tmp_path / "new").touch()
    (tmp_path / "folder").touch()
    with pytest.raises(ReleaseError, match=r"cannot write .*folder/a: "):
        files.put_all({tmp_path / "folder" / "a": tmp_path / "new"})


def test_a_scratch_folder_goes_with_all_that_is_in_it(tmp_path: Path) -> None:
    with files.scratch(tmp_path / "state") as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "a.mp3").touch()
        assert folder.name.startswith(files.TEMPORARY_PREFIX)
    assert [*tmp_path.rglob("*")] == [tmp_path / "state"]


def test_reaping_a_folder_that_is_not_there_finds_nothing(tmp_path: Path) -> None:
    assert files.reap(tmp_path / "output") == 0


@pytest.mark.parametrize(
    ("path", "below"),
    [
        ("01 うた/01 うた.mp3", True),
        ("feed.xml", True),
        ("", False),
        (".", False),
        ("../x", False),
        ("a/../x", False),
        ("/etc/passwd", False),
        ("a//b", False),
        ("a\\b", False),
        ("C:x", False),
        ("a\0", False),
        (".hidden/x", False),
        ("a/.hidden", False),
    ],
)
def test_a_path_is_below_its_folder_only_if_nothing_in_it_leads_elsewhere(path: str, below: bool) -> None:
    assert files.is_below(path) is below


def test_nothing_is_removed_or_written_behind_a_link_that_leads_out(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    outside.mkdir()
    root.mkdir()
    (outside / "mine.txt").write_text("mine")
    (root / "album").symlink_to(outside)
    for path in ("album/mine.txt", "../outside/mine.txt"):
        with pytest.raises(ReleaseError, match="leads out of"):
            files.remove(root, path)
        with pytest.raises(ReleaseError, match="leads out of"):
            files.within(root, path)
    assert (outside / "mine.txt").read_text() == "mine"


def test_removing_a_file_removes_the_folders_that_it_leaves_empty(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "x").touch()
    (tmp_path / "a" / "y").touch()
    files.remove(tmp_path, "a/b/x")
    assert names(tmp_path / "a") == ["y"]
    files.remove(tmp_path, "a/y")
    files.remove(tmp_path, "a/y")
    assert names(tmp_path) == []


def fail_on_the_way(targets: list[Path]) -> None:
    with files.replacing_all(targets) as temporaries:
        temporaries[0].write_bytes(b"newer")
        raise KeyError


def test_several_files_change_together_or_not_at_all(tmp_path: Path) -> None:
    targets = [tmp_path / "a.mp3", tmp_path / "b" / "a.lrc", tmp_path / "same"]
    (tmp_path / "same").write_bytes(b"old")
    with files.replacing_all(targets) as temporaries:
        temporaries[0].write_bytes(b"new")
        temporaries[1].write_bytes(b"new")
        assert not targets[0].exists()
    assert [target.read_bytes() for target in targets] == [b"new", b"new", b"old"]
    with pytest.raises(KeyError):
        fail_on_the_way(targets)
    assert [target.read_bytes() for target in targets] == [b"new", b"new", b"old"]
    assert names(tmp_path) == ["a.mp3", "b", "same"]


def test_files_may_exchange_their_names(tmp_path: Path) -> None:
    one, other = tmp_path / "1", tmp_path / "2"
    one.write_bytes(b"one")
    other.write_bytes(b"other")
    files.link_all({one: other, other: one})
    assert (one.read_bytes(), other.read_bytes()) == (b"other", b"one")
    assert names(tmp_path) == ["1", "2"]


def test_a_line_after_one_that_was_cut_off_stands_by_itself(tmp_path: Path) -> None:
    log = tmp_path / "state" / "log"
    files.append_lines(log, "one\n")
    log.write_bytes(b"one\ntw")
    files.append_lines(log, "three\nfour\n")
    assert log.read_text() == "one\ntw\nthree\nfour\n"


def test_a_scratch_folder_goes_although_its_removal_was_refused_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[str] = []
    rmdir = os.rmdir

    def refuse_once(path: str, **given: int) -> None:
        if not refused:
            refused.append(str(path))
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        rmdir(path, **given)

    monkeypatch.setattr(os, "rmdir", refuse_once)
    with files.scratch(tmp_path) as folder:
        (folder / "half.mp3").touch()
    assert refused
    assert names(tmp_path) == []
