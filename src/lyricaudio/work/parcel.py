"""A call packed so that it can be made on a machine that shares nothing with this one.

Among a task's arguments a `FolderStore`, a `Path` to a file and a `Folder` stand for what lies here. Pickle's
persistent ids mark their places; what they stand for travels beside: of the store the blobs that the task
needs, and the file's content. There they are put back as a store in memory, a temporary file of the same name
and a temporary folder; and what the call put into the store and left in the folder comes back as bytes.
"""

from __future__ import annotations

import io
import pickle
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lyricaudio import files
from lyricaudio.errors import ReleaseError, refusal
from lyricaudio.messages import told
from lyricaudio.work.blobs import FolderStore, HeldStore
from lyricaudio.work.executor import Folder, Task

_Named = dict[str, bytes]


@dataclass(slots=True, kw_only=True)
class _Here:
    """What of this machine a call speaks of."""

    stores: list[FolderStore] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    folders: list[Folder] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A packed task: `content` is for `run`, whose answer is for `unpacked`."""

    content: bytes
    _here: _Here

    def unpacked(self, answer: bytes) -> Any:
        """Keep what the call has made and left, and return its value.

        Raises
        ------
        ReleaseError
            When something cannot be written.
        """
        value, made, left = pickle.loads(answer)
        for key, blob in made.items():
            self._here.stores[0].put(key, blob)
        for folder, named in zip(self._here.folders, left, strict=True):
            for name, content in named.items():
                files.write_bytes(folder.path / name, content)
        return value


def packed(task: Task) -> Parcel:
    """Pack a task, with what it speaks of.

    Raises
    ------
    ReleaseError
        When a file among its arguments cannot be read.
    """
    here, call = _Here(), io.BytesIO()
    _Pickler(call, here).dump((task.function, task.arguments))
    if len(here.stores) > 1:
        raise ValueError(f"{task.name}: a task has one store")
    held = {key: blob for key in task.needs for store in here.stores if (blob := store.get(key)) is not None}
    sent = [(path.name, _content(path)) for path in here.files]
    return Parcel(content=pickle.dumps((call.getvalue(), held, sent, len(here.folders))), _here=here)


def run(content: bytes) -> bytes:
    """Make the call of a parcel, wherever this is, and return the answer."""
    call, held, sent, folders = pickle.loads(content)
    with tempfile.TemporaryDirectory(prefix=files.TEMPORARY_PREFIX) as scratch:
        store = HeldStore(given=held)
        paths = [_put(Path(scratch, f"file-{number}"), *file) for number, file in enumerate(sent)]
        left = [Folder(path=Path(scratch, f"folder-{number}")) for number in range(folders)]
        for folder in left:
            folder.path.mkdir()
        places = {"store": [store], "file": paths, "folder": left}
        function, arguments = _Unpickler(io.BytesIO(call), places).load()
        value = function(*arguments)
        return pickle.dumps((value, store.made, [_contents(folder.path) for folder in left]))


class _Pickler(pickle.Pickler):
    """Notes what stands for something of this machine, and leaves it out."""

    def __init__(self, file: io.BytesIO, here: _Here) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self._here = here

    def persistent_id(self, value: Any) -> tuple[str, int] | None:
        match value:
            case FolderStore():
                return "store", _number(self._here.stores, value)
            case Folder():
                return "folder", _number(self._here.folders, value)
            case Path() if value.is_file():
                return "file", _number(self._here.files, value)
        return None


class _Unpickler(pickle.Unpickler):
    """Puts in what stands for it elsewhere."""

    def __init__(self, file: io.BytesIO, places: dict[str, Any]) -> None:
        super().__init__(file)
        self._places = places

    def persistent_load(self, name: Any) -> Any:
        kind, number = name
        return self._places[kind][number]


def _number(known: list[Any], value: Any) -> int:
    if value not in known:
        known.append(value)
    return known.index(value)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReleaseError(told("cannot read {path}: {error}", path=path, error=refusal(error))) from error


def _put(folder: Path, name: str, content: bytes) -> Path:
    """Write a file into a folder of its own, since two may have one name, and the name may say what it is."""
    folder.mkdir()
    path = folder / name
    files.write_bytes(path, content)
    return path


def _contents(folder: Path) -> _Named:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
