from __future__ import annotations

import os
import subprocess
import sys

import pytest

from lyricaudio.stdout import stdout_to_nowhere


def test_what_a_package_prints_is_dropped_and_what_we_say_after_it_is_not(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with stdout_to_nowhere():
        print("a warning that would wait in Python's buffer")
        os.write(1, b"chatter of a library in C")
    print("an answer")
    assert capfd.readouterr() == ("an answer\n", "")


def test_an_error_inside_opens_the_way_again(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OSError, match="Bad file descriptor"), stdout_to_nowhere():
        os.write(-os.write(1, b"chatter"), b"")
    os.write(1, b"an answer")
    assert capfd.readouterr() == ("an answer", "")


KEPT_IN_C = """
import ctypes
from lyricaudio.stdout import stdout_to_nowhere
with stdout_to_nowhere():
    ctypes.CDLL(None).puts(b"done!")
print("an answer")
"""


def test_what_a_library_in_c_would_print_at_the_end_is_dropped_too() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    said = subprocess.run(
        [sys.executable, "-c", KEPT_IN_C], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout == "an answer\n"
