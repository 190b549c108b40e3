"""What a podcast app tells that it played, and which lines were heard by it.

An app tells of an action on an episode, by the addresses of feed and sound as it knows them: under whatever
host it was that day, below whatever path. A play has where it began and where it stopped, in whole seconds.
Who marks an episode as played has not heard it by that: such a play begins where it ends.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from lyricaudio.lesson.roles import ROLES
from lyricaudio.release.catalogue import CatalogueEpisode, CatalogueLine
from lyricaudio.release.names.unique import EPISODES_FOLDER
from lyricaudio.release.texts.feed import FEED, episode_guid
from lyricaudio.serve.offer import Offer
from lyricaudio.study.log import Event

MOST_PLAYS_BYTES = 1 << 18
"""The longest JSON of what is told at once: apps tell thirty to a hundred actions at a time."""

MOST_PLAYS = 1000
"""More actions at once are refused."""

_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)  # what a phone's clock may be ahead
_LONGEST_S = 1e7
_SAME_SOUND_S = 2.0  # what two programs' lengths of one sound may differ by


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """A stretch of an episode that was played.

    Attributes
    ----------
    podcast, episode
        The addresses of the feed and of the sound.
    guid
        The episode's identity; empty when it is not told.
    started_s, position_s
        Where it began and stopped, from the start of the episode.
    total_s
        The length of the sound that was played; None when it is not told.
    at
        When it stopped; None when it is not told.
    """

    podcast: str
    episode: str
    guid: str
    started_s: float
    position_s: float
    total_s: float | None
    at: datetime | None


def parse_plays(data: bytes) -> tuple[Play, ...]:
    """Return the plays that a request's body tells of; other actions, and what is none, are left out.

    An app that is refused sends the same once more, for ever: so one wrong action must not spoil the others.

    Raises
    ------
    ValueError
        When it is no list of actions, or an endless one.
    """
    try:
        actions = json.loads(data)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(actions, list) or len(actions) > MOST_PLAYS:
        raise ValueError(f"not a list of actions, {MOST_PLAYS} at most")
    return tuple(play for action in actions if (play := _play(action)))


def exposures(play: Play, episode: CatalogueEpisode, *, now: datetime) -> Iterator[Event]:
    """Yield each line that was heard by a play of an episode, once.

    Parameters
    ----------
    episode
        That which was played, as `played_episode` finds it.
    now
        What counts as the time of a play that has none, or one that cannot be.
    """
    is_sensible = play.at is not None and _FIRST <= play.at <= now + _AHEAD
    at = play.at if play.at and is_sensible else now
    ended = play.position_s + 1 > episode.seconds  # the last whole second
    until_s = math.inf if ended else play.position_s
    heard = (
        (line.song or episode.song, line.line)
        for line in episode.lines
        if _is_heard(line) and play.started_s <= line.start_s and line.end_s <= until_s
    )
    for song, name in dict.fromkeys(heard):
        yield Event(at=at, song=song, line=name, what="heard")


def played_episode(play: Play, offer: Offer) -> CatalogueEpisode | None:
    """Return the episode of the release that was played, None when it is none, or was another sound then."""
    if not _path(play.podcast).endswith(f"/{FEED}"):
        return None
    _, below, name = _path(play.episode).rpartition(f"/{EPISODES_FOLDER}/")
    episode = offer.episode_at(f"{EPISODES_FOLDER}/{name}") if below else None
    if episode is None or play.guid not in ("", episode_guid(episode)):
        return None
    is_same = play.total_s is None or abs(play.total_s - episode.seconds) <= _SAME_SOUND_S
    return episode if is_same else None


def _is_heard(line: CatalogueLine) -> bool:
    """Tell whether a text is what its line teaches: the line itself, or the answer."""
    role = ROLES.get(line.role)
    return role is None or role.is_line or role.asked


def _play(action: Any) -> Play | None:
    """Understand an action; None for what is no play, or does not say where it stopped."""
    if not isinstance(action, dict):
        return None
    told: dict[str, Any] = {"guid": ""} | action
    names = ("podcast", "episode", "guid", "action")
    position_s = _seconds(told.get("position"))
    if position_s is None or not all(isinstance(told.get(name), str) for name in names):
        return None
    if told["action"].lower() != "play":
        return None
    return Play(
        podcast=told["podcast"],
        episode=told["episode"],
        guid=told["guid"],
        started_s=_seconds(told.get("started")) or 0.0,
        position_s=position_s,
        total_s=_seconds(told.get("total")) or None,
        at=_time(told.get("timestamp")),
    )


def _seconds(value: Any) -> float | None:
    """Return a number of seconds; None for anything else, and for the -1 of programs that do not know."""
    return float(value) if type(value) in (int, float) and 0 <= value < _LONGEST_S else None


def _time(text: Any) -> datetime | None:
    """Return a time, which is UTC where no zone is given; None for what is none."""
    try:
        time = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _path(address: str) -> str:
    """Return the path of an address, decoded; empty when it is none."""
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""
