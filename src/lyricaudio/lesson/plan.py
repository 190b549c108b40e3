"""The plan of an episode: what is heard, in which order, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from lyricaudio.lesson.roles import ROLES
from lyricaudio.song.written import Delivery, Section, Song, Text, VoiceChoice

DEFAULT_DELIVERY: Delivery = "chant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One planned thing to hear.

    Attributes
    ----------
    role
        What it is to the listener: the name of a row of `ROLES`.
    of
        The line or point of the song that it belongs to, by its name (:mod:`lyricaudio.song.identity`): an
        explanation to its line, a question and its answer to their point.
    again
        Marks the second hearing of a line within its part.
    delivery
        How a lyric is delivered; all else is spoken.
    line, hook
        A lyric's place in its section, counted from 0, and whether that is the hook: the same place in
        every verse has the same tune.
    """

    role: str
    text: Text
    of: str = ""
    again: bool = False
    delivery: Delivery = "speak"
    line: int = 0
    hook: bool = False


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


def lyric_cue(song: Song, section: Section, line: int, *, again: bool = False) -> Cue:
    """Plan to hear the line of a section, delivered as the line, its section or its song says."""
    written = section.lines[line]
    return Cue(
        role="lyric",
        text=written.lyric,
        of=written.id,
        again=again,
        delivery=written.delivery or section.delivery or song.delivery or DEFAULT_DELIVERY,
        line=line,
        hook=section.hook,
    )


def voice_choice(role: str, choices: VoiceChoice) -> str | None:
    """Return the voice that a song asks for in a role."""
    choice: str | None = getattr(choices, ROLES[role].voice)
    return choice


def outline(plan: Plan) -> str:
    """Write a plan as text: a line per part and per cue."""
    lines = []
    for part in plan.parts:
        lines.append(f"# {part.title}")
        lines += [f"  {cue.role:<8} {cue.text.text}{'  (again)' if cue.again else ''}" for cue in part.cues]
    return "\n".join(lines) + "\n"
