"""What a command costs, all its descendants included. Linux only: memory is read from /proc."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

BUILD = (sys.executable, "-m", "lyricaudio", "build")
_SAMPLE_S = 0.05
_MB = 1024  # /proc counts in kB


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """CPU and wall time in seconds; CPU is of the process and of all descendants that were waited for."""

    cpu_s: float
    wall_s: float


def cost_of_build(project: Path) -> Cost:
    """Build a project and measure it; ends the bench when the build fails."""
    started_s = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(BUILD, cwd=project, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        _stop_if_failed(process.returncode, said)
    return Cost(cpu_s=usage.ru_utime + usage.ru_stime, wall_s=time.monotonic() - started_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Peak memory in MB: of each process by what it does, and of all at one time (shared pages once)."""

    by_process: tuple[tuple[str, float], ...]
    together: float


def memory_of_build(project: Path) -> Memory:
    """Build a project and watch the memory of every process; ends the bench when the build fails."""
    highest: dict[tuple[int, str], float] = {}
    together = 0.0
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(BUILD, cwd=project, stdout=said, stderr=said)
        while process.poll() is None:
            now = 0.0
            for pid in _tree(process.pid):
                with suppress(OSError, StopIteration):  # it has just ended
                    name = _role(Path(f"/proc/{pid}/cmdline").read_text(errors="replace"))
                    highest[pid, name] = _kilobytes(pid, "status", "VmHWM") / _MB
                    now += _kilobytes(pid, "smaps_rollup", "Pss") / _MB
            together = max(together, now)
            time.sleep(_SAMPLE_S)
        _stop_if_failed(process.returncode, said)
    largest = sorted(((name, peak) for (_, name), peak in highest.items()), key=lambda item: -item[1])
    return Memory(by_process=tuple(largest), together=together)


def _stop_if_failed(code: int, said: IO[bytes]) -> None:
    if code:
        said.seek(0)
        raise SystemExit(f"the build ended with {code}:\n{said.read().decode('utf-8', 'replace')}")


def _tree(pid: int) -> Iterator[int]:
    """Yield a process and its descendants."""
    yield pid
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield from _tree(int(child))


def _role(command_line: str) -> str:
    """Name a process by its command line."""
    roles = {"ffmpeg": "encoder", "multiprocessing.spawn": "worker", "resource_tracker": "tracker"}
    return next((role for sign, role in roles.items() if sign in command_line), "parent")


def _kilobytes(pid: int, file: str, field: str) -> int:
    lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:"))
