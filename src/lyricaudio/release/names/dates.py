"""When the episodes of an album were last changed: players without better knowledge sort by that."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

MINUTE_NS = 60 * 10**9


def spaced_out(changed_ns: Sequence[int]) -> tuple[int, ...]:
    """Return the times of change that an album's episodes should have, in nanoseconds since 1970.

    They ascend by a minute at least. Where they do so already they stay, and else the last episode gets the
    newest of them and the others go back from there: so no time lies in the future, and an episode that was
    made anew never gets the time of its forerunner, by which a synced folder would take it for the old one.

    Parameters
    ----------
    changed_ns
        When each was changed, in the order of the album.
    """
    if all(after - before >= MINUTE_NS for before, after in pairwise(changed_ns)):
        return tuple(changed_ns)
    newest, last = max(changed_ns), len(changed_ns) - 1
    return tuple(newest - (last - number) * MINUTE_NS for number in range(len(changed_ns)))
