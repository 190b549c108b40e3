from __future__ import annotations

import operator
import pickle
from pathlib import Path
from typing import Any

import pytest
from tests.work.tasks import task

from lyricaudio.errors import ReleaseError
from lyricaudio.work.blobs import FolderStore
from lyricaudio.work.executor import Folder, Task
from lyricaudio.work.parcel import packed, run


def done(call: Task) -> Any:
    """Make a call as if it were elsewhere."""
    parcel = packed(call)
    return parcel.unpacked(run(parcel.content))


def test_a_call_of_plain_values_is_made_as_it_is() -> None:
    assert done(task(operator.mul, 2, "ab")) == "abab"


def test_nothing_travels_but_what_is_needed(tmp_path: Path) -> None:
    store = FolderStore(folder=tmp_path)
    store.put("needed", b"held")
    store.put("other", b"not needed")
    content = packed(task(operator.methodcaller("get", "needed"), store, needs=("needed", "absent"))).content
    assert b"held" in content
    assert b"not needed" not in content
    assert str(tmp_path).encode() not in content


def test_a_file_is_read_where_it_is_called_under_its_own_name(tmp_path: Path) -> None:
    one, two = tmp_path / "1" / "loop.wav", tmp_path / "2" / "loop.wav"
    for number, path in enumerate((one, two)):
        path.parent.mkdir()
        path.write_text(f"beat {number}")
    parcel = packed(task(list, (one, two, one)))
    one.unlink()
    there = pickle.loads(run(parcel.content))[0]
    assert [path.name for path in there] == ["loop.wav"] * 3
    assert there[0] == there[2] != there[1]
    assert not any(path.exists() for path in there)


def test_a_file_that_is_not_there_travels_as_a_path() -> None:
    assert done(task(str, Path("nowhere/loop.wav"))) == "nowhere/loop.wav"


def test_files_left_come_into_their_folders(tmp_path: Path) -> None:
    folders = [Folder(path=tmp_path / name) for name in ("one", "two")]
    write = "for folder in folders: (folder.path / 'x').write_text(folder.path.name)"
    done(task(exec, write, {"folders": folders}))
    assert [(folder.path / "x").read_text() for folder in folders] == ["folder-0", "folder-1"]


def test_a_file_that_cannot_be_read_is_an_error_for_the_person(tmp_path: Path) -> None:
    path = tmp_path / "loop.wav"
    path.touch()
    call = task(str, Vanishing(path))
    with pytest.raises(ReleaseError, match=r"^cannot read .*loop.wav: No such file"):
        packed(call)


class Vanishing:
    """Is gone after it was looked at."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return operator.itemgetter(0), ((self.path, Gone(self.path)),)


class Gone:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        self.path.unlink()
        return int, ()


def test_a_task_has_one_store(tmp_path: Path) -> None:
    stores = [FolderStore(folder=tmp_path / name) for name in ("one", "two")]
    with pytest.raises(ValueError, match="a task has one store"):
        packed(task(list, stores))
