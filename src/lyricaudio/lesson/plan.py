"""The plan of an episode: what is heard, in which order, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lyricaudio.song.model import Text, VoiceChoice

Role = Literal["lyric", "explain", "question", "answer"]
"""What a cue is to the listener: a line of the song, its explanation, a point's question or answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One planned thing to hear.

    `again` marks the second hearing of a line within its part.
    """

    role: Role
    text: Text
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Cues that belong together under one title: a section of the song, or a line with its explanation."""

    title: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that one episode says, in order."""

    form: str
    parts: tuple[Part, ...]

    @property
    def cues(self) -> tuple[Cue, ...]:
        """All cues in order."""
        return tuple(cue for part in self.parts for cue in part.cues)


def voice_choice(role: Role, choices: VoiceChoice) -> str | None:
    """Return the voice that a song asks for in a role; all but lyrics are explanations."""
    return choices.lyric if role == "lyric" else choices.explain


def outline(plan: Plan) -> str:
    """Write a plan as text: a line per part and per cue."""
    lines = []
    for part in plan.parts:
        lines.append(f"# {part.title}")
        lines += [f"  {cue.role:<8} {cue.text.text}{'  (again)' if cue.again else ''}" for cue in part.cues]
    return "\n".join(lines) + "\n"
