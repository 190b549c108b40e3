"""What a process remembers so as not to work it out again, and can be told to forget.

A program that builds once needs no forgetting. One that goes on (`watch`) does: the project's lexicon, styles
and readings, engines and installed packages may be others by then, and what was kept for the old ones, an
analyser of 100 MB among it, would stay for ever. So what depends on any of these is kept by `remembered`, and
one call of `forget` drops it all. What depends on nothing but this package and the data of its dependencies
cannot change while a process lives; that stays with `functools.cache`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, Protocol, TypeVar, cast

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)


class Remembered(Protocol[Arguments, Result_co]):
    """A function whose results are kept, by its arguments, until they are forgotten."""

    def __call__(self, *arguments: Arguments.args, **named: Arguments.kwargs) -> Result_co:
        """Return the result, worked out when it is not known."""

    def cache_clear(self) -> None:
        """Forget the results of this function alone."""


_KEPT: list[Remembered[..., object]] = []


def remembered(function: Callable[Arguments, Result]) -> Remembered[Arguments, Result]:
    """Keep what a function returns until all is forgotten."""
    kept = cast("Remembered[Arguments, Result]", lru_cache(maxsize=None)(function))
    _KEPT.append(kept)
    return kept


def forget() -> None:
    """Drop everything that is remembered in this process."""
    for kept in _KEPT:
        kept.cache_clear()
