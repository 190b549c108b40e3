"""Standard output kept to ourselves: packages print, in Python and in C, where a script reads our lines."""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
from collections.abc import Iterator

_C_LIBRARY = "ucrtbase" if os.name == "nt" else None
"""The one whose output packages use; None is what this process has loaded."""


@contextlib.contextmanager
def stdout_to_nowhere() -> Iterator[None]:
    """Drop what is printed, and what is written to descriptor 1, also by a library that keeps it a while."""
    nowhere, saved = os.open(os.devnull, os.O_WRONLY), os.dup(1)
    try:
        os.dup2(nowhere, 1)
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        ctypes.CDLL(_C_LIBRARY).fflush(None)
        os.dup2(saved, 1)
        os.close(saved)
        os.close(nowhere)
