"""Which notes of a MIDI file are its melody: what is written of them, and how they lie, is weighed.

Files disagree about where the melody is: the first track may be the bass, karaoke files of one track have it
on a channel among others, and its words may stand in a track of their own. So each part (the notes of one
channel in one track, but for the drums) is given points, and the best is taken. None of the evidence
decides alone: a "lead guitar" is weaker than what the words fall on.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from lyricaudio.messages import told

_MELODIC = (
    "vocal",
    "vox",
    "voice",
    "melod",
    "sing",
    "karaoke",
    "ボーカル",
    "ヴォーカル",
    "メロ",
    "歌",
    "うた",
    "旋律",
)
_LEADING = ("lead", "solo", "sopran", "right")
_OTHERS = (
    *(
        "bass",
        "drum",
        "perc",
        "pad",
        "string",
        "chord",
        "guitar",
        "harmon",
        "chorus",
        "back",
        "accomp",
        "counter",
    ),
    *("alto", "tenor", "left", "fill", "arp", "ベース", "伴奏", "コード", "ドラム", "ハモ", "コーラス"),
)
_BASSES, _VOICES = range(32, 40), range(52, 55)  # programs of General MIDI
_SUNG = (52, 84)  # between which the middle of a melody lies
_FEW = 0.25  # of the notes of the fullest part: a melody has more


class Sounded(NamedTuple):
    """A note in ticks of its file, in the order in which notes are taken."""

    start: int
    pitch: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MidiPart:
    """The notes of one channel in one track.

    Attributes
    ----------
    track, channel
        Counted from 1, as music programs do.
    name
        The track's, where it is the only part of it; else empty.
    program
        Of General MIDI, from 0; None when the file gives none.
    notes
        In order, as they are written: several may sound at a time.
    """

    track: int
    channel: int
    name: str
    program: int | None
    notes: tuple[Sounded, ...]

    def __str__(self) -> str:
        """Return how a person finds it."""
        if self.name:
            return told("track {track}, '{name}'", track=self.track, name=self.name)
        return told("track {track}, channel {channel}", track=self.track, channel=self.channel)


def melody_part(parts: Sequence[MidiPart], word_ticks: Set[int]) -> MidiPart:
    """Return the part, of at least one, that is most likely the melody; of equals the first.

    Parameters
    ----------
    word_ticks
        Where the words of the file stand.
    """
    fullest = max(len(part.notes) for part in parts)
    return max(parts, key=lambda part: _points(part, word_ticks, fullest))


def _points(part: MidiPart, word_ticks: Set[int], fullest: int) -> float:
    middle = median(note.pitch for note in part.notes)
    low, high = _SUNG
    return (
        _by_name(part.name.lower())
        + 6.0 * _share_of_words(part, word_ticks)
        + 3.0 * _alone(part.notes)
        + (1.0 if low <= middle <= high else -2.0)
        + middle / 127
        - (2.0 if len(part.notes) < _FEW * fullest else 0.0)
        + (-3.0 if part.program in _BASSES else 1.0 if part.program in _VOICES else 0.0)
    )


def _by_name(name: str) -> float:
    points = 4.0 if any(word in name for word in _MELODIC) else 0.0
    points += 2.0 if any(word in name for word in _LEADING) else 0.0
    return points - (4.0 if any(word in name for word in _OTHERS) else 0.0)


def _share_of_words(part: MidiPart, word_ticks: Set[int]) -> float:
    """Return how well words and notes fall together: 1 when each word has a note and each note a word."""
    starts = {note.start for note in part.notes}
    return 2 * len(starts & word_ticks) / (len(starts) + len(word_ticks)) if word_ticks else 0.0


def _alone(notes: Sequence[Sounded]) -> float:
    """Return the share of notes that begin when no other sounds, but for the touch of a slur."""
    until, alone, last_start = 0, 0, -1
    for note in notes:
        slur = (note.end - note.start) // 4
        alone += note.start != last_start and note.start >= until - slur
        until, last_start = max(until, note.end), note.start
    return alone / len(notes)
