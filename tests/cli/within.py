"""A command as a person runs it, but in this process: what a process of its own costs is saved."""

from __future__ import annotations

import contextlib
import gc
import gettext
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from lyricaudio.cli import main


def called(
    folder: Path,
    *words: str,
    text: str = "",
    encoding: str = "utf-8",
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run `lyricaudio` in a folder, with streams of an encoding and variables of its own."""
    output, complaints = io.BytesIO(), io.BytesIO()
    streams = {
        "stdin": io.TextIOWrapper(io.BytesIO(text.encode(encoding)), encoding),
        "stdout": io.TextIOWrapper(output, encoding),
        "stderr": io.TextIOWrapper(complaints, encoding, errors="backslashreplace"),
    }
    with contextlib.chdir(folder), _as_it_was(), pytest.MonkeyPatch.context() as patch:
        os.environ.update(env or {})
        patch.setattr(sys, "argv", ["lyricaudio", *words])
        for name, stream in streams.items():
            patch.setattr(sys, name, stream)
        with pytest.raises(SystemExit) as left:
            main()
        for printed in (sys.stdout, sys.stderr):
            printed.flush()
    said, complained = (data.getvalue().decode(encoding, "replace") for data in (output, complaints))
    assert isinstance(left.value.code, int)
    return subprocess.CompletedProcess(words, left.value.code, said, complained)


@contextlib.contextmanager
def _as_it_was() -> Iterator[None]:
    """Undo what a program sets for its whole process."""
    handler, threshold, domain = signal.getsignal(signal.SIGTERM), gc.get_threshold(), gettext.textdomain()
    environment = dict(os.environ)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, handler)
        gc.set_threshold(*threshold)
        gettext.textdomain(domain)
        for name in os.environ.keys() - environment.keys():
            del os.environ[name]
        os.environ.update(environment)
