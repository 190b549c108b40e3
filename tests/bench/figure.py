"""A measured figure and the limit it must keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table.

    `limit` is the most, or with `bound="at least"` the least, that `value` may be; None is for a figure that
    is only told.
    """

    name: str
    value: float
    limit: float | None = None
    bound: Literal["at most", "at least"] = "at most"
    unit: str = ""
    note: str = ""

    @property
    def kept(self) -> bool:
        """Whether the limit is kept."""
        if self.limit is None:
            return True
        return self.value <= self.limit if self.bound == "at most" else self.value >= self.limit

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"{self.bound} {self.limit:g}"
        verdict = "" if self.limit is None else "ok" if self.kept else "MISSED"
        return (
            f"{self.name:<58} {self.value:8.2f} {self.unit:<3} {limit:<12} {verdict:<7} {self.note}".rstrip()
        )


def share(
    name: str,
    found: Iterable[bool],
    limit: float | None = None,
    *,
    bound: Literal["at most", "at least"] = "at most",
    note: str = "",
) -> Figure:
    """Return how many percent of what was found are true."""
    percent = 100 * fmean(map(bool, found))
    return Figure(name=name, value=percent, limit=limit, bound=bound, unit="%", note=note)
