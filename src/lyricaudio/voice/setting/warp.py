"""The map from a clip's own time to the time the music wants: which moment of the speech sounds when.

Vowels carry most of the change, and each consonant ends exactly on its mora's slot. Between two slots stand
a vowel and the next mora's consonant; they share the room as `shared` says:

- A vowel is stretched at most 2.5 times (sung, where it is a note, 4 times; inside a word to 180 ms in any
  case) and never squeezed below half or below 35 ms, if the consonant can give way instead (to 0.55 of its
  length). Where neither fits, both give way alike: the line is too dense.
- A line that goes slower takes its consonants along, up to 1.6 of their length: where vowels alone were drawn
  out, a recogniser heard more of them as long ones.
- What a vowel may not fill goes to the consonant when that closes the hole (as far); else the consonant keeps
  its length and a rest comes before it. A rest is never bridged by stretching further: a short one is a dip
  of the voice, as before a glottal stop. A vowel and its ー are one vowel: they share one bound, and no rest
  comes between them.
- The last mora before a pause or the end is held until shortly before the next, 0.9 s at most, sung 1.2 s.
- ッ and devoiced vowels are not held: a long hiss is no vowel, and a closure is silent anyway.
- A vowel that is stretched keeps its first and last 30 ms as they are (transitions to its neighbours, heard
  as consonants); its middle is what gets longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

import numpy as np

from lyricaudio.audio.sound import Curve
from lyricaudio.reading.model import Mora, Reading
from lyricaudio.voice.clip import MoraTime
from lyricaudio.voice.setting.schedule import Setting

VOWEL_RATIOS = (0.5, 2.5)
"""How much of its length a vowel keeps at the least, and how often it is stretched at the most."""

SUNG_RATIO = 4.0
"""How often a sung vowel is stretched at the most."""

UNBROKEN_S = 0.175
"""What any vowel may have inside a word: at a slow tempo a short one would leave a hole in it."""

VOWEL_FLOOR_S = 0.035
"""What a vowel needs to be heard as one."""

CONSONANT_RATIOS = (0.55, 1.6)
"""The same bounds for consonants."""

_HELD_S, _SUNG_HELD_S = 0.9, 1.2  # the longest phrase end
_BREATH_S = 0.08  # what a held phrase end leaves before the next consonant
_TONELESS_S = 0.16  # the longest ッ or devoiced vowel, unless it was that long
_TRANSITION_S = 0.03  # what is kept of a stretched vowel at each end
_TRANSITION_SHARE = 0.3  # but at most this share of it
_KEPT_WHOLE = 1.25  # a vowel stretched less is stretched evenly
_TINY_S = 1e-9
ABUT_S = 1e-6
"""A rest that is shorter is none."""

Lengths = float | Curve
TimeSpan = tuple[float, float]
"""From and to, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of the speech and the stretch of time in which it sounds, evenly."""

    source_s: TimeSpan
    target_s: TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class WarpedMora:
    """What became of a mora.

    Attributes
    ----------
    time
        When it sounds now: `start_s` its consonant, `vowel_onset_s` as set.
    stretch
        Its vowel's (or ン's, ッ's) new length over its old one; 1 when it had none.
    held
        Whether it ends a breath group, where the bounds on vowels do not hold.
    """

    time: MoraTime
    stretch: float
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Warp:
    """The whole map; target times are in the setting's frame of reference.

    `segments` ascend in source and target and do not overlap; what is between them is rest.
    """

    segments: tuple[Segment, ...]
    morae: tuple[WarpedMora, ...]

    @property
    def sounding(self) -> tuple[TimeSpan, ...]:
        """The stretches of target time without a rest, ascending."""
        spans: list[TimeSpan] = []
        for segment in self.segments:
            start_s, stop_s = segment.target_s
            if spans and start_s - spans[-1][1] < ABUT_S:
                start_s = spans.pop()[0]
            spans.append((start_s, stop_s))
        return tuple(spans)

    def source_at(self, target_s: Curve) -> Curve:
        """Return which moment of the speech belongs to each target time.

        In a rest the speech runs on at its own speed into its pause, and out of it; where it has no pause it
        stands still. Before the first segment and after the last it runs on.
        """
        knots = list(_knots(self.segments))
        return np.interp(target_s, [target for target, _ in knots], [source for _, source in knots])


def warped(natural: Sequence[MoraTime], reading: Reading, setting: Setting) -> Warp:
    """Map speech to its setting.

    Parameters
    ----------
    natural
        The times of the reading's morae in the speech, ascending.
    reading
        What is said: at least one mora.
    setting
        When it is to be said, one onset per mora.

    Raises
    ------
    ValueError
        When there are no morae, their numbers differ, they take no time in the speech, or the onsets do not
        ascend to the end.
    """
    _check(natural, reading, setting)
    rooms_s = [after - before for before, after in pairwise((*setting.onsets_s, setting.end_s))]
    consonants_s = [time.vowel_onset_s - time.start_s for time in natural]
    held = _ends_of_breath(reading)
    longest_s = _longest_s(natural, reading, held, setting)
    consonant_s = consonants_s[0]
    morae: list[WarpedMora] = []
    for place, time in enumerate(natural):
        vowel_s = time.end_s - time.vowel_onset_s
        next_s = consonants_s[place + 1] if place + 1 < len(natural) else 0.0
        share = _shared_with_breath if held[place] else _shared
        new_vowel_s, new_next_s = share(rooms_s[place], vowel_s, next_s, longest_s[place])
        morae.append(_moved(time, setting.onsets_s[place], consonant_s, new_vowel_s, held[place]))
        consonant_s = new_next_s
    pairs = zip(natural, (mora.time for mora in morae), strict=True)
    return Warp(segments=tuple(part for pair in pairs for part in _segments(*pair)), morae=tuple(morae))


def shared(
    room_s: Lengths, vowel_s: Lengths, consonant_s: Lengths, longest_s: Lengths
) -> tuple[Lengths, Lengths]:
    """Share the room between two slots between a vowel and the consonant after it.

    Parameters
    ----------
    room_s
        From the vowel's slot to the next; above 0. Like the others a number, or an array that broadcasts.
    vowel_s, consonant_s
        Their lengths in the speech; 0 for none.
    longest_s
        What the vowel may have at the most.

    Returns
    -------
    vowel_s, consonant_s
        Their new lengths; what they leave of the room is a rest between them.
    """
    shortest, longest = (consonant_s * ratio for ratio in CONSONANT_RATIOS)
    least_s = np.maximum(VOWEL_RATIOS[0] * vowel_s, VOWEL_FLOOR_S)
    new_s = consonant_s * _consonant_ratio(room_s / np.maximum(vowel_s + consonant_s, _TINY_S))
    new_s = np.maximum(shortest, np.minimum(new_s, room_s - least_s))
    new_s = np.where(room_s - new_s < least_s, room_s * shortest / (shortest + least_s), new_s)
    new_vowel_s = np.minimum(room_s - new_s, longest_s)
    rest_s = room_s - new_vowel_s - new_s
    closed_s = np.where(rest_s <= longest - new_s + ABUT_S, new_s + rest_s, consonant_s)
    return new_vowel_s, np.where(rest_s > 0, closed_s, new_s)


def _consonant_ratio(rate: Lengths) -> Lengths:
    """Return how a consonant follows the speed: drawn-out speech takes it along more than hurried speech."""
    return np.where(rate < 1, rate**0.4, np.minimum(rate**0.75, CONSONANT_RATIOS[1]))


def _shared(room_s: float, vowel_s: float, consonant_s: float, longest_s: float) -> TimeSpan:
    new_vowel_s, new_s = shared(room_s, vowel_s, consonant_s, longest_s)
    return float(new_vowel_s), float(new_s)


def _shared_with_breath(room_s: float, vowel_s: float, consonant_s: float, longest_s: float) -> TimeSpan:
    """Hold a phrase end: the next consonant keeps its length, and a breath is left before it if it may."""
    spare_s = room_s - vowel_s - consonant_s
    if spare_s <= 0:
        return _shared(room_s, vowel_s, consonant_s, longest_s)
    return min(longest_s, vowel_s + max(0.0, spare_s - _BREATH_S)), consonant_s


def _longest_s(
    natural: Sequence[MoraTime], reading: Reading, held: Sequence[bool], setting: Setting
) -> list[float]:
    """Return how long each mora's vowel may be made.

    A vowel with ー after it fills its room; the last ー has what is left of their bound, at the least its own
    length. ッ and devoiced vowels have a bound of their own.
    """
    sung = setting.notes is not None
    ratio, held_s = (SUNG_RATIO, _SUNG_HELD_S) if sung else (VOWEL_RATIOS[1], _HELD_S)
    morae = reading.morae
    ends = [
        number == len(phrase.morae)
        for phrase in reading.phrases
        for number, _ in enumerate(phrase.morae, start=1)
    ]
    longest_s: list[float] = []
    first, whole_s = 0, 0.0  # the vowel that is going on, and how long it was with its ー
    for place, (mora, time) in enumerate(zip(morae, natural, strict=True)):
        vowel_s = time.end_s - time.vowel_onset_s
        if mora.kana == "ー" and place and is_tone(morae[place - 1]) and not held[place - 1]:
            longest_s[-1] = inf
            whole_s += vowel_s
        else:
            first, whole_s = place, vowel_s
        if is_tone(mora):
            bound_s = held_s if held[place] else max(ratio * whole_s, 0.0 if ends[place] else UNBROKEN_S)
            longest_s.append(max(vowel_s, bound_s - (setting.onsets_s[place] - setting.onsets_s[first])))
        else:
            longest_s.append(min(VOWEL_RATIOS[1] * vowel_s, max(1.3 * vowel_s, _TONELESS_S)))
    return longest_s


def is_tone(mora: Mora) -> bool:
    """Tell whether a mora can be held and sung: a voiced vowel or ン, not ッ, not a devoiced vowel."""
    return mora.vowel in ("a", "i", "u", "e", "o", "N")


def _ends_of_breath(reading: Reading) -> list[bool]:
    """Tell for each mora whether a pause or the end follows."""
    ends = [
        place == len(phrase.morae) and phrase.pause_after
        for phrase in reading.phrases
        for place, _ in enumerate(phrase.morae, start=1)
    ]
    return [*ends[:-1], True]


def _moved(time: MoraTime, onset_s: float, consonant_s: float, vowel_s: float, held: bool) -> WarpedMora:
    old_s = time.end_s - time.vowel_onset_s
    return WarpedMora(
        time=MoraTime(
            kana=time.kana,
            start_s=onset_s - consonant_s,
            vowel_onset_s=onset_s,
            end_s=onset_s + vowel_s,
        ),
        stretch=vowel_s / old_s if old_s > 0 else 1.0,
        held=held,
    )


def _segments(old: MoraTime, new: MoraTime) -> Iterator[Segment]:
    """Map one mora: its consonant, and its vowel in one piece or, when much longer, in three."""
    ends_s = [(old.start_s, new.start_s), (old.vowel_onset_s, new.vowel_onset_s)]
    vowel_s = old.end_s - old.vowel_onset_s
    if new.end_s - new.vowel_onset_s > _KEPT_WHOLE * vowel_s:
        edge_s = min(_TRANSITION_S, _TRANSITION_SHARE * vowel_s)
        ends_s.append((old.vowel_onset_s + edge_s, new.vowel_onset_s + edge_s))
        ends_s.append((old.end_s - edge_s, new.end_s - edge_s))
    ends_s.append((old.end_s, new.end_s))
    for (source_s, target_s), (source_end_s, target_end_s) in pairwise(ends_s):
        if source_end_s > source_s:
            yield Segment(source_s=(source_s, source_end_s), target_s=(target_s, target_end_s))


def _knots(segments: Sequence[Segment]) -> Iterator[TimeSpan]:
    """Yield (target, source) at every bend of the map; where the speech jumps, two of one target."""
    (first_s, _), (first_target_s, _) = segments[0].source_s, segments[0].target_s
    yield first_target_s - first_s, 0.0
    for before, after in pairwise(segments):
        yield before.target_s[0], before.source_s[0]
        yield from _rest(before.target_s[1], after.target_s[0], before.source_s[1], after.source_s[0])
    yield segments[-1].target_s[0], segments[-1].source_s[0]
    yield segments[-1].target_s[1], segments[-1].source_s[1]
    yield segments[-1].target_s[1] + 1.0, segments[-1].source_s[1] + 1.0


def _rest(target_s: float, target_end_s: float, source_s: float, source_end_s: float) -> Iterator[TimeSpan]:
    run_s = max(0.0, min(target_end_s - target_s, source_end_s - source_s)) / 2
    yield target_s, source_s
    yield target_s + run_s, source_s + run_s
    yield target_end_s - run_s, source_end_s - run_s


def _check(natural: Sequence[MoraTime], reading: Reading, setting: Setting) -> None:
    notes = setting.onsets_s if setting.notes is None else setting.notes
    if not natural or not len(natural) == len(reading.morae) == len(setting.onsets_s) == len(notes):
        raise ValueError("times, morae, onsets and notes must be of one number, and at least one")
    if natural[-1].end_s <= natural[0].start_s:
        raise ValueError("the speech must have a length")
    if any(after <= before for before, after in pairwise((*setting.onsets_s, setting.end_s))):
        raise ValueError("onsets must ascend, and the end come after the last")
