"""VOICEVOX's song API: a line set to music becomes notes of whole frames, and its answer the times of morae.

A note is one mora. Its vowel begins with it and its consonant before it, in the end of the note before, just
as our lines are set; so the first note is a rest. ー is the vowel that goes on, a mora of its own at its own
pitch; ン and ッ are morae of the engine's, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from lyricaudio.errors import EngineError
from lyricaudio.messages import told
from lyricaudio.reading.model import Mora, Reading
from lyricaudio.voice.clip import MoraTime
from lyricaudio.voice.engines.aquestalk import engine_kana
from lyricaudio.voice.engines.pause import pauses_s
from lyricaudio.voice.setting.schedule import Setting

FRAMES_PER_S = 93.75
REST = "pau"

_VOWELS = frozenset(("a", "i", "u", "e", "o", "A", "I", "U", "E", "O", "N", "cl", REST))
_AROUND_FRAMES = 15  # of silence before the first note and after the last: room for a consonant, and to fade
_BREATH_FRAMES = 16
_HELD_FRAMES = 112  # at the most before a breath, as `warp` has it for sung lines

_KEY, _HIGH = 62, 2  # what is sung without a tune: D4, and two semitones higher where the accent is
_MORA_S = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note of the engine's: its mora, of the reading's, or None for a rest; whole frames."""

    mora: Mora | None
    key: int | None
    frames: int

    def sent(self) -> dict[str, Any]:
        """Return it as the engine takes it."""
        lyric = engine_kana(self.mora) if self.mora else ""
        return {"key": self.key, "frame_length": self.frames, "lyric": lyric}


def natural_setting(reading: Reading) -> Setting:
    """Return the times at which a singer says a reading that is not set to music, its pauses among them."""
    rests = iter(pauses_s(reading))
    onsets_s: list[float] = []
    at_s = 0.0
    for phrase in reading.phrases:
        for _ in phrase.morae:
            onsets_s.append(at_s)
            at_s += _MORA_S
        if phrase.pause_after:
            end_s, at_s = at_s, at_s + next(rests)
    return Setting(onsets_s=tuple(onsets_s), end_s=end_s if reading.phrases[-1].pause_after else at_s)


def song_notes(reading: Reading, setting: Setting) -> tuple[Note, ...]:
    """Return a line as notes: each begins within half a frame of its onset.

    Without a tune, two pitches follow the accent.

    Raises
    ------
    EngineError
        When two onsets are in one frame: the line is too dense to be sung.
    """
    times_s = (*setting.onsets_s, setting.end_s)
    at = [_AROUND_FRAMES + round((time_s - times_s[0]) * FRAMES_PER_S) for time_s in times_s]
    rest = Note(mora=None, key=None, frames=_AROUND_FRAMES)
    sung: list[Note] = [rest]
    for place, (mora, (start, end)) in enumerate(zip(reading.morae, pairwise(at), strict=True)):
        if end <= start:
            raise EngineError(
                told(
                    "voicevox: '{text}' has two morae in one moment; break the line, or slow it down",
                    text=reading.written,
                )
            )
        key = round(setting.notes[place]) if setting.notes else _KEY + _HIGH * mora.high
        held = _held(end - start) if place in _breaths(reading) else end - start
        sung.append(Note(mora=mora, key=key, frames=held))
        if held < end - start:
            sung.append(Note(mora=None, key=None, frames=end - start - held))
    return (*sung, rest)


def _breaths(reading: Reading) -> set[int]:
    """Return the morae, counted from 0, after which there is a pause within the line."""
    ends = list(accumulate(len(phrase.morae) for phrase in reading.phrases))
    last = ends[-1]
    return {
        end - 1
        for end, phrase in zip(ends, reading.phrases, strict=True)
        if phrase.pause_after and end != last
    }


def _held(frames: int) -> int:
    """Return how long a mora sounds before a breath: all its room where that is too short for one."""
    return frames if frames < 2 * _BREATH_FRAMES else min(frames - _BREATH_FRAMES, _HELD_FRAMES)


def sung_times(phonemes: Any, notes: Sequence[Note]) -> tuple[MoraTime, ...] | None:
    """Return when each mora is sung, in seconds from the first frame; None when it is not what was asked.

    Parameters
    ----------
    phonemes
        What the engine plans: `phoneme` and `frame_length` of each.
    notes
        What it was asked for. Each vowel must begin with its note, within a frame.
    """
    spans = list(_spans(phonemes))
    starts = [0, *accumulate(note.frames for note in notes)]
    if len(spans) != len(notes):
        return None
    found = []
    for note, start, (consonant_at, vowel_at, end, vowel) in zip(notes, starts[:-1], spans, strict=True):
        if abs(vowel_at - start) > 1 or (note.mora is None) != (vowel == REST):
            return None
        if note.mora:
            found.append(
                MoraTime(
                    kana=note.mora.kana,
                    start_s=consonant_at / FRAMES_PER_S,
                    vowel_onset_s=vowel_at / FRAMES_PER_S,
                    end_s=end / FRAMES_PER_S,
                )
            )
    return tuple(found) if spans[-1][2] == starts[-1] else None


def _spans(phonemes: Any) -> Iterator[tuple[int, int, int, str]]:
    """Yield where each mora or rest starts, where its vowel does, where it ends, in frames, and its vowel."""
    start = at = 0
    for one in phonemes:
        end = at + int(one["frame_length"])
        if one["phoneme"] in _VOWELS:
            yield start, at, end, one["phoneme"]
            start = end
        at = end
