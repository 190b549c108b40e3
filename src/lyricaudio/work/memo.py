"""What a process remembers so as not to work it out again, and can be told to forget.

A program that builds once needs no forgetting. One that goes on (`watch`) does: lexicons, styles and engines
may be others by then, and what was kept for the old ones would stay for ever. So whatever depends on more
than this package's own unchanging data is kept by `remembered`, and `forget` drops all of it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_FORGETTERS: list[Callable[[], None]] = []


def remembered(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Keep what a function returns, by its arguments, until all is forgotten."""
    kept = lru_cache(maxsize=None)(function)
    _FORGETTERS.append(kept.cache_clear)
    return cast("Callable[Parameters, Result]", kept)


def forget() -> None:
    """Drop everything that is remembered in this process."""
    for drop in _FORGETTERS:
        drop()
