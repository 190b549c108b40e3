from __future__ import annotations

import sys

import pytest

from lyricaudio.work.software import difference, software


def test_it_tells_python_our_code_and_what_that_is_built_on() -> None:
    told = software()
    assert told["Python"] == f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert len(told["lyricaudio"]) == 12
    assert {"numpy", "pyworld-prebuilt", "soxr"} <= told.keys()
    assert "pytest" not in told


@pytest.mark.slow
def test_the_first_difference_is_named() -> None:
    ours = {"Python": "3.11", "numpy": "2.3.1"}
    assert difference(ours, ours) is None
    assert difference({**ours, "more": "1"}, ours) is None
    assert difference({"Python": "3.11", "numpy": "2.1.0"}, ours) == "numpy 2.1.0 (here 2.3.1)"
    assert difference({"Python": "3.11"}, ours) == "numpy no (here 2.3.1)"
