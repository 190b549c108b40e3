"""Which lines hold more than can be chanted, or than a phrase of four bars, and where to break them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise

from lyricaudio.messages import told
from lyricaudio.music.flow.cost import PACES, PaceName
from lyricaudio.music.flow.line import Flow
from lyricaudio.music.flow.phrase import PERIOD_BARS
from lyricaudio.reading.model import Reading
from lyricaudio.voice.setting.warp import VOWEL_FLOOR_S, VOWEL_RATIOS

LONGEST_BREATH = 64
"""The most morae without a pause."""

_ROUNDING = 1e-6
_AT_BREATH = 1 / 6  # of a line: so much farther from its middle a breath may be


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """Why a line is too dense, and where it is best broken.

    Attributes
    ----------
    reasons
        What is too much, for the person; at least one.
    break_at
        The number of the mora before which a break helps most, from 1; None when the line is one phrase.
    before, after
        The kana on both sides of that break; all and nothing when there is none.
    """

    reasons: tuple[str, ...]
    break_at: int | None
    before: str
    after: str


def too_dense(reading: Reading, flow: Flow, pace: PaceName = "chant") -> Density | None:
    """Say what of a line is too dense for its flow, or None.

    The break proposed is the accent phrase's boundary nearest the middle of the line, one with a breath
    rather than one without; where the morae without a pause are too many, of those.
    """
    start, stop = _longest_breath(reading)
    reasons = _reasons(flow, pace, stop - start)
    if not reasons:
        return None
    if stop - start <= LONGEST_BREATH:
        start, stop = 0, len(reading.morae)
    break_at = _nearest_middle(reading, start, stop)
    return Density(
        reasons=reasons,
        break_at=break_at,
        before="".join(mora.kana for mora in reading.morae[:break_at]),
        after="" if break_at is None else "".join(mora.kana for mora in reading.morae[break_at:]),
    )


def middle_boundary(reading: Reading) -> int | None:
    """Return the mora before which a line is best parted in two; None when it is one phrase."""
    return _nearest_middle(reading, 0, len(reading.morae))


def _nearest_middle(reading: Reading, start: int, stop: int) -> int | None:
    """Return the phrase's boundary nearest the middle of a stretch of morae, rather one with a breath."""
    middle = (start + stop) / 2
    inside = [boundary for boundary in _boundaries(reading) if start < boundary < stop]
    breaths = _breaths(reading)
    return min(
        inside,
        key=lambda boundary: abs(boundary - middle) - _AT_BREATH * (stop - start) * (boundary in breaths),
        default=None,
    )


def squeezed(flow: Flow) -> bool:
    """Tell whether a vowel gets too little to be understood."""
    return _is_squeezed(flow) or _shortest_s(flow) < VOWEL_FLOOR_S - _ROUNDING


def _reasons(flow: Flow, pace: PaceName, longest_breath: int) -> tuple[str, ...]:
    fastest = PACES[pace].morae_per_s[1]
    reasons = _squeezes(flow)
    if flow.morae_per_s > fastest:
        fast = told(
            "{morae_per_s:.1f} morae a second, more than {most:g}", morae_per_s=flow.morae_per_s, most=fastest
        )
        reasons.append(fast)
    if flow.bars > PERIOD_BARS:
        long = told("{bars} bars, more than a phrase has, {most}", bars=flow.bars, most=PERIOD_BARS)
        reasons.append(long)
    if longest_breath > LONGEST_BREATH:
        breathless = told(
            "{morae} morae without a pause, more than {most}", morae=longest_breath, most=LONGEST_BREATH
        )
        reasons.append(breathless)
    return tuple(reasons)


def _squeezes(flow: Flow) -> list[str]:
    reasons = []
    if _is_squeezed(flow):
        part = told(
            "a vowel in {share:.2f} of its length, less than {least:g}",
            share=flow.squeeze,
            least=VOWEL_RATIOS[0],
        )
        reasons.append(part)
    if (shortest_s := _shortest_s(flow)) < VOWEL_FLOOR_S - _ROUNDING:
        short = told(
            "a vowel of {length_ms:.0f} ms, less than {least_ms:.0f}",
            length_ms=shortest_s * 1000,
            least_ms=VOWEL_FLOOR_S * 1000,
        )
        reasons.append(short)
    return reasons


def _is_squeezed(flow: Flow) -> bool:
    return flow.squeeze < VOWEL_RATIOS[0] - _ROUNDING


def _shortest_s(flow: Flow) -> float:
    return min((vowel.room_s for vowel in flow.vowels), default=VOWEL_FLOOR_S)


def _boundaries(reading: Reading) -> list[int]:
    """Return the mora before which each phrase begins, and the end."""
    return list(accumulate((len(phrase.morae) for phrase in reading.phrases), initial=0))


def _breaths(reading: Reading) -> set[int]:
    """Return the mora before which each breath is."""
    ends = zip(reading.phrases, _boundaries(reading)[1:], strict=True)
    return {end for phrase, end in ends if phrase.pause_after}


def _longest_breath(reading: Reading) -> tuple[int, int]:
    """Return the longest stretch of morae without a pause: from, to."""
    edges = sorted({0, *_breaths(reading), len(reading.morae)})
    return max(pairwise(edges), key=lambda span: span[1] - span[0], default=(0, 0))
