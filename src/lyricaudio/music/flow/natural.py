"""A line's morae as the flow sees them: what they are, and how long a voice takes over them by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lyricaudio.reading.model import Mora, Pause, Reading
from lyricaudio.voice.clip import MoraTime
from lyricaudio.voice.setting.warp import ABUT_S, shared

Seconds = NDArray[np.float64]

MoraKind = Literal["vowel", "long", "nasal", "stop", "devoiced"]
"""A mora with a voiced vowel, ー, ン, ッ, or a mora whose vowel is whispered."""

VOICED: frozenset[MoraKind] = frozenset({"vowel", "long"})

_TYPICAL_S: dict[MoraKind, float] = {
    "vowel": 0.08,
    "long": 0.085,
    "nasal": 0.055,
    "stop": 0.08,
    "devoiced": 0.03,
}
_TYPICAL_CONSONANT_S = 0.065
_BREATH_S: dict[Pause, float] = {"none": 0.06, "breath": 0.06, "comma": 0.12, "stop": 0.25}
"""The least silence at the end of a breath group; `none` is the end of a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowMora:
    """One mora with its natural lengths.

    Attributes
    ----------
    kind
        What carries it.
    consonant_s, vowel_s
        How long its consonant (0 for none) and what follows it (vowel, ン, ッ or ー) naturally are.
        A vowel and its ー are one long vowel, whose length they share evenly.
    inter_onset_s
        From its vowel's onset to the next mora's, with the least pause where one follows.
    opens_phrase, ends_phrase
        Whether an accent phrase begins or ends with it.
    nucleus
        Whether the pitch falls after it.
    ends_breath
        Whether a pause follows, or the line ends.
    pause
        Which pause follows; `none` at the end of a line.
    """

    kind: MoraKind
    consonant_s: float
    vowel_s: float
    inter_onset_s: float
    opens_phrase: bool
    nucleus: bool
    ends_phrase: bool
    ends_breath: bool
    pause: Pause


@dataclass(frozen=True, slots=True, kw_only=True)
class VowelRoom:
    """How much time a flow leaves to a voiced vowel, short or long.

    Attributes
    ----------
    mora
        The number of its (first) mora in the line, from 0.
    natural_s, room_s
        Its natural length, and what it gets, a rest after it included.
    at_rest
        Whether a breath group ends with it: then it may be held.
    """

    mora: int
    natural_s: float
    room_s: float
    at_rest: bool

    @property
    def ratio(self) -> float:
        """How many times its natural length it can last."""
        return self.room_s / self.natural_s


def flow_morae(reading: Reading, morae: Sequence[MoraTime] = ()) -> tuple[FlowMora, ...]:
    """Join what a reading says of its morae with how long a voice takes over them.

    Parameters
    ----------
    reading
        What is said.
    morae
        One time per mora of the reading; typical lengths are taken when empty, before anything was spoken.

    Raises
    ------
    ValueError
        When there are times, but not one per mora.
    """
    if morae and len(morae) != len(reading.morae):
        raise ValueError(f"{len(morae)} times for {len(reading.morae)} morae")
    lengths = list(map(_measured, morae) if morae else map(_typical, reading.morae))
    consonants_s = [consonant_s for consonant_s, _ in lengths]
    kinds = [mora_kind(mora) for mora in reading.morae]
    vowels_s = _evened([vowel_s for _, vowel_s in lengths], kinds)
    return tuple(
        FlowMora(
            kind=kind,
            consonant_s=consonant_s,
            vowel_s=vowel_s,
            inter_onset_s=vowel_s + next_s + (_BREATH_S[place.pause] if place.ends_breath else 0.0),
            opens_phrase=place.opens_phrase,
            nucleus=place.nucleus,
            ends_phrase=place.ends_phrase,
            ends_breath=place.ends_breath,
            pause=place.pause,
        )
        for place, kind, consonant_s, vowel_s, next_s in zip(
            _places(reading), kinds, consonants_s, vowels_s, (*consonants_s[1:], 0.0), strict=True
        )
    )


def mora_kind(mora: Mora) -> MoraKind:
    """Return what carries a mora."""
    if mora.vowel in ("N", "cl"):
        return "nasal" if mora.vowel == "N" else "stop"
    if mora.kana == "ー":
        return "long"
    return "devoiced" if mora.vowel.isupper() else "vowel"


def vowel_runs(kinds: Sequence[MoraKind]) -> list[range]:
    """Cut a line into morae, each with the ー after it."""
    starts = [i for i, kind in enumerate(kinds) if i == 0 or kind != "long"]
    return [range(start, stop) for start, stop in zip(starts, [*starts[1:], len(kinds)], strict=True)]


def room_for_vowel_s(
    span_s: Seconds, vowel_s: Seconds, next_consonant_s: Seconds, longest_s: Seconds
) -> Seconds:
    """Return what of the time between two onsets is the vowel's; the arguments broadcast.

    It is shared with the next mora's consonant as the warp of the voice does it, but the room is told whole:
    what is over the longest that the vowel may be is going to be a rest.
    """
    sounding_s, consonant_s = shared(span_s, vowel_s, next_consonant_s, longest_s)
    room_s = span_s - consonant_s
    return np.where(room_s - sounding_s > ABUT_S, room_s, sounding_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a mora stands in its line."""

    opens_phrase: bool
    nucleus: bool
    ends_phrase: bool
    ends_breath: bool
    pause: Pause


def _places(reading: Reading) -> Iterator[_Place]:
    left = len(reading.morae)
    for phrase in reading.phrases:
        for number in range(1, len(phrase.morae) + 1):
            left -= 1
            ends_phrase = number == len(phrase.morae)
            yield _Place(
                opens_phrase=number == 1,
                nucleus=number == phrase.accent,
                ends_phrase=ends_phrase,
                ends_breath=left == 0 or (ends_phrase and phrase.pause_after),
                pause=phrase.pause if ends_phrase and left else "none",
            )


def _evened(vowels_s: Sequence[float], kinds: Sequence[MoraKind]) -> list[float]:
    """Share the length of every long vowel evenly among its morae."""
    return [
        sum(vowels_s[i] for i in run) / len(run) if kinds[run.start] in VOICED else vowels_s[mora]
        for run in vowel_runs(kinds)
        for mora in run
    ]


def _measured(time: MoraTime) -> tuple[float, float]:
    return time.vowel_onset_s - time.start_s, time.end_s - time.vowel_onset_s


def _typical(mora: Mora) -> tuple[float, float]:
    return 0.0 if mora.consonant is None else _TYPICAL_CONSONANT_S, _TYPICAL_S[mora_kind(mora)]
