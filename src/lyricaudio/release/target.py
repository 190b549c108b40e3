"""The targets of `lyricaudio export`: what a target is, and the list of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lyricaudio.release.outgoing import Choice, Finished, Plan
from lyricaudio.release.targets import car, phone, podcast


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A kind of place that a release is carried to.

    Attributes
    ----------
    summary
        One line about it.
    plan
        Says which files go there and how.
    takes, needs
        The fields of `Choice` that mean something to it, and those that it cannot do without.
    """

    name: str
    summary: str
    plan: Callable[[Finished, Choice], Plan]
    takes: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()


_ALL = (
    Target(name="phone", summary=phone.SUMMARY, plan=phone.plan),
    Target(name="car", summary=car.SUMMARY, plan=car.plan, takes=frozenset({"ascii_names"})),
    Target(
        name="podcast",
        summary=podcast.SUMMARY,
        plan=podcast.plan,
        takes=frozenset({"base_url"}),
        needs=frozenset({"base_url"}),
    ),
)

TARGETS: dict[str, Target] = {target.name: target for target in _ALL}
"""All targets by name; the first is the default."""
