"""A worker process: one task at a time, under a limit, and never longer than its parent lives.

The engines are foreign code: they can loop for ever or bring their process down. So each task runs in a
spawned process (never forked: a fork beside a running engine hangs), and one that crashes or overruns takes
nothing with it but its process.

A limit counts the CPU that the worker spends, as far as the system has a timer for that, so that a busy
machine fails no task; a task that waits (for a server, for a lock) may do so for some times as long, and one
that works, however slowly, for longer where the system tells of it. A worker
watches its parent and ends when that is gone, so nothing outlives the program, however it ends.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import parent_process
from multiprocessing.resource_tracker import ensure_running
from types import FrameType
from typing import Any

from lyricaudio.errors import WorkerError, unforeseen
from lyricaudio.messages import told
from lyricaudio.work.executor import Task

_SPAWN = multiprocessing.get_context("spawn")

_GRACE_S = 0.7
"""What a worker has to clean up when it is asked to end."""

_AGAIN_S = 0.01
"""After so long who was asked in vain is asked once more."""

_PATIENCE = 5
"""So many times its limit a task may last that waits instead of working."""

_AT_WORK = 0.01
"""The part of the time that a task has the processor, at the least, when it works on the busiest machine."""

_TOO_LONG = 125
"""The exit code of a worker whose task has spent its limit: no signal's, and no code of Python's own."""

_children = threading.Lock()
"""Multiprocessing's table of children, which is not made for several threads."""


class Worker:
    """A process that waits for tasks. Its methods block; one task at a time."""

    def __init__(self) -> None:
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(theirs,), daemon=True)
        with _children, _interrupts_held():
            self._process.start()
        theirs.close()
        self._busy = False
        self._spent_s = 0.0

    @property
    def is_alive(self) -> bool:
        """Whether it can be given a task."""
        return not self._has_ended(0.0)

    def call(self, task: Task) -> Any:
        """Do a task, and return what its function returns.

        Raises
        ------
        LyricAudioError
            What the function raised, or `WorkerError`; after that the worker may have ended.
        """
        self._busy = True
        wall_s = _PATIENCE * task.limit_s
        try:
            self._spent_s = _spent_s(self._process.pid)
            with contextlib.suppress(ConnectionError):  # one that has just died is found below
                self._pipe.send((task.name, task.function, task.arguments, task.limit_s))
            while not wait([self._pipe], timeout=wall_s):
                if not self._has_worked(wall_s):
                    stop([self])
                    raise WorkerError(
                        told(
                            "{task}: stopped after {wall_s:.0f} s without a result",
                            task=task.name,
                            wall_s=wall_s,
                        )
                    )
            value, error = self._pipe.recv()
        except (EOFError, OSError):  # before its answer, or in the midst of it
            raise self._crash(task) from None
        finally:
            self._busy = False
        if error is not None:
            raise error
        return value

    def ask_to_end(self) -> None:
        """Ask, in a way that lets it remove its temporary files."""
        if self._busy:
            self._process.terminate()
        else:
            self._pipe.close()

    def insist(self, patience_s: float) -> None:
        """End it, after so long."""
        if not self._has_ended(patience_s):
            self._process.kill()

    def reap(self) -> int | None:
        """Wait for its end, and return its exit code."""
        self._has_ended(None)
        with _children:
            self._process.join()
        return self._process.exitcode

    def _has_worked(self, wall_s: float) -> bool:
        """Tell whether it has spent CPU since this was asked last: its limit will end that, not the clock."""
        before_s, self._spent_s = self._spent_s, _spent_s(self._process.pid)
        return self._spent_s - before_s > _AT_WORK * wall_s

    def _has_ended(self, patience_s: float | None) -> bool:
        return bool(wait([self._process.sentinel], timeout=patience_s))

    def _crash(self, task: Task) -> WorkerError:
        self.insist(_PATIENCE)
        code = self.reap()
        if code == _TOO_LONG or (os.name != "nt" and code == -signal.SIGXCPU):
            return WorkerError(
                told(
                    "{task}: stopped after {limit_s:.0f} s of work without a result",
                    task=task.name,
                    limit_s=task.limit_s,
                )
            )
        return WorkerError(
            told(
                "{task}: its worker process crashed (exit {code}); the rest goes on",
                task=task.name,
                code=code,
            )
        )


def _spent_s(pid: int | None) -> float:
    """Return the CPU that a process has spent, in seconds; 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return 0.0


def stop(workers: Sequence[Worker]) -> None:
    """End workers: ask, then insist."""
    for worker in workers:
        worker.ask_to_end()
    insist_s = time.monotonic() + _GRACE_S
    for worker in workers:
        worker.insist(max(0.0, insist_s - time.monotonic()))
    for worker in workers:
        worker.reap()


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Make Ctrl-C wait; a process born meanwhile never hears it, and so says nothing while it imports."""
    if os.name == "nt":
        yield
        return
    ensure_running()  # multiprocessing's tracker, whose start lets interrupts through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection[Any, Any]) -> None:
    """Run tasks from the pipe until it closes: the whole life of a worker."""
    # Ctrl-C reaches the whole foreground group; only the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _exit)
    sys.unraisablehook = _heard_in_vain
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            name, function, arguments, limit_s = pipe.recv()
            try:
                with _limited(limit_s):
                    value = function(*arguments)
                pipe.send((value, None))
            except Exception as error:
                pipe.send((None, unforeseen(error, name)))


@contextlib.contextmanager
def _limited(limit_s: float) -> Iterator[None]:
    """End this process when it has spent so much CPU: by an exception, or from outside when it is deaf."""
    if os.name == "nt":
        yield
        return
    import resource  # not on Windows

    spent = resource.getrusage(resource.RUSAGE_SELF)
    spent_s = spent.ru_utime + spent.ru_stime
    _, most_s = resource.getrlimit(resource.RLIMIT_CPU)
    deaf_s = int(spent_s + limit_s + _GRACE_S) + 1
    if most_s == resource.RLIM_INFINITY or deaf_s < most_s:
        resource.setrlimit(resource.RLIMIT_CPU, (deaf_s, most_s))
    signal.signal(signal.SIGPROF, _exit_spent)
    signal.setitimer(signal.ITIMER_PROF, limit_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)


def _end_with_parent() -> None:
    """Wait for the end of the parent, which may have been killed; then end as if it had asked, or at once."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_S)
    os._exit(128 + signal.SIGTERM)


def _exit(number: int, frame: FrameType | None) -> None:
    """Leave by an exception, so that `finally` blocks remove temporary files and stop the encoder."""
    sys.exit(128 + number)


def _heard_in_vain(lost: Any) -> None:
    """Ask once more to end when that was heard where no exception gets out, as while something is let go."""
    if isinstance(lost.exc_value, SystemExit):
        again = signal.SIGPROF if lost.exc_value.code == _TOO_LONG else signal.SIGTERM
        threading.Timer(_AGAIN_S, signal.raise_signal, [again]).start()
    else:
        sys.__unraisablehook__(lost)


def _exit_spent(number: int, frame: FrameType | None) -> None:
    sys.exit(_TOO_LONG)
