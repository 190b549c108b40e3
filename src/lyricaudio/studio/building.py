"""Builds, one at a time, each in a process of its own: the page stays quick, and a build can be stopped.

What a stopped build has finished is kept, as after Ctrl-C.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from dataclasses import asdict
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess, parent_process
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lyricaudio.errors import LyricAudioError, unforeseen
from lyricaudio.interrupt import end_as_interrupted
from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.report import Progress, Report, Result
from lyricaudio.pipeline.run import build
from lyricaudio.studio.answers import answer, posted
from lyricaudio.studio.desk import Desk
from lyricaudio.studio.shelf import Shelf

_SPAWN = multiprocessing.get_context("spawn")
_GRACE_S = 10.0

State = dict[str, Any]


class Building(Desk):
    """The build that runs, and what came of the last one."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._process: BaseProcess | None = None
        self._following: threading.Thread | None = None
        self._state: State = {"state": "idle"}
        self._starting = threading.Lock()

    def routes(self) -> Sequence[BaseRoute]:
        """Return the addresses."""
        return (
            Route("/api/build", self.look, methods=["GET"]),
            Route("/api/build", self.begin, methods=["POST"]),
            Route("/api/build", self.stop, methods=["DELETE"]),
        )

    async def look(self, request: Request) -> Response:
        """Tell how far it is, or how it came out."""
        return answer(self._state)

    async def begin(self, request: Request) -> Response:
        """Build the songs that are named, all when none are; what is building goes on."""
        names = (await posted(request)).get("songs") or []
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise HTTPException(400)
        await run_in_threadpool(self._begin, names)
        return answer(self._state, 202)

    async def stop(self, request: Request) -> Response:
        """Stop; what is finished stays."""
        await run_in_threadpool(self.close)
        return answer(self._state)

    def close(self) -> None:
        """End what is building."""
        process, following = self._process, self._following
        if process is None or following is None:
            return
        process.terminate()
        process.join(_GRACE_S)
        process.kill()
        following.join()

    def _begin(self, names: Sequence[str]) -> None:
        songs = [self._shelf.path(name) for name in names]
        with self._starting:
            if self._state["state"] == "building":
                return
            if self._following:
                self._following.join()  # it has told all, and is about to end
            ours, theirs = _SPAWN.Pipe(duplex=False)
            self._state = {"state": "building", "songs": list(names), **asdict(Progress())}
            process = _SPAWN.Process(target=_build, args=(theirs, self._shelf.root, songs))
            process.start()
            theirs.close()
            self._process = process
            self._following = threading.Thread(target=self._follow, args=(ours, process))
            self._following.start()

    def _follow(self, pipe: Connection[Any, Any], process: BaseProcess) -> None:
        """Take what a build tells, to its end."""
        state = self._state
        with contextlib.suppress(EOFError, OSError):
            while True:
                state = state | _told(pipe.recv())
                self._state = state
        process.join()
        if state["state"] == "building":
            self._state = state | {"state": "stopped"}


def _told(said: Progress | Report | LyricAudioError) -> State:
    match said:
        case Progress():
            return asdict(said)
        case Report():
            failed = any(result.error for result in said.results)
            return {
                "state": "failed" if failed else "done",
                "results": list(map(_result, said.results)),
                "notes": said.notes,
            }
    return {"state": "failed", "results": [], "notes": [], "error": str(said)}


def _result(result: Result) -> State:
    return {
        "name": result.name,
        "status": result.status.value,
        "seconds": result.seconds,
        "error": str(result.error) if result.error else None,
    }


def _build(pipe: Connection[Any, Any], root: Path, songs: Sequence[Path]) -> None:
    """Build in this process, and tell the studio about it; it ends with the studio."""
    end_as_interrupted()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt, OSError):
        try:
            library = open_library(songs, folder=root)
            if library.errors:
                raise library.errors[0]
            pipe.send(build(library, root / OUTPUT_FOLDER, watch=pipe.send))
        except Exception as error:
            pipe.send(unforeseen(error))


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
