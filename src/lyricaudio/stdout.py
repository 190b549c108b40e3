"""Standard output kept to ourselves: packages in C print to descriptor 1, where a script reads our lines."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator


@contextlib.contextmanager
def stdout_to(target: int) -> Iterator[None]:
    """Send what is written to descriptor 1 to a descriptor, and close that afterwards."""
    saved = os.dup(1)
    try:
        os.dup2(target, 1)
        yield
    finally:
        os.dup2(saved, 1)
        os.close(saved)
        os.close(target)


def stdout_to_stderr() -> contextlib.AbstractContextManager[None]:
    """Send what is written to descriptor 1 to descriptor 2."""
    return stdout_to(os.dup(2))


def stdout_to_nowhere() -> contextlib.AbstractContextManager[None]:
    """Drop what is written to descriptor 1."""
    return stdout_to(os.open(os.devnull, os.O_WRONLY))
