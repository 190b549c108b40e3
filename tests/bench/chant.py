"""How exactly a chant stands on its slots, measured from its sound, and what becomes of the voice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tests.bench.figure import Figure, share
from tests.bench.lines import TEMPI, clip_of, measured, readings
from tests.measure.chant import Array, audible_rests, distances_db, heads_on_beat, set_lags_ms

from lyricaudio.music.flow.line import Flow, plan_flow
from lyricaudio.music.flow.natural import VOICED, flow_morae, mora_kind, vowel_runs
from lyricaudio.music.score import LineScore
from lyricaudio.music.theory.metre import METRES
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import Clip
from lyricaudio.voice.setting.setter import set_clip
from lyricaudio.voice.setting.warp import VOWEL_FLOOR_S, VOWEL_RATIOS, Warp, warped

_WITHIN_MS = 12
_ROUNDING = 1e-6


@dataclass(frozen=True, kw_only=True)
class _Chanted:
    """A line at one tempo.

    `lags_ms` are of its onsets, `timbre_db` of its frames, `rests` tell which morae inside breath groups
    have one after them, `vowels` are stretch and length in seconds of its voiced vowels inside them.
    """

    bpm: float
    flow: Flow
    heads: tuple[bool, ...]
    lags_ms: Array
    timbre_db: Array
    rests: tuple[bool, ...]
    vowels: tuple[tuple[float, float], ...]


def figures(project: Path) -> Iterator[Figure]:
    """Chant every line at four tempi."""
    found = [one for line in measured(_chanted, enumerate(readings())) for one in line]
    yield from _heard(found)
    yield from _stretched(found)
    rates = [one.flow.morae_per_s for one in found]
    yield Figure(name="chant, slowest line", value=min(rates), limit=3.4, bound="at least", unit="/s")
    yield Figure(name="chant, fastest line", value=max(rates), limit=7.5, unit="/s", note="morae a second")
    heads = (head for one in found for head in one.heads)
    yield share("chant, phrases that begin on a beat", heads, 70, bound="at least")
    firsts = (one.flow.onsets_beats[0] == 0 for one in found)
    yield share("chant, lines that begin on beat 1", firsts, 95, bound="at least")


def _heard(found: list[_Chanted]) -> Iterator[Figure]:
    """Tell where onsets are heard, and how far the timbre is from that of the unwarped voice."""
    lags_ms = np.concatenate([one.lags_ms for one in found])
    lines = f"{len(found)} lines at {', '.join(map(str, TEMPI))} BPM, {len(lags_ms)} onsets"
    middle_ms = float(np.nanmedian(lags_ms))
    yield Figure(name="chant, onset off its slot, median", value=middle_ms, limit=3, unit="ms", note=lines)
    unheard = f"{np.isnan(lags_ms).mean():.2%} are not heard and count as late"
    near = lags_ms <= _WITHIN_MS
    yield share(f"chant, onsets within {_WITHIN_MS} ms", near, 95, bound="at least", note=unheard)
    timbre_db = float(np.concatenate([one.timbre_db for one in found]).mean())
    yield Figure(name="chant, mel-cepstral distance", value=timbre_db, limit=1.5, unit="dB")


def _stretched(found: list[_Chanted]) -> Iterator[Figure]:
    """Tell what became of vowels inside breath groups; where their room is more than they fill is a rest."""
    vowels = [vowel for one in found for vowel in one.vowels]
    over = (stretch > VOWEL_RATIOS[1] + _ROUNDING for stretch, _ in vowels)
    yield share("chant, vowels stretched over 2.5 times", over, 3)
    yield share("chant, morae with an audible rest after them", (r for one in found for r in one.rests), 3)
    for bpm in TEMPI:
        rooms = (room for one in found if one.bpm == bpm for room in one.flow.vowels if not room.at_rest)
        roomy = (room.ratio > VOWEL_RATIOS[1] + _ROUNDING for room in rooms)
        yield share(f"chant, vowels with room for more, {bpm} BPM", roomy)
    least = VOWEL_RATIOS[0] - _ROUNDING
    squeezed = min(stretch for stretch, _ in vowels)
    yield Figure(name="chant, most squeezed vowel", value=squeezed, limit=least, bound="at least")
    shortest_ms = 1000 * min(length_s for _, length_s in vowels)
    floor_ms = 1000 * VOWEL_FLOOR_S - _ROUNDING
    yield Figure(name="chant, shortest vowel", value=shortest_ms, limit=floor_ms, bound="at least", unit="ms")


def _chanted(line: tuple[int, Reading]) -> list[_Chanted]:
    """Chant a line at every tempo; its timbre is compared at one of them, since it hardly varies."""
    number, reading = line
    clip = clip_of(reading)
    morae = flow_morae(reading, clip.facts.morae)
    found = []
    for i, bpm in enumerate(TEMPI):
        flow = plan_flow(morae, METRES["4/4"], bpm)
        setting = LineScore(flow=flow, notes=None, chord_step=0).setting(bpm)
        chant = set_clip(clip, reading, setting)
        warp = warped(clip.facts.morae, reading, setting)
        compared = number % len(TEMPI) == i
        found.append(
            _Chanted(
                bpm=bpm,
                flow=flow,
                heads=heads_on_beat(reading, flow),
                lags_ms=set_lags_ms(reading, clip, setting, chant),
                timbre_db=distances_db(reading, clip, setting, chant) if compared else np.zeros(0),
                rests=audible_rests(reading, warp),
                vowels=tuple(_vowels(reading, clip, warp)),
            )
        )
    return found


def _vowels(reading: Reading, clip: Clip, warp: Warp) -> Iterator[tuple[float, float]]:
    """Yield stretch and length of each voiced vowel, with its ー, that is not held."""
    kinds = [mora_kind(mora) for mora in reading.morae]
    for run in vowel_runs(kinds):
        if kinds[run.start] in VOICED and not warp.morae[run[-1]].held:
            old_s, new_s = (
                sum(time.end_s - time.vowel_onset_s for time in times[run.start : run.stop])
                for times in (clip.facts.morae, [mora.time for mora in warp.morae])
            )
            yield new_s / old_s, new_s
