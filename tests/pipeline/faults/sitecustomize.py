"""Taken in by every Python that starts with this folder on its path: spoils one of its writes in the output.

FAULT says `kill` or `fail`, `main`, `worker` or `nobody`, the number of the write (from 1), and the output
folder. A killed write takes the whole program with it, as a power cut would; a failed one finds the disk
full. Writes are counted in each process by itself; the number is left in a file whose name begins as COUNT
says, and with whose it is.
"""

from __future__ import annotations

import errno
import os
import signal
import sys

WRITES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.utime", "os.link", "os.truncate")
FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

how, who, number, output = os.environ["FAULT"].split(" ", 3)
me = "worker" if "multiprocessing" in " ".join(sys.orig_argv) else "main"
count = 0


def is_write(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        path, _, flags = arguments
        if not isinstance(flags, int) or not flags & FLAGS:
            return False
    elif event in WRITES:
        path = arguments[0]
    else:
        return False
    return isinstance(path, str | os.PathLike) and os.path.abspath(path).startswith(output)


def watch(event: str, arguments: tuple[object, ...]) -> None:
    global count
    if event != "open" and event not in WRITES:
        return
    if not is_write(event, arguments):
        return
    count += 1
    if told := os.environ.get("COUNT"):
        with open(f"{told}.{me}.{os.getpid()}", "w") as file:
            file.write(str(count))
    if me == who and count == int(number):
        if how == "kill":
            os.killpg(0, signal.SIGKILL)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


sys.addaudithook(watch)
