from __future__ import annotations

import os

import pytest

from lyricaudio.stdout import stdout_to_nowhere, stdout_to_stderr


def test_what_a_package_prints_goes_to_standard_error_and_what_we_say_after_it_does_not(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with stdout_to_stderr():
        os.write(1, b"a warning")
    os.write(1, b"an answer")
    assert capfd.readouterr() == ("an answer", "a warning")


def test_what_is_dropped_is_not_said_and_an_error_inside_opens_the_way_again(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(OSError, match="Bad file descriptor"), stdout_to_nowhere():
        os.write(-os.write(1, b"chatter"), b"")
    os.write(1, b"an answer")
    assert capfd.readouterr() == ("an answer", "")
