"""How a test starts a program and waits for what must happen: nothing outlives it, no time is guessed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

LYRICAUDIO = (sys.executable, "-m", "lyricaudio")

PATIENCE_S = 300.0
"""How long is waited for what must happen; only a test that fails anyway takes so long."""

_LOOK_S = 0.01


@contextlib.contextmanager
def started(
    command: Sequence[str | Path], *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Start a program in a process group of its own, as a terminal does, and end the whole group at last.

    Its outputs are pipes that close when the last process that shares them ends.
    """
    with subprocess.Popen(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def finished(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    text: str | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, whatever its exit code, with a text for its input or none."""
    with started(command, cwd=cwd, env=env) as process:
        output, complaints = process.communicate(text)
    return subprocess.CompletedProcess(command, process.returncode, output, complaints)


def rest_of(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Return exit code and complaints, when the last process that shares the program's outputs has ended."""
    _, complaints = process.communicate(timeout=PATIENCE_S)
    return process.returncode, complaints


def until(condition: Callable[[], object], what: str) -> None:
    """Wait until a condition holds, and fail when it never does."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline_s, f"waited {PATIENCE_S:.0f} s in vain: {what}"
        time.sleep(_LOOK_S)


def lives(pid: int) -> bool:
    """Tell whether a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def group_lives(pid: int) -> bool:
    """Tell whether any process is left of the group that a process leads."""
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True
