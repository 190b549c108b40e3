"""A line on its way from the plan to the mix: one value that grows."""

from __future__ import annotations

from dataclasses import dataclass

from lyricaudio.lesson.plan import Cue, Gap
from lyricaudio.lesson.roles import GAP, ROLES, Role
from lyricaudio.music.flow.line import Flow
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.known import Voice
from lyricaudio.voice.own import OwnClip
from lyricaudio.voice.setting.schedule import Setting

CUT_DUCK_DB = 80.0

_UNHEARD = ClipFacts(duration_s=0.0, loudness_lufs=0.0, morae=(), timing="spread")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A cue on its way: with its reading, then its flow, then the clip of the voice that says it.

    Attributes
    ----------
    cue, gap
        What is said; or the gap that stands for it, in which it is not.
    silent
        The morae that are left out, in stretches from one to before another.
    natural_key, clip_key
        The keys of the clip at the voice's own speed, and of the one that is heard.
    facts
        Of the clip that is heard, once they are known.
    flow
        Which mora falls on which slot; None for what is spoken at its own speed.
    notes
        The pitches of a sung line's morae (MIDI note numbers).
    chord_step
        The chord on which a line begins.
    setting
        The times that its morae are set to; None for what is spoken at its own speed.
    own
        The clip in which the person says it, in place of an engine.
    cut
        Whether it is cut from a recording, with the music that is in it.
    """

    cue: Cue
    gap: Gap | None = None
    reading: Reading
    silent: tuple[tuple[int, int], ...] = ()
    voice: Voice
    natural_key: str = ""
    clip_key: str
    facts: ClipFacts = _UNHEARD
    flow: Flow | None = None
    notes: tuple[float, ...] | None = None
    chord_step: int = 0
    setting: Setting | None = None
    own: OwnClip | None = None
    cut: bool = False

    @property
    def role(self) -> Role:
        """What it is to the listener."""
        return GAP if self.gap else ROLES[self.cue.role]

    @property
    def begins_as(self) -> Role:
        """Where it begins: a gap that stands for a cue where that would."""
        return ROLES.get(self.cue.role, GAP)

    @property
    def is_set(self) -> bool:
        """Whether it stands on the grid, mora by mora."""
        return self.cue.delivery != "speak" and not self.cut

    @property
    def rate(self) -> float:
        """How fast it is said, of the voice's own speed; what stands on the grid or is cut has its own."""
        return 1.0 if self.is_set or self.cut else self.cue.rate

    @property
    def duck_db(self) -> float:
        """How far the bed steps back under it: where a recording plays, wholly."""
        return CUT_DUCK_DB if self.cut and not self.gap else self.role.duck_db

    @property
    def place(self) -> tuple[str, str, int, bool]:
        """What decides its flow and notes within its song."""
        return self.natural_key, self.cue.delivery, self.cue.line, self.cue.hook

    @property
    def lead_s(self) -> float:
        """How long it sounds before its first vowel."""
        return self.facts.morae[0].vowel_onset_s if self.facts.morae else 0.0

    @property
    def length_s(self) -> float:
        """How long it sounds, or would."""
        return self.facts.duration_s + self.gap.extra_s if self.gap else self.facts.duration_s


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenPart:
    """A part of the plan with its cues spoken; cues that say nothing are left out."""

    title: str
    items: tuple[Spoken, ...]
