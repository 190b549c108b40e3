"""A program that is told to end, ends as after Ctrl-C: in good order."""

from __future__ import annotations

import signal
from types import FrameType


def end_as_interrupted() -> None:
    """Let SIGTERM do from now on what Ctrl-C does; this is the main thread."""
    signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Do what Ctrl-C does now: while a build's event loop runs, that is to end the loop in good order."""
    handler = signal.getsignal(signal.SIGINT)
    if not callable(handler):
        raise KeyboardInterrupt
    handler(signal.SIGINT, frame)
