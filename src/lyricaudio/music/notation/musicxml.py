"""A score in MusicXML 4.0, written by the standard library: the format is a tree of few elements.

Times are as in our MIDI files, 480 ticks a beat. The grid's swing is not in the notes but in a mark of the
tempo, as scores have it: notes are written straight, and whoever plays them swings them by that mark. The
grid is of sixteenths, so there are no tuplets. Notes that no single value says, or that go over a bar line,
are tied.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from xml.etree import ElementTree as ET

from lyricaudio.music.band.midi import TICKS_PER_BEAT
from lyricaudio.music.notation.vocalscore import Passage, VocalScore, bar_lines, written_kana
from lyricaudio.music.theory.metre import straight_beats

_HEAD = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN"'
    b' "http://www.musicxml.org/dtds/partwise.dtd">\n'
)

_SHARP = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_FLAT = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
_ALTER = {"#": "1", "b": "-1"}

_TIES = ("start", "stop")
"""As they are written: some readers go by the first alone, by which a note goes on."""

_Names = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """A note value: its length in beats, its name, its dots, and of what it must begin on a multiple."""

    beats: Fraction
    name: str
    dots: int
    grid: Fraction


_VALUES = tuple(
    _Value(beats=Fraction(beats), name=name, dots=dots, grid=Fraction(grid))
    for beats, name, dots, grid in (
        ("4", "whole", 0, "4"),
        ("3", "half", 1, "1"),
        ("2", "half", 0, "1"),
        ("3/2", "quarter", 1, "1/2"),
        ("1", "quarter", 0, "1/2"),
        ("3/4", "eighth", 1, "1/2"),
        ("1/2", "eighth", 0, "1/4"),
        ("1/4", "16th", 0, "1/4"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """A note or a rest in straight beats from the start: a rest has no pitch."""

    start: Fraction
    end: Fraction
    pitch: int | None = None
    lyric: str = ""

    def within(self, start: Fraction, end: Fraction) -> bool:
        return self.start < end and self.end > start


def musicxml(score: VocalScore) -> bytes:
    """Write a score for one voice; the same input gives the same bytes."""
    root = ET.Element("score-partwise", version="4.0")
    _text(ET.SubElement(root, "work"), "work-title", score.title)
    _text(ET.SubElement(ET.SubElement(root, "identification"), "encoding"), "software", "lyricaudio")
    listed = ET.SubElement(ET.SubElement(root, "part-list"), "score-part", id="P1")
    _text(listed, "part-name", "歌")
    part = ET.SubElement(root, "part", id="P1")
    number = 0
    for passage, end_beats in score.bounded():
        spans = _with_rests(list(_straight(score, passage, end_beats)), passage.start_beats, end_beats)
        for start, end in bar_lines(passage, end_beats):
            number += 1
            measure = ET.SubElement(part, "measure", number=str(number))
            if start == passage.start_beats:
                _attributes(measure, passage, first=number == 1)
                _tempo(measure, passage)
            for span in spans:
                if span.within(start, end):
                    _write_span(measure, span, start, end, _names(passage))
    ET.indent(root)
    return _HEAD + ET.tostring(root, encoding="unicode").encode() + b"\n"


def _straight(score: VocalScore, passage: Passage, end_beats: Fraction) -> Iterator[_Span]:
    """Yield the notes that begin in a passage, as they are written."""

    def straight(beats: Fraction) -> Fraction:
        return passage.start_beats + straight_beats(beats - passage.start_beats, passage.swing)

    for note in score.notes:
        if passage.start_beats <= note.start_beats < end_beats:
            over = min(note.start_beats + note.length_beats, end_beats)
            yield _Span(
                start=straight(note.start_beats),
                end=straight(over),
                pitch=note.pitch,
                lyric=written_kana(note.lyric),
            )


def _with_rests(notes: list[_Span], start: Fraction, end: Fraction) -> list[_Span]:
    spans: list[_Span] = []
    at = start
    for note in notes:
        if note.start > at:
            spans.append(_Span(start=at, end=note.start))
        spans.append(note)
        at = note.end
    return [*spans, _Span(start=at, end=end)] if at < end else spans


def _write_span(measure: ET.Element, span: _Span, start: Fraction, end: Fraction, names: _Names) -> None:
    """Write what of a note or a rest lies in a bar."""
    from_beats, to_beats = max(span.start, start), min(span.end, end)
    if span.pitch is None and (from_beats, to_beats) == (start, end):
        _write_bar_of_rest(measure, end - start)
        return
    for at, value, length in _values(from_beats - start, to_beats - from_beats):
        begins, ends = start + at == span.start, start + at + length == span.end
        _write_note(measure, span, value, length, (not ends, not begins), names)


def _values(at: Fraction, length: Fraction) -> Iterator[tuple[Fraction, _Value | None, Fraction]]:
    """Cut a length that begins at a place of its bar into note values; None for what is on no grid."""
    while length > 0:
        value = next((one for one in _VALUES if one.beats <= length and at % one.grid == 0), None)
        beats = value.beats if value else length
        yield at, value, beats
        at, length = at + beats, length - beats


def _names(passage: Passage) -> _Names:
    """Return what pitch classes are called in a key."""
    return _FLAT if _fifths(passage) < 0 else _SHARP


def _fifths(passage: Passage) -> int:
    """Return the number of sharps, or below 0 of flats, of a key signature."""
    return (7 * passage.major_tonic + 5) % 12 - 5


def _write_note(
    measure: ET.Element,
    span: _Span,
    value: _Value | None,
    length: Fraction,
    tied: tuple[bool, bool],
    names: _Names,
) -> None:
    note = ET.SubElement(measure, "note")
    if span.pitch is None:
        ET.SubElement(note, "rest")
    else:
        _pitch(ET.SubElement(note, "pitch"), span.pitch, names)
    _text(note, "duration", _ticks(length))
    ties = [name for name, has in zip(_TIES, tied, strict=True) if has and span.pitch is not None]
    for name in ties:
        ET.SubElement(note, "tie", type=name)
    _text(note, "voice", 1)
    if value:
        _text(note, "type", value.name)
        for _ in range(value.dots):
            ET.SubElement(note, "dot")
    if ties:
        notations = ET.SubElement(note, "notations")
        for name in ties:
            ET.SubElement(notations, "tied", type=name)
    if span.lyric and "stop" not in ties:
        lyric = ET.SubElement(note, "lyric", number="1")
        _text(lyric, "syllabic", "single")
        _text(lyric, "text", span.lyric)


def _write_bar_of_rest(measure: ET.Element, length: Fraction) -> None:
    note = ET.SubElement(measure, "note")
    ET.SubElement(note, "rest", measure="yes")
    _text(note, "duration", _ticks(length))
    _text(note, "voice", 1)


def _pitch(element: ET.Element, pitch: int, names: _Names) -> None:
    name = names[pitch % 12]
    _text(element, "step", name[0])
    if sign := name[1:]:
        _text(element, "alter", _ALTER[sign])
    _text(element, "octave", pitch // 12 - 1)


def _attributes(measure: ET.Element, passage: Passage, *, first: bool) -> None:
    attributes = ET.SubElement(measure, "attributes")
    if first:
        _text(attributes, "divisions", TICKS_PER_BEAT)
    _text(ET.SubElement(attributes, "key"), "fifths", _fifths(passage))
    count, _, unit = passage.metre.name.partition("/")
    time = ET.SubElement(attributes, "time")
    _text(time, "beats", count)
    _text(time, "beat-type", unit)
    if first:
        clef = ET.SubElement(attributes, "clef")
        _text(clef, "sign", "G")
        _text(clef, "line", 2)


def _tempo(measure: ET.Element, passage: Passage) -> None:
    """Mark the tempo, and how long the first of two sixteenths is against the second."""
    direction = ET.SubElement(measure, "direction", placement="above")
    metronome = ET.SubElement(ET.SubElement(direction, "direction-type"), "metronome")
    _text(metronome, "beat-unit", "quarter")
    _text(metronome, "per-minute", f"{passage.bpm:g}")
    sound = ET.SubElement(direction, "sound", tempo=f"{passage.bpm:.10g}")
    swing = ET.SubElement(sound, "swing")
    if not passage.swing:
        ET.SubElement(swing, "straight")
        return
    ratio = (1 + passage.swing) / (1 - passage.swing)
    _text(swing, "first", ratio.numerator)
    _text(swing, "second", ratio.denominator)
    _text(swing, "swing-type", "16th")


def _ticks(beats: Fraction) -> int:
    return round(beats * TICKS_PER_BEAT)


def _text(parent: ET.Element, name: str, text: object) -> None:
    ET.SubElement(parent, name).text = str(text)
