"""What a command does to files, told by Python's own audit hook in its process and in all that it starts."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory

from tests.programs import finished

_WATCH = """\
import json, os, sys

_LOG = os.open(os.environ["AUDITED"], os.O_WRONLY | os.O_APPEND)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.utime", "os.chmod", "os.truncate",
            "os.link", "os.symlink", "sqlite3.connect")

def _path(value):
    return os.path.abspath(os.fsdecode(value))

def _tell(kind, *paths):
    os.write(_LOG, json.dumps([kind, *paths]).encode() + b"\\n")

def _watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
        path = _path(arguments[0])
        grows = arguments[2] & os.O_APPEND and not arguments[2] & os.O_TRUNC
        nameless = os.path.isdir(path)  # a temporary file of nobody's but the process's
        writes = arguments[2] & _WRITING and not nameless
        _tell("append" if grows else "write" if writes else "read", path)
    elif event in _CHANGES:
        targets = arguments[:2] if event in ("os.rename", "os.link", "os.symlink") else arguments[:1]
        _tell(event, *(_path(target) for target in targets if isinstance(target, (str, bytes, os.PathLike))))
    elif event in ("subprocess.Popen", "os.posix_spawn"):
        named = [os.fsdecode(each).removeprefix("file:") for each in arguments[1]]
        _tell("start", *(_path(each) for each in named if os.sep in each and not os.path.exists(each)))
    elif event in ("os.fork", "socket.connect"):
        _tell(event)

sys.addaudithook(_watch)
_tell("python")
"""
"""Imported by every Python at its start, a worker's included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that was done.

    `read`, `append` and `write` are openings, `python` says that a process has begun, as `start` does of
    other programs, and the rest are changes by their names. The paths of `start` are those among its
    arguments that lead to nothing yet: what it is to make.
    """

    kind: str
    paths: tuple[Path, ...]


def audited(folder: Path, command: Sequence[str]) -> tuple[CompletedProcess[str], tuple[Deed, ...]]:
    """Run a command in a folder; return how it ended and all that was done there by Python, in order."""
    with TemporaryDirectory() as scratch:
        log = Path(scratch, "log")
        log.touch()
        Path(scratch, "sitecustomize.py").write_text(_WATCH, "utf-8")
        path = os.pathsep.join([scratch, os.environ.get("PYTHONPATH", "")])
        environment = os.environ | {"PYTHONPATH": path, "AUDITED": str(log), "PYTHONDONTWRITEBYTECODE": "1"}
        result = finished(command, cwd=folder, env=environment)
        told = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    return result, tuple(Deed(kind=kind, paths=tuple(map(Path, paths))) for kind, *paths in told)
