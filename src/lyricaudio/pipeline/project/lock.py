"""One at a time: whoever writes into a release holds its lock."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from lyricaudio.errors import ReleaseError, refusal
from lyricaudio.messages import told
from lyricaudio.pipeline.project.record import STATE_FOLDER
from lyricaudio.pipeline.project.report import Progress, Watch


@contextlib.contextmanager
def locked(output: Path, watch: Watch) -> Iterator[None]:
    """Hold the release's lock; the system frees it when its owner ends, however that happens."""
    folder = output / STATE_FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            watch(Progress(now=told("another build is running; waiting for it")))
            lock.acquire()
    except OSError as error:
        raise ReleaseError(
            told("cannot write to {output}: {reason}", output=output, reason=refusal(error))
        ) from error
    try:
        yield
    finally:
        lock.release()
