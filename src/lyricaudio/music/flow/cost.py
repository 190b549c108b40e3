"""What it costs to put a mora on a slot and to hold it there: the taste of the flow, in numbers.

A slot is a sixteenth. Costs have no unit: 1 is about what a phrase pays that begins off the beat.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lyricaudio.music.flow.natural import VOICED, FlowMora, MoraKind, room_for_vowel_s
from lyricaudio.music.theory.metre import SLOTS_PER_BEAT, Metre
from lyricaudio.music.theory.motif import Motif
from lyricaudio.voice.setting.warp import SUNG_RATIO, UNBROKEN_S, VOWEL_FLOOR_S, VOWEL_RATIOS

SlotTable = NDArray[np.float64]
PaceName = Literal["chant", "sing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast morae want to go.

    Attributes
    ----------
    comfort
        How many times its natural length a mora wants.
    morae_per_s
        The slowest and the fastest that is pleasant.
    easy_per_s
        Between which rates one follows without an effort.
    end_s
        How long the last vowel of a line is held, and those before a pause at the least want to be.
    longest
        How many times its natural length a vowel may last; what is over is a rest.
    """

    comfort: float
    morae_per_s: tuple[float, float]
    easy_per_s: tuple[float, float]
    end_s: float
    longest: float


PACES: dict[PaceName, Pace] = {
    "chant": Pace(
        comfort=1.25, morae_per_s=(2.8, 7.5), easy_per_s=(4.0, 6.0), end_s=0.5, longest=VOWEL_RATIOS[1]
    ),
    "sing": Pace(comfort=1.6, morae_per_s=(2.6, 6.2), easy_per_s=(3.0, 5.0), end_s=0.9, longest=SUNG_RATIO),
}

_HEAD, _NUCLEUS = 4.4, 0.35  # per unit of metric weight
_RESUMED = 10.0  # after a pause, per its square: a half bar is nearly as good as a bar, other beats are not
_OFF_BEAT: dict[MoraKind, float] = {"vowel": 0.0, "long": 0.5, "nasal": 0.5, "stop": 1.2, "devoiced": 0.15}
_STIFFNESS: dict[MoraKind, float] = {"vowel": 1.0, "long": 0.7, "nasal": 1.3, "stop": 2.2, "devoiced": 2.2}
_PHRASE_END = 0.45  # stretching costs this part at the end of an accent phrase
_FASTER, _SLOWER = 4.8, 3.0  # per square octave, beyond what is free
_FREE_OCTAVES = 0.35  # either way from what a mora wants: of what is bent more, more is misheard
SHORT_END = 9.0  # per square of what an end lacks of its length
_SQUEEZED, _MARGIN = 30.0, 1.06  # the wall stands a little before the limit
_REST, _REST_PER_S = 4.0, 40.0  # inside a breath group
_INSIDE_WORD, _BETWEEN_WORDS = 2.5, 1.0  # times as much between morae of one accent phrase, and of two
_DRAWN = 1.5  # for a vowel that is stretched further than others, so that no rest follows
_WAITING_PER_S = 0.8  # after one
_INAUDIBLE_S = 0.018
_TONES = VOICED | {"nasal"}


def place_costs(morae: Sequence[FlowMora], metre: Metre, motif: Motif, slots: int) -> SlotTable:
    """Return what each mora pays for each slot of a line, shape (morae, slots).

    Every mora wants a place in the motif. Phrases want to begin on strong beats, after a pause above all, and
    accents to fall there; ッ, ン, ー and whispered vowels, which carry no beat, keep off them.
    """
    bar = [metre.weight(Fraction(slot, SLOTS_PER_BEAT)) for slot in range(metre.slots)]
    weight = np.resize(np.array(bar), slots)
    off = 1.2 - np.minimum(weight, 1.2)
    after_pause = [False, *(mora.ends_breath for mora in morae[:-1])]
    heads = _row(
        _HEAD * (mora.opens_phrase and not resumes) for mora, resumes in zip(morae, after_pause, strict=True)
    )
    resumed = _row(_RESUMED * resumes for resumes in after_pause)
    accents = _row(_NUCLEUS * (mora.nucleus and mora.kind == "vowel") for mora in morae)
    away = _row(_OFF_BEAT[mora.kind] for mora in morae)
    rhythm = np.resize(np.array(motif.costs), slots)
    costs: SlotTable = (heads + accents) * weight + resumed * weight**2 + away * off + rhythm
    return costs


def spans_s(longest: int, slot_s: float, swing: float) -> SlotTable:
    """Return how long holds last that start on even and odd slots, shape (2, longest): 1 slot and more."""
    held = np.arange(1, longest + 1)
    starts = np.arange(2)[:, None]
    return np.asarray((held + swing * ((starts + held) % 2 - starts)) * slot_s)


def hold_costs(morae: Sequence[FlowMora], spans: SlotTable, pace: Pace) -> SlotTable:
    """Return what each mora pays for lasting each span till the next one's onset, (morae, *spans.shape).

    Near its natural length, slowed by the pace and drawn towards the line's mean, a mora costs nothing. What
    its vowel gets of the span has walls: too short all but cannot be, too long leaves a rest. After the last
    mora of a breath group there may be silence, so there only waiting costs.
    """
    natural = _column(mora.inter_onset_s for mora in morae)
    wanted = natural.clip(0.05, 0.35) * pace.comfort
    octaves = _beyond(np.log2(spans / ((wanted + wanted.mean()) / 2)))
    stiffness = _column(_stiffness(mora) for mora in morae)
    bent = np.where(octaves < 0, _FASTER, _SLOWER * stiffness) * octaves**2
    lack = np.maximum(1.0 - spans / np.maximum(natural, pace.end_s), 0.0)
    waiting = _WAITING_PER_S * np.maximum(spans - natural - pace.end_s, 0.0) + SHORT_END * lack**2
    waiting += np.where(octaves < 0, bent, 0.0)
    ends_breath = _column(mora.ends_breath for mora in morae) > 0
    room_s = vowel_rooms_s(morae, spans, pace)
    inside = bent + _chopped(morae, room_s, pace)
    return np.where(ends_breath, waiting, inside) + _squeezed(morae, room_s)


def vowel_rooms_s(morae: Sequence[FlowMora], spans: SlotTable, pace: Pace) -> SlotTable:
    """Return what each mora's vowel gets of spans that broadcast against (morae, 1, 1), in seconds.

    Of a span that ends a breath group the vowel gets all but the least pause.
    """
    vowel, natural = _vowels_s(morae), _column(mora.inter_onset_s for mora in morae)
    following = _column(mora.consonant_s for mora in (*morae[1:], *morae[-1:]))
    following[-1] = 0.0
    pause = np.maximum(natural - vowel - following, 0.0)
    return room_for_vowel_s(np.maximum(spans - pause, 1e-3), vowel, following, pace.longest * vowel)


def _beyond(octaves: SlotTable) -> SlotTable:
    """Return by how much a length is off beyond what is free."""
    return np.asarray(np.sign(octaves) * np.maximum(np.abs(octaves) - _FREE_OCTAVES, 0.0))


def _squeezed(morae: Sequence[FlowMora], room_s: SlotTable) -> SlotTable:
    """Return what vowels pay that are going to be too short to be understood."""
    voiced = _column(mora.kind in VOICED for mora in morae)
    lack = _MARGIN * np.maximum(VOWEL_RATIOS[0] * _vowels_s(morae), VOWEL_FLOOR_S) / room_s
    return np.where(lack > 1.0, _SQUEEZED * voiced * lack, 0.0)


def _chopped(morae: Sequence[FlowMora], room_s: SlotTable, pace: Pace) -> SlotTable:
    """Return what the rests cost that follow when vowels cannot be stretched to fill their room."""
    natural_s = pace.longest * _vowels_s(morae)
    longest_s = np.maximum(natural_s, _column(0.0 if mora.ends_phrase else UNBROKEN_S for mora in morae))
    drawn_s, rest_s = np.minimum(room_s, longest_s) - natural_s, room_s - longest_s
    tone = _column(mora.kind in _TONES for mora in morae)
    end = _column(_BETWEEN_WORDS if mora.ends_phrase else _INSIDE_WORD for mora in morae)
    chopped = np.where(rest_s > _INAUDIBLE_S, end * (_REST + _REST_PER_S * rest_s), 0.0)
    return np.asarray(tone * (chopped + np.where(drawn_s > _INAUDIBLE_S, _DRAWN, 0.0)))


def _vowels_s(morae: Sequence[FlowMora]) -> SlotTable:
    return _column(mora.vowel_s for mora in morae).clip(1e-3)


def _stiffness(mora: FlowMora) -> float:
    return _STIFFNESS[mora.kind] * (_PHRASE_END if mora.ends_phrase else 1.0)


def _row(values: Iterable[float]) -> SlotTable:
    """Return one value per mora, to stand against slots."""
    return np.fromiter(values, dtype=np.float64)[:, None]


def _column(values: Iterable[float]) -> SlotTable:
    """Return one value per mora, to stand against spans of two dimensions."""
    return np.fromiter(values, dtype=np.float64)[:, None, None]
