"""The band as a value: which instrument plays which note, written from one `Bar` for each bar.

A style says what plays at which energy; here its patterns meet the chords. What no pattern can say is added:
a crash where the energy rises and a fill into it, chords that move as little as they can, doubled in a full
hook, a lead that answers where the voice leaves a bar free, and the home chord at the end. Everything is
exact and the same every time; no note is late or louder by chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from lyricaudio.music.style import Energy, Style
from lyricaudio.music.theory.harmony import Chord
from lyricaudio.music.theory.pattern import Row, Step
from lyricaudio.music.theory.voicing import Voicing, bass_pitch, first_voicing, lead_pitch, next_voicing

_RANK: dict[Energy, int] = {"rest": 0, "break": 0, "outro": 0, "intro": 1, "verse": 2, "hook": 3}
"""How much is going on: only a rise is announced by a fill and greeted by a crash."""

_LEAD_OVER_BEATS = 1  # how long a fill into a rise lasts where the bar names none
_CRASH_BEATS = Fraction(2)
_CRASHES = 4  # so many bars after each other in a full hook
_OCTAVE, _DOUBLED = 12, 0.7  # semitones, and the velocity of what is doubled an octave higher
_CLICK_BEATS = Fraction(1, 4)
_CLICK_VELOCITY = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What goes on in a bar.

    Attributes
    ----------
    energy
        See `style.Energy`.
    hook
        Whether the hook's progression goes on in it.
    chord_step
        The chord of that progression, counted from 0; it starts again when the progression is over.
    fill_from
        The beat inside the bar from which the drums fill; None where they go on.
    builds
        Whether the drums build up in it to what comes next.
    full
        Whether it is fuller than others of its energy: a hook for the last time.
    answers
        Whether the lead of the hook plays in it, where no voice is.
    counts_in
        Whether every beat of it is struck, so that one can come in with the next.
    """

    energy: Energy
    hook: bool = False
    chord_step: int
    fill_from: Fraction | None = None
    builds: bool = False
    full: bool = False
    answers: bool = False
    counts_in: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note of the band.

    Attributes
    ----------
    start_beats, length_beats
        From the start of the episode.
    instrument
        One of `instruments.names.DRUM_KEYS` or `instruments.names.PROGRAMS`.
    pitch
        As a MIDI note number; None for a drum.
    velocity
        Over 0 and up to 1.
    """

    start_beats: Fraction
    length_beats: Fraction
    instrument: str
    pitch: int | None
    velocity: float


def arrange(bars: Sequence[Bar], style: Style) -> tuple[Note, ...]:
    """Write out the band, in time order (then by instrument and pitch).

    Parameters
    ----------
    bars
        All bars of the episode, from its start.
    style
        Its metre is the length of a bar.
    """
    if not any(style.play):
        return ()
    voicing = first_voicing()
    notes: list[Note] = []
    counted = 0  # bars since the energy last changed: the patterns begin anew with it
    for number, bar in enumerate(bars):
        before, after = bars[number - 1 : number], bars[number + 1 : number + 2]
        counted = counted + 1 if before and before[0].energy == bar.energy else 0
        chord = _chord(bar, style, last=not after)
        voicing = next_voicing(voicing, chord)
        start = number * style.metre.bar_beats
        played = _Played(bar=bar, style=style, chord=chord, voicing=voicing, number=counted)
        notes += _notes(played, start, _fill_from(bar, after, style))
        notes += _doubled(played, start)
        if bar.counts_in:
            notes += _count(start, style)
        if (before and _RANK[bar.energy] > _RANK[before[0].energy]) or (bar.full and counted % _CRASHES == 0):
            notes.append(_drum("crash", start, _CRASH_BEATS, style.level("crash")))
    return tuple(sorted(notes, key=_order))


def _chord(bar: Bar, style: Style, *, last: bool) -> Chord:
    """Return a bar's chord; the episode ends at home."""
    if last and bar.energy == "outro":
        return style.home()
    progression = style.chords(hook=bar.hook)
    return progression[bar.chord_step % len(progression)]


def _fill_from(bar: Bar, after: Sequence[Bar], style: Style) -> Fraction:
    """Return the beat from which the drums fill; the bar's length where they do not."""
    if bar.builds:
        return Fraction(0)
    if bar.fill_from is not None:
        return bar.fill_from
    rises = bool(after) and _RANK[after[0].energy] > _RANK[bar.energy]
    return style.metre.bar_beats - (_LEAD_OVER_BEATS if rises else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Played:
    """A bar with what its patterns need; `number` counts bars since they began."""

    bar: Bar
    style: Style
    chord: Chord
    voicing: Voicing
    number: int


def _notes(played: _Played, start: Fraction, fill_from: Fraction) -> Iterator[Note]:
    style = played.style
    for row in (*style.rows(played.bar.energy), *_answer(played)):
        for step in row.bar(played.number):
            if row.part != "drums" or step.start_beats < fill_from:
                yield from _step_notes(row, step, start, played)
    for row in style.build if played.bar.builds else style.fill:
        for step in row.bar(0):
            if step.start_beats >= fill_from:
                yield from _step_notes(row, step, start, played)


def _answer(played: _Played) -> Iterator[Row]:
    """Yield what answers the voice in a bar: the hook's lead, unless it plays already."""
    busy = {row.instrument for row in played.style.rows(played.bar.energy)}
    for row in played.style.rows("hook") if played.bar.answers else ():
        if row.part == "lead" and row.instrument not in busy:
            yield row


def _doubled(played: _Played, start: Fraction) -> Iterator[Note]:
    """Yield the chords of a full bar an octave higher, softly."""
    for row in played.style.rows(played.bar.energy) if played.bar.full else ():
        for step in row.bar(played.number) if row.part == "chords" else ():
            for note in _step_notes(row, step, start, played):
                assert note.pitch is not None
                if note.pitch + _OCTAVE not in played.voicing:
                    yield replace(note, pitch=note.pitch + _OCTAVE, velocity=_DOUBLED * note.velocity)


def _step_notes(row: Row, step: Step, start: Fraction, played: _Played) -> Iterator[Note]:
    for pitch in _pitches(row, step, played):
        yield Note(
            start_beats=start + step.start_beats,
            length_beats=step.length_beats,
            instrument=row.instrument,
            pitch=pitch,
            velocity=step.velocity
            * played.style.level(row.instrument)
            * played.style.dynamic(played.bar.energy),
        )


def _pitches(row: Row, step: Step, played: _Played) -> tuple[int | None, ...]:
    if row.part == "drums":
        return (None,)
    if row.part == "chords" or step.member is None:
        return played.voicing
    pitch = bass_pitch if row.part == "bass" else lead_pitch
    return (pitch(played.chord, step.member),)


def _count(start: Fraction, style: Style) -> Iterator[Note]:
    pulses = (beat for beat, _ in style.metre.pulses)
    return (_drum("rim", start + beat, _CLICK_BEATS, _CLICK_VELOCITY) for beat in pulses)


def _drum(instrument: str, start: Fraction, length: Fraction, velocity: float) -> Note:
    return Note(start_beats=start, length_beats=length, instrument=instrument, pitch=None, velocity=velocity)


def _order(note: Note) -> tuple[Fraction, str, int]:
    return note.start_beats, note.instrument, -1 if note.pitch is None else note.pitch
