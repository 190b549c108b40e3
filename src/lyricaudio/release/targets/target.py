"""The targets of `lyricaudio export`: what a target is, and which there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path, PurePosixPath
from typing import Any

from lyricaudio.messages import message, told
from lyricaudio.plugs import Kind, Plug
from lyricaudio.release.targets.outgoing import Choice, Finished, Outgoing, Shipment

_TARGETS = Kind(
    what=message("target"),
    group="lyricaudio.targets",
    ours={
        "phone": "lyricaudio.release.targets.phone:TARGET",
        "car": "lyricaudio.release.targets.car:TARGET",
        "podcast": "lyricaudio.release.targets.podcast:TARGET",
        "podcast-folder": "lyricaudio.release.targets.podcast_folder:TARGET",
        "anki": "lyricaudio.release.targets.anki:TARGET",
    },
)
"""The first of ours is the default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A kind of place that a release is carried to.

    Attributes
    ----------
    name
        What the person calls it.
    summary
        One line about it.
    plan
        Says which files go there and how.
    takes, needs
        The fields of `Choice` that mean something to it, and those that it cannot do without.
    """

    name: str
    summary: str
    plan: Callable[[Finished, Choice], Shipment]
    takes: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()


def target_names() -> tuple[str, ...]:
    """Return the names of all targets, the default first."""
    return tuple(_TARGETS.plugs())


def target_summaries() -> dict[str, str]:
    """Return a line about each target, told; another package's is named, not loaded for it."""
    return {
        name: told("of the package {package}", package=plug.source)
        if plug.packages
        else told(plug.load().summary)
        for name, plug in _TARGETS.plugs().items()
    }


def load_target(name: str) -> Target:
    """Import a target by name.

    Raises
    ------
    PlugError
        When there is none of that name, or another package's is broken.
    """
    plug = _TARGETS.find(name)
    target: Target = plug.load()
    if plug.packages:
        _look_at(target, plug)
        return replace(target, plan=_watched(target.plan, plug))
    return target


def _look_at(target: Any, plug: Plug) -> None:
    """Refuse what another package calls a target and is none."""
    if not isinstance(target, Target):
        raise plug.broken(told("is no lyricaudio.release.targets.target.Target"))
    if target.name != plug.name:
        raise plug.broken(told("calls itself '{name}'", name=target.name))
    if not (isinstance(target.summary, str) and target.summary.strip() and target.summary.isprintable()):
        raise plug.broken(told("needs a summary of one line"))
    unknown = sorted((target.takes | target.needs) - {known.name for known in fields(Choice)})
    if unknown:
        raise plug.broken(told("takes '{field}', which is no field of Choice", field=unknown[0]))


def _watched(
    plan: Callable[[Finished, Choice], Shipment], plug: Plug
) -> Callable[[Finished, Choice], Shipment]:
    """Let another package's target fail in one line that names it, and lead nowhere outside of its place."""

    def watched(finished: Finished, choice: Choice) -> Shipment:
        with plug.watched(told("on this release")):
            planned = plan(finished, choice)
            outside = [str(file.path) for file in planned.files if not _is_visible(file.path)]
        if outside:
            raise plug.broken(told("gives a file the path '{path}'", path=outside[0]))
        return replace(planned, files=tuple(_watched_file(file, plug) for file in planned.files))

    return watched


def _is_visible(path: PurePosixPath) -> bool:
    return bool(path.parts) and not path.is_absolute() and not any(part[0] == "." for part in path.parts)


def _watched_file(file: Outgoing, plug: Plug) -> Outgoing:
    def write(target: Path) -> None:
        with plug.watched(
            told("to write {path}", path=file.path), OSError
        ):  # a place that is full says so itself
            file.write(target)

    return replace(file, write=write)
