"""How many things of a kind are tried: each so-manieth, or all where there is time, as in `.ci/run`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

ALL = "LYRICAUDIO_TEST_ALL"

Thing = TypeVar("Thing")


def is_all() -> bool:
    """Tell whether the person has asked for all."""
    return bool(os.environ.get(ALL))


def some_of(things: Sequence[Thing], one_in: int) -> Sequence[Thing]:
    """Return the first of every `one_in` things, or all when they are asked for."""
    return things if is_all() else things[::one_in]
