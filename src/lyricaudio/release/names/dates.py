"""When episodes were last changed, and when they first came out: players sort by that and see what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise

MINUTE_NS = 60 * 10**9

FIRST_DATE_S = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
"""The date of the first episode of a release that is made for the first time; each has one a minute later.

So the same songs give the same bytes, whenever they are built.
"""


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


def published(names: Sequence[str], known: Mapping[str, int], *, now_s: float) -> dict[str, int]:
    """Return when each episode first was in the release, in seconds since 1970.

    A date that is known stays. Episodes that come to a release get the time of now, a second apart in their
    order: podcast apps take for new only what is not older than the newest that they know.

    Parameters
    ----------
    names
        Of the episodes, whatever they are called by, in the order of the release.
    known
        The dates of earlier; none when the release is made for the first time.
    """
    if not known:
        return {name: FIRST_DATE_S + 60 * number for number, name in enumerate(names)}
    new = [name for name in names if name not in known]
    start_s = max(int(now_s) - len(new) + 1, max(known.values()) + 1)
    dates = {**known, **{name: start_s + number for number, name in enumerate(new)}}
    return {name: dates[name] for name in names}
