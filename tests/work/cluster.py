"""A real Dask scheduler and its workers, as processes of their own on the loopback."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.programs import group_lives, until

ALLOWED_FAILURES = 1
"""So many workers may be lost with a task before it is given up; Dask's own figure is 3."""


@dataclass
class Cluster:
    """Where a scheduler is, and its workers by name."""

    folder: Path
    scheduler: subprocess.Popen[bytes] = field(init=False)
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    address: str = ""

    def start(self) -> None:
        """Start the scheduler."""
        self.scheduler = self._started(
            "scheduler",
            "--host=127.0.0.1",
            "--port=0",
            f"--scheduler-file={self._file}",
            "--idle-timeout=3600",  # ends when a test run was killed
        )
        until(lambda: self._told() or self.scheduler.poll() is not None, "the scheduler says where it is")
        self.address = self._told()
        assert self.address, self.said("scheduler")

    def add_worker(self, name: str) -> None:
        """Start a worker of one thread."""
        self.workers[name] = self._started(
            "worker",
            self.address,
            "--nthreads=1",
            "--death-timeout=60",
            f"--name={name}",
            f"--local-directory={self.folder / name}",
        )

    def kill_worker(self, name: str) -> None:
        """Kill a worker with its nanny, as when its machine loses power."""
        _kill(self.workers.pop(name))

    def kill_scheduler(self) -> None:
        _kill(self.scheduler)

    def close(self) -> None:
        for process in (*self.workers.values(), self.scheduler):
            _kill(process)

    def said(self, kind: str) -> str:
        return (self.folder / f"{kind}.log").read_text()

    def _told(self) -> str:
        """Return the address that the scheduler has written down, nothing while it has not, or not all."""
        try:
            return str(json.loads(self._file.read_text())["address"])
        except (OSError, ValueError):
            return ""

    @property
    def _file(self) -> Path:
        return self.folder / "scheduler.json"

    def _started(self, kind: str, *options: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{kind}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard", *options],
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(ALLOWED_FAILURES)},
            )


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it has started, and wait until none is left."""

    def is_gone() -> bool:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.poll()
        return not group_lives(process.pid)

    until(is_gone, f"nothing is left of the process {process.pid}")


@contextlib.contextmanager
def cluster(folder: Path, *, workers: int) -> Iterator[Cluster]:
    """Start a scheduler and workers; end all of them."""
    found = Cluster(folder)
    try:
        found.start()
        for number in range(workers):
            found.add_worker(f"worker-{number}")
        yield found
    finally:
        found.close()
