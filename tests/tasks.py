"""What tests give to workers to do: a worker imports what it calls, and cannot import a test."""

from __future__ import annotations

import hashlib
import signal
from pathlib import Path


def wait_at(gate: Path) -> bytes:
    """Wait until somebody opens a named pipe for writing, and return what is written into it."""
    return gate.read_bytes()


def sleep_for_ever(sign: Path) -> None:
    """Leave a sign, and wait for signals."""
    sign.touch()
    while True:
        signal.pause()


def be_deaf_for_ever(sign: Path) -> None:
    """Leave a sign, and hear no signal, as foreign code while it runs."""
    sign.touch()
    hashlib.pbkdf2_hmac("sha256", b"", b"", 2**31 - 1)
    raise AssertionError("a test took longer than for ever")
