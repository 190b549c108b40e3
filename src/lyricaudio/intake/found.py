"""What was found in a text from outside: a song as far as it is there, and what has no sure place in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """An explanation, and how sure it is that it belongs where it stands, from 0 to 1."""

    text: str
    sure: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """A lyric line, and what explains it."""

    lyric: str
    explained: tuple[Explained, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSection:
    """Lines under one label; the hook comes back."""

    name: str = ""
    hook: bool = False
    lines: tuple[FoundLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPoint:
    """What is to be taken home; a question where there is one."""

    answer: str
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A song as far as it was found.

    Attributes
    ----------
    rest
        What stands in none of these, line by line, to be kept as comments.
    """

    title: str
    sections: tuple[FoundSection, ...] = ()
    points: tuple[FoundPoint, ...] = ()
    rest: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[FoundLine, ...]:
        """All lines in order."""
        return tuple(line for section in self.sections for line in section.lines)
