"""Which lines of a song a recording sings, and when: its `.lrc` held against what is written.

Both were typed by somebody, often by two: brackets, small slips and other line breaks must not matter. So a
stamped line is the written one that it has the most in common with, alone or together with one or two that
follow it; of lines that are alike it is the next one in the order of writing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from lyricaudio.lesson.lineage import LEAST_SIMILARITY, similarity
from lyricaudio.lesson.plan import Cue, Part, Plan, Segment, lyric_cue
from lyricaudio.provenance import UNTOLD
from lyricaudio.song.identity import folded
from lyricaudio.song.lrc import Lrc, Stamped
from lyricaudio.song.markup import display
from lyricaudio.song.written import Line, Section, Song

_MOST_JOINED = 3
"""So many stamped lines may be one written line."""

_BETTER = 0.1  # by which lines together must have more in common with it than one alone
_ALIKE = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class SungLine:
    """A line as a recording sings it.

    Attributes
    ----------
    of
        The name of the line.
    text
        What its stamps say that is sung.
    at_s, until_s
        Its stamp and the next one that is not its own, in seconds; None behind the last.
    heard
        Whether it was heard that it begins at `at_s`; a stamp is but near that.
    likeness
        How much of both texts is the same, from `LEAST_SIMILARITY` to 1.
    row
        Where it stands in the `.lrc`, counted from 1.
    """

    of: str
    text: str = field(metadata=UNTOLD)
    at_s: float
    until_s: float | None
    heard: bool = False
    likeness: float = field(default=1.0, metadata=UNTOLD)
    row: int = field(default=0, metadata=UNTOLD)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """A line as it was found in a recording by listening.

    Attributes
    ----------
    of
        The name of the line.
    at_s, end_s
        From when to when it is sung, in seconds.
    sure
        How likely it is there, 0 to 1.
    """

    of: str
    at_s: float
    end_s: float
    sure: float


SURE = 0.5
"""From here on a line that was found is believed."""

_NEAR_S = 1.5
"""Nobody taps later, and no line is over sooner and sung again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sung:
    """What a recording sings: lines in order of time, and the rows of its `.lrc` that are in no line."""

    lines: tuple[SungLine, ...] = ()
    strange: tuple[Stamped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """A written line, by its place, that so many stamped lines are."""

    likeness: float
    line: int
    joined: int


def sung_lines(song: Song, lrc: Lrc) -> Sung:
    """Find the lines that a recording sings."""
    written = [line for section in song.sections for line in section.lines]
    stamped = lrc.stamped
    lines: list[SungLine] = []
    strange: list[Stamped] = []
    at, last = 0, -1
    while at < len(stamped):
        if not (match := _best(written, stamped[at : at + _MOST_JOINED], last)):
            strange += [stamped[at]] if _has_words(stamped[at]) else []
            at += 1
            continue
        following = at + match.joined
        lines.append(
            SungLine(
                of=written[match.line].id,
                text=_joined(stamped[at:following]),
                at_s=stamped[at].at_s,
                until_s=stamped[following].at_s if following < len(stamped) else None,
                likeness=match.likeness,
                row=stamped[at].row,
            )
        )
        at, last = following, match.line
    return Sung(lines=tuple(lines), strange=tuple(strange))


def sung_as_found(song: Song, found: Sequence[FoundLine]) -> tuple[SungLine, ...]:
    """Return the lines of a recording as they were found in it, but for what nobody can be sure of."""
    shown = {line.id: display(line.lyric.text) for section in song.sections for line in section.lines}
    in_order = sorted(found, key=lambda line: line.at_s)
    return tuple(
        SungLine(of=line.of, text=shown[line.of], at_s=line.at_s, until_s=line.end_s, heard=True)
        for line in in_order
        if line.sure >= SURE
    )


def as_heard(lines: Sequence[SungLine], found: Sequence[FoundLine]) -> tuple[SungLine, ...]:
    """Return stamped lines from where they were found near their stamps, in order of time."""
    by_line: dict[SungLine, FoundLine] = {}
    for one in (one for one in found if one.sure >= SURE):
        stamped = (line for line in lines if line.of == one.of)
        nearest = min(stamped, key=lambda line: _off_s(line, one), default=None)
        if nearest and _off_s(nearest, one) <= min(_NEAR_S, _off_s(nearest, by_line.get(nearest))):
            by_line[nearest] = one
    moved = (
        replace(line, at_s=by_line[line].at_s, heard=True) if line in by_line else line for line in lines
    )
    return tuple(sorted(moved, key=lambda line: line.at_s))


def _off_s(line: SungLine, found: FoundLine | None) -> float:
    return inf if found is None else abs(line.at_s - found.at_s)


def _best(written: Sequence[Line], stamped: Sequence[Stamped], last: int) -> _Match | None:
    """Return the written line that the first of some stamped lines is, or begins; `last` was before it."""
    if not _has_words(stamped[0]):
        return None
    alone = _nearest(written, stamped[:1], last)
    if alone and alone.likeness == 1.0:
        return alone
    together = (
        match
        for joined in range(2, len(stamped) + 1)
        if all(map(_has_words, stamped[:joined])) and (match := _nearest(written, stamped[:joined], last))
    )
    best = max(together, key=lambda match: match.likeness, default=None)
    if best and (alone is None or best.likeness > alone.likeness + _BETTER):
        return best
    return alone


def _nearest(written: Sequence[Line], stamped: Sequence[Stamped], last: int) -> _Match | None:
    text = _joined(stamped)
    matches = [
        _Match(likeness=likeness, line=number, joined=len(stamped))
        for number, likeness in _likenesses(written, text)
        if likeness >= LEAST_SIMILARITY
    ]
    best = max((match.likeness for match in matches), default=0.0)
    alike = [match for match in matches if match.likeness >= best - _ALIKE]
    return min(alike, key=lambda match: (match.line <= last, match.line), default=None)


def _likenesses(written: Sequence[Line], text: str) -> Iterator[tuple[int, float]]:
    """Yield each written line's likeness to a text; equal ones need no counting."""
    own = folded(text)
    shown = [display(line.lyric.text) for line in written]
    equal = [number for number, one in enumerate(shown) if folded(one) == own]
    yield from ((number, 1.0) for number in equal)
    if not equal:
        yield from ((number, similarity(one, text)) for number, one in enumerate(shown))


def _joined(stamped: Sequence[Stamped]) -> str:
    return " ".join(one.text for one in stamped)


def _has_words(stamped: Stamped) -> bool:
    """Tell whether a stamp says more than ♪."""
    return any(letter.isalnum() for letter in stamped.text)


def plan_of_recording(song: Song, form: str, lines: Sequence[SungLine]) -> Plan:
    """Plan to hear a recording: a cue for each line as it is sung, a part for each section as it comes."""
    cues = {
        line.id: (section, number, lyric_cue(song, section, number))
        for section in song.sections
        for number, line in enumerate(section.lines)
    }
    parts: list[tuple[Section, int, list[Cue]]] = []
    for sung in lines:
        section, number, cue = cues[sung.of]
        if parts and parts[-1][0] is section and parts[-1][1] < number:
            parts[-1][2].append(cue)
            parts[-1] = (section, number, parts[-1][2])
        else:
            parts.append((section, number, [cue]))
    titled = (
        Part(title=section.name or song.title.text, events=tuple(events)) for section, _, events in parts
    )
    return Plan(form=form, segments=(Segment(parts=tuple(titled)),))
