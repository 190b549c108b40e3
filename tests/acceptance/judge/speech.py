"""Whether the voice is heard when the times say: measured in the decoded MP3 of a song without a beat."""

from __future__ import annotations

import math
import re
import statistics
from array import array
from collections.abc import Iterator
from pathlib import Path

from tests.acceptance.judge.episode import Cue, Episode
from tests.acceptance.judge.tools import SAMPLE_RATE, run

_FARTHEST_S = 0.040
_MEDIAN_S = 0.015
_VOWELS_NEAR_S = 0.020
_RISE_DB = 6.0  # on average: onsets that are told rightly rise by 14 to 17, moments by chance by under 2
_AUDIBLE = 10 ** (-43 / 20)  # of a cue's own peak: below the weakest fricative, above what MP3 smears ahead
_LOW_RATE = 8000
_HOP = 40  # 5 ms
_VOICELESS = frozenset("カキクケコサシスセソタチツテトハヒフヘホパピプペポ")
_STRETCHES = 3  # head, middle and tail of an episode: times that drift are wrong at the tail only


def beatless(song: Path, project: Path) -> None:
    """Copy a song into a project of its own, without its style, so that nothing is heard but the voice."""
    text, changed = re.subn(r"(?m)^style:.*\n(?: .*\n)*", "style: none\n", song.read_text("utf-8"))
    if changed != 1:
        raise SystemExit(f"{song} has {changed} styles; the judge replaces exactly one")
    (project / "songs").mkdir(parents=True)
    (project / "songs" / song.name).write_text(text, "utf-8")


def onsets(episode: Episode) -> Iterator[str]:
    """Find the first sound after each cue before: within 40 ms of the time that is told, half within 15."""
    samples = _decoded(episode.mp3, SAMPLE_RATE)
    silent_from_s = 0.0
    errors_s = []
    for cue, following in zip(episode.cues, [*episode.cues[1:], None], strict=True):
        if cue.is_whole:
            heard_s = _first_sound_s(samples, silent_from_s, cue)
            errors_s.append(abs(heard_s - cue.start_s))
            if not errors_s[-1] <= _FARTHEST_S:
                yield f"'{cue.text}' is told for {cue.start_s:.3f} s and heard at {heard_s:.3f} s"
        gap_s = following.start_s - cue.end_s if following else _FARTHEST_S
        silent_from_s = cue.end_s + min(_FARTHEST_S, gap_s / 2)
    if not (median_s := statistics.median(errors_s)) <= _MEDIAN_S:
        yield f"half of its cues are heard {1000 * median_s:.0f} ms or more off the times that are told"


def _first_sound_s(samples: array[int], from_s: float, cue: Cue) -> float:
    first, stop = round(from_s * SAMPLE_RATE), round(cue.end_s * SAMPLE_RATE)
    loudest = max(map(abs, samples[round(cue.start_s * SAMPLE_RATE) : stop]), default=0)
    found = (at for at in range(first, min(stop, len(samples))) if abs(samples[at]) > _AUDIBLE * loudest)
    return next(found, math.nan) / SAMPLE_RATE


def vowels(episode: Episode) -> Iterator[str]:
    """Find where voicing rises after voiceless consonants, over many morae: within 20 ms of what is told."""
    energies = _low_energies(episode.mp3)
    told_s = [
        mora["vowel_onset_s"]
        for cue in episode.cues
        for mora in cue.morae
        if mora["kana"][0] in _VOICELESS and mora["start_s"] > cue.start_s + 0.05
    ]
    for part in range(_STRETCHES):
        some_s = told_s[part * len(told_s) // _STRETCHES : (part + 1) * len(told_s) // _STRETCHES]
        late_hops = max(range(-12, 13), key=lambda hops: _rise_db(energies, some_s, hops))
        rise_db = _rise_db(energies, some_s, late_hops)
        if not rise_db >= _RISE_DB:
            yield f"vowels of part {part + 1} are nowhere near the times that are told ({rise_db:.1f} dB)"
        elif abs(late_hops * _HOP / _LOW_RATE) > _VOWELS_NEAR_S:
            yield f"vowels of part {part + 1} are heard {late_hops * 5} ms after the times that are told"


def _rise_db(energies: list[int], onsets_s: list[float], late_hops: int) -> float:
    """Return by how much the 10 ms after some moments are louder than the 10 ms before, on average."""
    hops = [round(onset_s * _LOW_RATE / _HOP) + late_hops for onset_s in onsets_s]
    ratios = (
        (1 + sum(energies[hop : hop + 2])) / (1 + sum(energies[hop - 2 : hop])) for hop in hops if hop >= 2
    )
    return statistics.fmean(10 * math.log10(ratio) for ratio in ratios)


def _low_energies(mp3: Path) -> list[int]:
    """Return the energy per hop of what is below 400 Hz: there voicing is, and no noise of consonants."""
    samples = _decoded(mp3, _LOW_RATE, "-af", "lowpass=f=400,lowpass=f=400")
    return [sum(s * s for s in samples[at : at + _HOP]) for at in range(0, len(samples), _HOP)]


def _decoded(mp3: Path, sample_rate: int, *filters: str) -> array[int]:
    sound = ("-map", "0:a", *filters, "-ac", "1", "-ar", str(sample_rate), "-f", "s16le", "-")
    samples = array("h")
    samples.frombytes(run("ffmpeg", "-nostdin", "-v", "error", "-i", mp3, *sound).stdout)
    return samples


SPEECH_CHECKS = {check.__name__: check for check in (onsets, vowels)}
"""The checks of an episode without a beat by their names."""
