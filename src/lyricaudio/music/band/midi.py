"""Standard MIDI Files, by mido: the arrangement written for any music program.

They are files of format 1 with 480 ticks a beat, on which sixteenths, triplets and our swing fall exactly.
The first track has the tempo and the metre, each instrument has its own, the drums are on channel 10; the
voice's words are lyric events in UTF-8.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import mido

from lyricaudio.music.band.arrangement import Note
from lyricaudio.music.theory.generalmidi import DRUM_KEYS, PROGRAMS
from lyricaudio.music.theory.metre import Metre

TICKS_PER_BEAT = 480

_DRUMS = "drums"
DRUM_CHANNEL = 9  # the tenth
_VOICE_CHANNEL = 15  # no style has so many instruments
_VOICE_PROGRAM = 53  # Voice Oohs
_VOICE_VELOCITY = 100
_DRUM_TICKS = TICKS_PER_BEAT // 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SungNote:
    """A note of the voice, or of a melody: beats from the start, a MIDI note number, and its word or mora."""

    start_beats: Fraction
    length_beats: Fraction
    pitch: int
    lyric: str = ""


def midi_file(
    notes: Iterable[Note],
    *,
    bpm: float,
    metre: Metre,
    title: str,
    voice: Sequence[SungNote] = (),
    changes: Sequence[tuple[Fraction, float, Metre]] = (),
) -> bytes:
    """Write the band, and the voice if there is one; the same input gives the same bytes.

    Parameters
    ----------
    notes
        In time order.
    bpm
        The tempo in beats (quarter notes) a minute.
    metre
        Gives the time signature.
    title
        The name of the sequence.
    voice
        In time order, none overlapping another.
    changes
        Later tempi and metres, each with the beat from which it rules.
    """
    file = mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_BEAT, charset="utf-8")
    ruling = ((Fraction(0), bpm, metre), *changes)
    file.tracks.append(_track(title, [event for change in ruling for event in _signature(*change)]))
    if voice:
        file.tracks.append(_track("voice", _voice_events(voice)))
    for channel, (name, events) in enumerate(_band_events(notes).items()):
        file.tracks.append(_track(name, [event.on(_channel(name, channel)) for event in events]))
    written = io.BytesIO()
    file.save(file=written)
    return written.getvalue()


_SETUP, _OFF, _WORD, _ON = range(4)
"""The ranks of events at one tick: what ends comes before what begins."""


class _Event(NamedTuple):
    """A message at a tick, counted from the start."""

    tick: int
    rank: int
    message: mido.Message | mido.MetaMessage

    def on(self, channel: int) -> _Event:
        return self._replace(message=self.message.copy(channel=channel))


def _signature(start: Fraction, bpm: float, metre: Metre) -> tuple[_Event, ...]:
    count, _, unit = metre.name.partition("/")
    return (
        _Event(_ticks(start), _SETUP, mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(bpm))),
        _Event(
            _ticks(start),
            _SETUP,
            mido.MetaMessage("time_signature", numerator=int(count), denominator=int(unit)),
        ),
    )


def _channel(name: str, number: int) -> int:
    """Give each instrument its own channel and leave the tenth to the drums."""
    return DRUM_CHANNEL if name == _DRUMS else number + (number >= DRUM_CHANNEL)


def _band_events(notes: Iterable[Note]) -> dict[str, list[_Event]]:
    """Return the events of each track by its name, in the order in which the instruments appear."""
    tracks: dict[str, list[_Event]] = defaultdict(list)
    for note in notes:
        key = DRUM_KEYS[note.instrument] if note.pitch is None else note.pitch
        name = _DRUMS if note.pitch is None else note.instrument
        if name not in tracks and name != _DRUMS:
            program = mido.Message("program_change", program=PROGRAMS[name])
            tracks[name].append(_Event(0, _SETUP, program))
        start = _ticks(note.start_beats)
        end = start + _DRUM_TICKS if note.pitch is None else _ticks(note.start_beats + note.length_beats)
        tracks[name] += _stroke(start, end, key, max(1, round(127 * note.velocity)))
    return tracks


def _voice_events(voice: Iterable[SungNote]) -> list[_Event]:
    program = mido.Message("program_change", program=_VOICE_PROGRAM)
    events = [_Event(0, _SETUP, program).on(_VOICE_CHANNEL)]
    for note in voice:
        start, end = _ticks(note.start_beats), _ticks(note.start_beats + note.length_beats)
        if note.lyric:
            events.append(_Event(start, _WORD, mido.MetaMessage("lyrics", text=note.lyric)))
        stroke = _stroke(start, end, note.pitch, _VOICE_VELOCITY)
        events += [event.on(_VOICE_CHANNEL) for event in stroke]
    return events


def _stroke(start: int, end: int, key: int, velocity: int) -> list[_Event]:
    return [
        _Event(start, _ON, mido.Message("note_on", note=key, velocity=velocity)),
        _Event(max(end, start + 1), _OFF, mido.Message("note_off", note=key, velocity=0)),
    ]


def _track(name: str, events: Iterable[_Event]) -> mido.MidiTrack:
    """Turn ticks from the start into ticks from event to event."""
    track = mido.MidiTrack([mido.MetaMessage("track_name", name=name)])
    at = 0
    for event in sorted(events, key=lambda event: event[:2]):
        track.append(event.message.copy(time=event.tick - at))
        at = event.tick
    return track


def _ticks(beats: Fraction) -> int:
    return round(beats * TICKS_PER_BEAT)
