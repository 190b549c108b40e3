"""A picture of one line: where its morae are set, when the voice sings them, and the sound itself.

From top to bottom: the grid with a block for each mora, high or low as its accent; of a sung line the notes,
and over them the pitch of the voice; the voice's own times; its spectrogram. All share one axis of time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from lyricaudio.audio.sound import Audio
from lyricaudio.audio.spectrogram import mel_levels, mel_place
from lyricaudio.audio.vocoder import FRAME_S, f0_track
from lyricaudio.music.theory.metre import SLOTS_PER_BEAT
from lyricaudio.music.timeline import Placement, Timeline
from lyricaudio.music.tune.vocalrange import note_name
from lyricaudio.reading.model import Mora
from lyricaudio.release.pictures.font import BOLD, MEDIUM, printable, width
from lyricaudio.release.pictures.palette import Colour
from lyricaudio.release.pictures.pen import Pen, Shades, soft_edges
from lyricaudio.song.markup import display

MOST_PICTURE_BYTES = 150_000
"""It stands in documents that are read over a network."""

# Lengths are in pixels.
_LEFT, _RIGHT, _BAR = 64, 24, 440
_NARROWEST, _WIDEST = 900, 1900
_SPARE_ROWS = 2
_TITLE_BASE, _FACTS_BASE, _GRID_TOP = 46, 76, 124
_ACCENT_ROW, _NOTE_ROW = 36, 13
_GAP = 14
_BLOCK_GAP, _BLOCK_ROUND = 1.5, 4
_VOICE_HEIGHT, _SOUND_HEIGHT = 12, 300
_BOTTOM = 44
_TICK = 6

_GROUND: Colour = (253, 252, 249)
_INK: Colour = (38, 34, 66)
_GREY: Colour = (120, 116, 140)
_BAR_LINE: Colour = (110, 104, 140)
_BEAT_LINE: Colour = (200, 196, 214)
_SLOT_LINE: Colour = (234, 231, 240)
_HIGH: Colour = (250, 196, 92)
_LOW: Colour = (205, 214, 246)
_CONSONANT: Colour = (196, 190, 214)
_VOWEL: Colour = (92, 80, 160)
_NOTE: Colour = (222, 216, 240)
_PITCH: Colour = (222, 36, 84)
_RAMP: tuple[Colour, ...] = (_GROUND, (214, 210, 240), (140, 126, 206), (74, 56, 140), (26, 18, 62))
"""From silence to the strongest sound."""

_INKS = (_INK, _GREY, _BAR_LINE, _BEAT_LINE, _SLOT_LINE, _HIGH, _LOW, _CONSONANT, _VOWEL, _NOTE, _PITCH)
_EDGES = (*((_GROUND, ink) for ink in _INKS), (_HIGH, _INK), (_LOW, _INK))
_LEGEND = {"accent high": _HIGH, "low": _LOW, "consonant": _CONSONANT, "vowel": _VOWEL, "its onset": _PITCH}

_TOP_HZ = 8000.0
_MARKED_HZ = (500, 1000, 2000, 4000, 8000)
_RANGE_DB = 58.0
_SHADES = (24, 16, 12, 8, 6, 4, 3, 2)
"""The first that keeps a picture small is taken."""
_BEFORE_BEATS, _AFTER_BEATS = Fraction(1, 2), Fraction(1, 4)
_A4, _A4_HZ = 69, 440.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """The axis of time: which stretch of the episode is shown, and how large."""

    start_s: float
    stop_s: float
    width: int

    def x(self, time_s: float) -> float:
        """Return where a moment of the episode is."""
        return _LEFT + self.width * (time_s - self.start_s) / (self.stop_s - self.start_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A mora on the grid: from when to when, in seconds from the start of the episode."""

    mora: Mora
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Rows of one height (of notes, or of high and low), the highest at `top`."""

    top: float
    highest: int
    lowest: int
    row: int

    @property
    def bottom(self) -> float:
        """Where the lowest row ends."""
        return self.top + self.row * (self.highest - self.lowest + 1)

    def y(self, height: float) -> float:
        """Return where the middle of a height is."""
        return self.top + self.row * (self.highest - height + 0.5)


def line_picture(placement: Placement, timeline: Timeline, audio: Audio) -> bytes:
    """Draw a line of an episode, and return it as a PNG of at most `MOST_PICTURE_BYTES`.

    The same arguments give the same picture.

    Parameters
    ----------
    placement, timeline
        The line, and the episode that it is heard in.
    audio
        The clip of the placement: one channel, its morae timed as the placement says.
    """
    axis = _axis(placement, timeline)
    levels = mel_levels(
        audio,
        start_s=axis.start_s - placement.start_s,
        stop_s=axis.stop_s - placement.start_s,
        columns=axis.width,
        rows=_SOUND_HEIGHT,
        top_hz=_TOP_HZ,
        range_db=_RANGE_DB,
    )
    for shades in _SHADES:
        picture = _drawn(placement, timeline, audio, axis, Shades(levels=levels, count=shades, ramp=_RAMP))
        if len(picture) <= MOST_PICTURE_BYTES:
            break
    return picture


def _drawn(placement: Placement, timeline: Timeline, audio: Audio, axis: _Axis, sound: Shades) -> bytes:
    blocks = list(_blocks(placement, timeline))
    accents = _Rows(top=_GRID_TOP, highest=1, lowest=0, row=_ACCENT_ROW)
    notes = _note_rows(placement.spoken.notes or (), accents.bottom)
    voice_top = notes.bottom + _GAP
    sound_top = round(voice_top + _VOICE_HEIGHT + _GAP)
    pen = Pen((_LEFT + axis.width + _RIGHT, sound_top + _SOUND_HEIGHT + _BOTTOM), _GROUND, _INK)
    pen.shades((_LEFT, sound_top), sound)
    _draw_grid(pen, axis, timeline, notes.bottom, sound_top + _SOUND_HEIGHT)
    _draw_blocks(pen, axis, blocks, accents)
    _draw_notes(pen, axis, blocks, placement, notes)
    if placement.spoken.notes:
        _draw_pitch(pen, axis, audio, placement.start_s, notes)
    _draw_voice(pen, axis, placement, voice_top, sound_top)
    _write_scales(pen, axis, sound_top)
    _write_head(pen, axis, placement, timeline)
    return pen.png([*sound.colours, *soft_edges(_EDGES)])


def _axis(placement: Placement, timeline: Timeline) -> _Axis:
    """Show the bars that the line takes, and a little more."""
    bar_beats = timeline.stretch_at(placement.start_beats).style.metre.bar_beats
    end_beats = Fraction(math.ceil(timeline.clock.beats_at(placement.end_s)))
    if flow := placement.spoken.flow:
        end_beats = max(placement.start_beats + flow.bars * bar_beats, end_beats)
    start_beats = placement.start_beats - _BEFORE_BEATS
    stop_beats = end_beats + _AFTER_BEATS
    shown = round(_BAR * (stop_beats - start_beats) / bar_beats)
    return _Axis(
        start_s=min(timeline.clock.seconds_at(start_beats), placement.start_s),
        stop_s=timeline.clock.seconds_at(stop_beats),
        width=min(max(shown, _NARROWEST), _WIDEST),
    )


def _blocks(placement: Placement, timeline: Timeline) -> Iterator[_Block]:
    """Yield each mora: from its slot to the next, or when it is spoken."""
    bounds = [(mora.start_s, mora.end_s) for mora in placement.morae]
    if flow := placement.spoken.flow:
        slots = (*placement.slots_beats, placement.start_beats + flow.end_beats)
        bounds = list(pairwise(map(timeline.clock.seconds_at, slots)))
    for (start_s, end_s), mora in zip(bounds, placement.spoken.reading.morae, strict=True):
        yield _Block(mora=mora, start_s=start_s, end_s=end_s)


def _note_rows(notes: Sequence[float], top: float) -> _Rows:
    """Make room for all notes, none where nothing is sung."""
    if not notes:
        return _Rows(top=top, highest=0, lowest=1, row=0)
    highest, lowest = round(max(notes)) + _SPARE_ROWS, round(min(notes)) - _SPARE_ROWS
    return _Rows(top=top + _GAP, highest=highest, lowest=lowest, row=_NOTE_ROW)


def _draw_grid(pen: Pen, axis: _Axis, timeline: Timeline, slots_end: float, bottom: float) -> None:
    """Draw slots on the grid, beats and bars through everything, and number the bars."""
    here = timeline.stretch_at(Fraction(timeline.clock.beats_at((axis.start_s + axis.stop_s) / 2)))
    metre = here.style.metre
    first = math.ceil(timeline.clock.beats_at(axis.start_s) * SLOTS_PER_BEAT)
    last = math.floor(timeline.clock.beats_at(axis.stop_s) * SLOTS_PER_BEAT)
    for slot in range(first, last + 1):
        beat = Fraction(slot, SLOTS_PER_BEAT)
        x = axis.x(timeline.clock.seconds_at(beat))
        in_bar = (beat - here.start_beats) % metre.bar_beats
        if in_bar == 0:
            pen.upright(x, _GRID_TOP - 22, bottom, _BAR_LINE, 1.5)
            pen.text((x + 6, _GRID_TOP - 9), str(timeline.bar_at(beat) + 1), 15, weight=BOLD)
        elif any(in_bar == pulse for pulse, _ in metre.pulses):
            pen.upright(x, _GRID_TOP - 8, bottom, _BEAT_LINE)
        else:
            pen.upright(x, _GRID_TOP, slots_end, _SLOT_LINE)


def _draw_blocks(pen: Pen, axis: _Axis, blocks: Sequence[_Block], rows: _Rows) -> None:
    """Draw a block with its kana for each mora."""
    half = rows.row / 2 - 1
    for block in blocks:
        left, right = axis.x(block.start_s), axis.x(block.end_s) - _BLOCK_GAP
        high = block.mora.high
        y = rows.y(high)
        pen.box((left, y - half, right, y + half), _HIGH if high else _LOW, _BLOCK_ROUND)
        room = (right - left - 2) / max(width(block.mora.kana, MEDIUM), 1)
        pen.text(((left + right) / 2, y), block.mora.kana, min(22, room), anchor="mm")
    for height, name in enumerate(("low", "high")):
        pen.text((_LEFT - 8, rows.y(height)), name, 12, _GREY, anchor="rm")


def _draw_notes(pen: Pen, axis: _Axis, blocks: Sequence[_Block], placement: Placement, rows: _Rows) -> None:
    """Draw the note of each mora, and name those that there are."""
    notes = placement.spoken.notes or ()
    for block, note in zip(blocks, notes, strict=False):
        y, half = rows.y(note), rows.row / 2
        pen.box((axis.x(block.start_s), y - half, axis.x(block.end_s) - _BLOCK_GAP, y + half), _NOTE, 3)
    for note in {round(note) for note in notes}:
        pen.text((_LEFT - 8, rows.y(note)), note_name(note), 12, _GREY, anchor="rm")


def _draw_pitch(pen: Pen, axis: _Axis, audio: Audio, start_s: float, rows: _Rows) -> None:
    """Draw the pitch of the voice over the notes; what leaves their rows is cut off."""
    stretch: list[tuple[float, float]] = []
    for frame, pitch_hz in enumerate([*f0_track(audio).tolist(), 0.0]):
        height = _A4 + 12 * math.log2(pitch_hz / _A4_HZ) if pitch_hz > 0 else -math.inf
        if rows.lowest - 0.5 <= height <= rows.highest + 0.5:
            stretch.append((axis.x(start_s + frame * FRAME_S), rows.y(height)))
            continue
        if len(stretch) > 1:
            pen.line(stretch, _PITCH, 1.5)
        stretch = []


def _draw_voice(pen: Pen, axis: _Axis, placement: Placement, top: float, sound_top: float) -> None:
    """Draw the voice's own times: each consonant and vowel, and a tick at the vowel's onset."""
    middle = top + _VOICE_HEIGHT / 2
    pen.text((_LEFT - 8, middle), "voice", 12, _GREY, anchor="rm")
    for mora in placement.morae:
        start, onset, end = map(axis.x, (mora.start_s, mora.vowel_onset_s, mora.end_s))
        pen.box((start, middle - 2, max(start, onset), middle + 2), _CONSONANT)
        pen.box((onset, middle - 4, max(onset + 1, end - _BLOCK_GAP), middle + 4), _VOWEL)
        pen.upright(onset, sound_top - _TICK, sound_top + _TICK, _PITCH, 1.5)
        pen.upright(onset, sound_top + _SOUND_HEIGHT - _TICK, sound_top + _SOUND_HEIGHT, _PITCH, 1.5)


def _write_scales(pen: Pen, axis: _Axis, sound_top: float) -> None:
    """Write pitches and seconds at the spectrogram."""
    bottom = sound_top + _SOUND_HEIGHT
    for pitch_hz in _MARKED_HZ:
        y = bottom - _SOUND_HEIGHT * mel_place(pitch_hz, _TOP_HZ)
        pen.line([(_LEFT - 5, y), (_LEFT, y)], _GREY)
        pen.text((_LEFT - 8, y), f"{pitch_hz / 1000:g} kHz", 12, _GREY, anchor="rm")
    for second in range(math.ceil(axis.start_s), math.floor(axis.stop_s) + 1):
        pen.upright(axis.x(second), bottom, bottom + 5, _GREY)
        pen.text((axis.x(second), bottom + 19), f"{second} s", 12, _GREY, anchor="ms")


def _write_head(pen: Pen, axis: _Axis, placement: Placement, timeline: Timeline) -> None:
    """Write the line, and how it is set."""
    spoken, here = placement.spoken, timeline.stretch_at(placement.start_beats)
    text = printable(display(spoken.cue.text.text))
    pen.text((_LEFT, _TITLE_BASE), text, min(28, axis.width / max(width(text, BOLD), 1)), weight=BOLD)
    facts = [spoken.cue.delivery, f"{here.style.name} {here.bpm:g} BPM {here.style.metre.name}"]
    if flow := spoken.flow:
        facts += [f"{flow.bars} bars", f"{flow.morae_per_s:.1f} morae/s"]
    facts.append(f"onsets: {spoken.facts.timing}")
    pen.text((_LEFT, _FACTS_BASE), " · ".join(facts), 15, _GREY)
    _write_legend(pen, _LEFT + axis.width)


def _write_legend(pen: Pen, right: float) -> None:
    """Write what the colours mean, from right to left."""
    for name, colour in reversed(_LEGEND.items()):
        right -= 13 * width(name, MEDIUM)
        pen.text((right, _FACTS_BASE), name, 13, _GREY)
        pen.box((right - 18, _FACTS_BASE - 10, right - 6, _FACTS_BASE + 1), colour, 3)
        right -= 36
