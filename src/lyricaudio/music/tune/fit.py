"""A written melody brought into the voice's range, and its key with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import told
from lyricaudio.music.theory.harmony import semitones_between
from lyricaudio.music.tune.melody import Melody
from lyricaudio.music.tune.vocalrange import note_name


def fitted(melodies: Sequence[Melody], low: int, high: int) -> tuple[Melody, ...]:
    """Move melodies into a voice's range and one key, as near to the first's as can be, each by few octaves.

    Raises
    ------
    LyricAudioError
        When one is wider than the range and may not be folded, or no key suits them all.
    """
    for melody in melodies:
        if not melody.folds:
            _refuse_wider(melody, low, high)
    first = melodies[0].tonic

    def cost(tonic: int) -> tuple[bool, int, int]:
        outside = [len(_outside(moved, low, high)) for moved in _in_key(melodies, tonic, low, high)]
        refused = any(count and not melody.folds for count, melody in zip(outside, melodies, strict=True))
        return refused, sum(outside), semitones_between(tonic, first)

    tonic = min(range(12), key=cost)
    if cost(tonic)[0]:
        raise LyricAudioError(
            told(
                "the melodies of verses and hook fit the voice, {low} to {high}, but not in one key; write"
                " one narrower, or 'fold' before it",
                low=note_name(low),
                high=note_name(high),
            )
        )
    return tuple(_folded(melody, low, high) for melody in _in_key(melodies, tonic, low, high))


def _refuse_wider(melody: Melody, low: int, high: int) -> None:
    bottom, top = min(melody.pitches), max(melody.pitches)
    if (excess := (top - bottom) - (high - low)) > 0:
        raise LyricAudioError(
            told(
                "the melody goes from {bottom} to {top}, {excess} semitones more than the voice has, {low} to"
                " {high}; write it narrower, or 'fold' before it: then what lies outside is sung an octave"
                " nearer",
                bottom=_named(melody, bottom),
                top=_named(melody, top),
                excess=excess,
                low=note_name(low),
                high=note_name(high),
            )
        )


def _named(melody: Melody, pitch: int) -> str:
    """Name a note by its place."""
    number, phrase = next(
        (number, phrase)
        for phrase, notes in enumerate(melody.phrases, start=1)
        for number, each in enumerate(notes, start=1)
        if each == pitch
    )
    return told(
        "{name} (note {number} of phrase {phrase})", name=note_name(pitch), number=number, phrase=phrase
    )


def _in_key(melodies: Sequence[Melody], tonic: int, low: int, high: int) -> list[Melody]:
    """Move melodies to a key, each by the octaves that leave the fewest notes outside of a range."""
    moved = []
    for melody in melodies:
        up = (tonic - melody.tonic) % 12
        choices = (_moved(melody, shift) for shift in sorted(range(up - 132, 133, 12), key=abs))
        moved.append(min(choices, key=lambda choice: len(_outside(choice, low, high))))
    return moved


def _moved(melody: Melody, shift: int) -> Melody:
    phrases = tuple(tuple(pitch + shift for pitch in phrase) for phrase in melody.phrases)
    return replace(melody, phrases=phrases, tonic=(melody.tonic + shift) % 12)


def _outside(melody: Melody, low: int, high: int) -> list[int]:
    return [pitch for pitch in melody.pitches if not low <= pitch <= high]


def _folded(melody: Melody, low: int, high: int) -> Melody:
    """Move each note outside of a range, which is an octave wide at least, by octaves into it."""

    def fold(pitch: int) -> int:
        over, under = max(0, pitch - high), max(0, low - pitch)
        return pitch - 12 * -(-over // 12) + 12 * -(-under // 12)

    return replace(melody, phrases=tuple(tuple(map(fold, phrase)) for phrase in melody.phrases))
