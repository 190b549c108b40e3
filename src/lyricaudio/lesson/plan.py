"""The plan of an episode: what is heard, in which order, as a value.

A plan is segments, one for each stretch of a song; a segment is parts with a title; a part is events: cues,
which are said, and gaps, in which the listener says it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lyricaudio.lesson.roles import ROLES
from lyricaudio.song.markup import display
from lyricaudio.song.written import Delivery, Section, Song, Text, VoiceChoice

DEFAULT_DELIVERY: Delivery = "chant"

RATES = (0.5, 2.0)
"""The slowest and the fastest that speech may be, of the voice's own speed: beyond, nobody follows."""

BLANK = "＿"
"""What is seen in place of a character that is left out."""

Range = tuple[int, int]
"""Some characters of a text as it is shown: from the first, counted from 0, to before the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What of a line is not heard, while its bars and all that is heard stay where they are.

    Attributes
    ----------
    words
        Ranges of the text as it is displayed (`markup.display`, ruby and formulas written out).
    key_terms
        Whether the words are left out that carry what it says (:mod:`lyricaudio.lesson.keyterms`), as its
        reading shows them: for who has not been told which they are.
    after
        Of each phrase (what lies between breaths) only so many morae are heard, 0 or more; None for all.
    """

    words: tuple[Range, ...] = ()
    key_terms: bool = False
    after: int | None = None

    def __post_init__(self) -> None:
        if any(not 0 <= first < last for first, last in self.words):
            raise ValueError("a range of left out words goes from a character to a later one")
        if self.after is not None and self.after < 0:
            raise ValueError("of each phrase 0 or more morae are heard")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One planned thing to hear.

    Attributes
    ----------
    role
        What it is to the listener: the name of a row of `ROLES`.
    text
        What is said.
    shown
        What is seen meanwhile, of one line; None is the text itself.
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
    left_out
        What of it is not heard.
    voice
        Whose voice says it (`engine` or `engine:voice`, or another role, which has one); None is its role's.
    side
        Where it is heard: -1 is left, 0 the middle, 1 right.
    rate
        How fast it is said, of the voice's own speed, within `RATES`; what stands on the grid has its own.

    Raises
    ------
    ValueError
        When a number is out of its range.
    """

    role: str
    text: Text
    shown: str | None = None
    of: str = ""
    again: bool = False
    delivery: Delivery = "speak"
    line: int = 0
    hook: bool = False
    left_out: LeftOut | None = None
    voice: str | None = None
    side: float = 0.0
    rate: float = 1.0

    def __post_init__(self) -> None:
        if not -1.0 <= self.side <= 1.0:
            raise ValueError(f"the side of a cue lies between -1 and 1, not at {self.side:g}")
        if not RATES[0] <= self.rate <= RATES[1]:
            raise ValueError(f"the rate of a cue lies between {RATES[0]:g} and {RATES[1]:g}: {self.rate:g}")

    @property
    def seen(self) -> str:
        """What the listener sees of it: words that are left out are blanks, unless it says otherwise."""
        return _blanked(display(self.text.text), self.left_out) if self.shown is None else self.shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time in which nothing is said and the band runs on.

    Attributes
    ----------
    stands_for
        The cue that would be heard: the gap begins where it would, and is as long as it, to a frame.
    extra_s
        How long it is besides, in seconds.
    count_in
        Whether it is one bar instead, in which the drums count to what follows.
    shown
        What is seen meanwhile, of one line; when empty, what was seen before.
    of
        The line or point that it asks for, when it stands for no cue.

    Raises
    ------
    ValueError
        When it has no length.
    """

    stands_for: Cue | None = None
    extra_s: float = 0.0
    count_in: bool = False
    shown: str = ""
    of: str = ""

    def __post_init__(self) -> None:
        if not 0.0 <= self.extra_s < float("inf") or not (self.stands_for or self.extra_s or self.count_in):
            raise ValueError("a gap is as long as a cue, over 0 seconds, or a bar to count in")
        if self.count_in and (self.stands_for or self.extra_s):
            raise ValueError("a bar to count in is one bar, and stands for nothing")

    @property
    def seen(self) -> str:
        """What the listener sees meanwhile."""
        return self.shown


Event = Cue | Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Events that belong together under one title: a section of the song, or a line with its explanation."""

    title: str
    events: tuple[Event, ...]

    @property
    def cues(self) -> tuple[Cue, ...]:
        """What is said, in order."""
        return tuple(event for event in self.events if isinstance(event, Cue))


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Parts of one song, in its style and tempo; `song` is its identity, empty for the planned one."""

    song: str = ""
    parts: tuple[Part, ...]

    @property
    def cues(self) -> tuple[Cue, ...]:
        """All that is said, in order, and what gaps stand for: what has to be read, and a voice to be had."""
        events = (event for part in self.parts for event in part.events)
        cues = (event if isinstance(event, Cue) else event.stands_for for event in events)
        return tuple(cue for cue in cues if cue is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that one episode says, in order; `speed` is how fast its beat is, of the songs' own tempo."""

    form: str
    segments: tuple[Segment, ...]
    speed: float = 1.0

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts in order."""
        return tuple(part for segment in self.segments for part in segment.parts)

    @property
    def cues(self) -> tuple[Cue, ...]:
        """All that is said, in order, and what gaps stand for."""
        return tuple(cue for segment in self.segments for cue in segment.cues)


def said_faster(part: Part, speed: float) -> Part:
    """Return a part whose speech is so much faster, what gaps stand for as well."""
    if speed == 1.0:
        return part

    def faster(cue: Cue) -> Cue:
        return replace(cue, rate=speed * cue.rate)

    events = (
        faster(event)
        if isinstance(event, Cue)
        else replace(event, stands_for=faster(event.stands_for) if event.stands_for else None)
        for event in part.events
    )
    return replace(part, events=tuple(events))


def _blanked(text: str, left_out: LeftOut | None) -> str:
    hidden = {place for first, last in (left_out.words if left_out else ()) for place in range(first, last)}
    return "".join(BLANK if place in hidden else letter for place, letter in enumerate(text))


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


def lyric_cues(song: Song) -> tuple[Cue, ...]:
    """Plan to hear all lines of a song, once and as they are written."""
    return tuple(
        lyric_cue(song, section, line) for section in song.sections for line in range(len(section.lines))
    )


def voice_choice(role: str, choices: VoiceChoice) -> str | None:
    """Return the voice that a song asks for in a role."""
    choice: str | None = getattr(choices, ROLES[role].voice)
    return choice
