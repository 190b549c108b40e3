from __future__ import annotations

import os

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
