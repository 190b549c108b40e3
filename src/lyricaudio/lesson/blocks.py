"""What a ride is made of: the lines and songs that it may take, and the blocks in which they are heard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

State = Literal["new", "due", "known"]
Kind = Literal["line", "recall", "choice", "again", "summary", "song", "hook"]
"""A line with its explanation; a question with its answer; which of two, and why not the other; a line's
explanation and the line once more; the last lines once more; a verse as it is sung; the hook."""

TAUGHT: tuple[Kind, ...] = ("line", "again", "choice")
"""The kinds that are explanations and why-questions."""

Place = tuple[str, str]
"""A kind of part of a song, and which of that kind: the line, or a number, that it is of."""


class Remembered(Protocol):
    """What is known of a line, as far as a ride has to know it; as of `RideLine`."""

    @property
    def state(self) -> State:
        """Whether it is new, due today, or known."""

    @property
    def chance(self) -> float:
        """How likely it is remembered today."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RideLine:
    """A line that a ride may take: each equal to itself alone, for it is looked up thousands of times a ride.

    Attributes
    ----------
    song, line
        Its identities.
    state
        Whether it is new, due today, or known.
    chance
        How likely it is remembered today, from 0 to 1.
    line_s, again_s, sung_s, recall_s
        How long it is with its explanation, with the same for the second time, by itself, and as a question;
        None when nothing can be asked.
    """

    song: str
    line: str
    state: State
    chance: float = 0.0
    line_s: float
    again_s: float
    sung_s: float
    recall_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RideChoice:
    """A question for one of two that a ride may take: the line that answers it, and how long it is."""

    line: str
    choice_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RideSong:
    """A song that a ride may take.

    Attributes
    ----------
    song
        Its identity.
    lines, choices
        What may be heard of it, and asked.
    verses_s, hook_s
        How long each verse is, and its hook if it has one.
    """

    song: str
    lines: tuple[RideLine, ...]
    choices: tuple[RideChoice, ...] = ()
    verses_s: tuple[float, ...] = ()
    hook_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What is heard in one piece.

    Attributes
    ----------
    kind, song
        What it is, and of which song.
    lines
        The lines that it is of: one, but for a summary, and none of a verse or the hook.
    number
        Which verse or choice it is, counted from 0.
    start_s, end_s
        From the start of the ride.
    """

    kind: Kind
    song: str
    lines: tuple[str, ...] = ()
    number: int = 0
    start_s: float
    end_s: float

    @property
    def recall_of(self) -> str | None:
        """The line that it asks for."""
        return self.lines[0] if self.kind in ("recall", "choice") else None


def ride_song(
    song: str,
    lengths_s: Mapping[Place, float],
    known: Callable[[str], Remembered],
    choices: Sequence[RideChoice] = (),
) -> RideSong:
    """Return what a ride has to know of a song.

    Parameters
    ----------
    lengths_s
        How long its parts are, in order: `line`, `again`, `sung` and perhaps `recall` of each line, `song` of
        its verses, and `hook` if it has one.
    known
        Tells what is known of a line.
    """
    memories = {line: known(line) for kind, line in lengths_s if kind == "line"}
    return RideSong(
        song=song,
        lines=tuple(
            RideLine(
                song=song,
                line=line,
                state=memory.state,
                chance=memory.chance,
                line_s=lengths_s["line", line],
                again_s=lengths_s["again", line],
                sung_s=lengths_s["sung", line],
                recall_s=lengths_s.get(("recall", line)),
            )
            for line, memory in memories.items()
        ),
        choices=tuple(choices),
        verses_s=tuple(seconds for (kind, _), seconds in lengths_s.items() if kind == "song"),
        hook_s=lengths_s.get(("hook", "")),
    )


def reviewed(blocks: Iterable[Block]) -> tuple[tuple[str, str], ...]:
    """Return the lines that are new in some blocks or asked for, with their songs, each once."""
    met = (block for block in blocks if block.kind == "line" or block.recall_of)
    return tuple(dict.fromkeys((block.song, block.lines[0]) for block in met))


def taught_share(blocks: Sequence[Block]) -> float:
    """Return which part of a ride is explanations and why-questions; 0 for one of nothing."""
    taught_s = sum(block.end_s - block.start_s for block in blocks if block.kind in TAUGHT)
    return taught_s / blocks[-1].end_s if blocks else 0.0


def ending(songs: Sequence[RideSong], length_s: float) -> RideSong | None:
    """Return whose hook is the end of a ride: that of the first song with something new, or else due."""
    hooks = [song for song in songs if song.hook_s is not None and song.hook_s <= length_s]
    for state in ("new", "due", "known"):
        for song in hooks:
            if any(line.state == state for line in song.lines):
                return song
    return None
