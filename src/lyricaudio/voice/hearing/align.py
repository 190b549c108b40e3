"""When each mora sounds in speech whose engine tells no times: the embedded voice shows it.

The embedded voice says the same reading, and its own times are exact. Both voices become cepstra (the shape
of the spectrum, 200 times a second), and dynamic time warping (Sakoe, Chiba 1978) lays the one along the
other. Voices differ more than sounds do, so the template is made to resemble the heard voice first: its
spectrum is stretched like a shorter or longer vocal tract, whichever fits best; and then, three times over,
a linear map with an offset of its own for each kind of phone is fitted on what the path has paired.

What makes it hold:

- Both are counted in their own deviation from their mean, and nothing is deeper than 35 dB below the loudest
  band at first: one voice's silence is another's noise. Later rounds look deeper, where fricatives differ.
- Pauses of the template are cut to 20 ms; silence, on either side, is cheap to skip. So a voice may pause
  where the other does not.
- Going along both at once is cheaper than along one after the other, so speed changes only for a reason.
- What fits badly even then, or only at leaps and bounds, or leaves no time for some of the words, says
  something else, or not all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lyricaudio.audio.resample import resample
from lyricaudio.audio.sound import Audio
from lyricaudio.audio.spectrogram import hz_from_mel, mel_from_hz, power_spectra
from lyricaudio.errors import EngineError
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import MoraTime, Speech, fault_of
from lyricaudio.voice.engine import load_engine

SPAN_S = (0.05, 900.0)
"""Shorter is no speech, and no text is so long."""

Matrix = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Path = tuple[Places, Places]
"""Which frame of the template (first) sounds in which frame of the speech (second), both ascending."""

_RATE = 16000
_HOP = 80  # 5 ms
_WINDOW = 400
_FFT = 512
_MOST_FRAMES = 4000  # what is computed grows with the square: longer speech is looked at less often
_BANDS = 32
_BAND_HZ = (100.0, 7000.0)
_CEPSTRA = 16
_PRE_EMPHASIS = 0.97
_SLOPE_REACH = 3  # frames
_SLOPE_WEIGHT = 2.0
_TRACTS = (0.9, 1.0, 1.1, 1.2)
_DEPTHS = (8.0, 8.0, 10.0, 10.0)  # below the loudest, in nepers of power: first, and in each round
_QUIET_DB = 30.0
_PAUSE = 4  # frames of the template
_LONG_SILENCE = 16  # frames; a closure is shorter
_DIAGONAL, _SIDEWAYS, _SKIP = 1.9, 1.6, 0.3  # the price of a step; the last is for silence, times the others
_RIDGE, _RIDGE_OF_PHONES = 1e-3, 5e-3  # of the number of pairs
_PRIOR, _PRIOR_PAIRS = 0.7, 30.0  # few pairs prove no odd map: it is near to what it maps until many do
_WORST = (
    3.2  # strangeness: what is said measures 1.5 to 3.1, other lines from 3.6; a word of few sounds is unsure
)
_LIVELY, _LIVELY_WORD = 1.2, 0.75  # how far the shape of a spectrum moves; a word of few sounds moves less
_FEW_MORAE = 6
_PACES = (0.6, 2.0)  # times as long as the embedded voice takes for the same
_SQUEEZED = 0.25  # of its length: so short nothing is said
_UNSAID_S = 0.12  # a mora; one sound may be swallowed
_LAST_UNSAID_S = 0.06  # but for the last one that is loud
_END_S, _END_WINDOWS = 0.005, 3
_STILL_LOUD_DB = 20.0
_CLIFF_DB = 36.0  # at their end voices fall by up to 25 dB in 15 ms, what was cut by over 40
_TINY = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Template:
    """The embedded voice at about the speed of the speech.

    Attributes
    ----------
    power
        Its spectrum, shape (frames, bins).
    frame_s
        From frame to frame.
    kinds
        For each frame a number for the kind of phone, shape (frames,); 0 is a pause.
    begins
        The frame at which each phone begins, pauses included, and where the last one ends.
    """

    power: Matrix
    frame_s: float
    kinds: Places
    begins: tuple[int, ...]


def aligned(speech: Speech, reading: Reading) -> Speech:
    """Give speech the times of its morae by what can be heard.

    Parameters
    ----------
    speech
        Of one channel.
    reading
        What it says, with labels.

    Returns
    -------
    Speech
        The same sound; times to about 10 ms, of which 95 % within 30 ms, and `timing` is "aligned".
        The speech as it was when it is no speech, or does not say the reading, or not all of it.
    """
    shortest_s, longest_s = SPAN_S
    if not shortest_s <= speech.audio.duration_s <= longest_s or not np.any(speech.audio.samples):
        return speech
    if _breaks_off(speech.audio):
        return speech
    reference = _reference(reading)
    if reference is None:
        return speech
    step = math.ceil(speech.audio.duration_s * _RATE / _HOP / _MOST_FRAMES)
    power = _power(speech.audio, step)
    first, stop = _sounding(power)
    heard = power[first:stop]
    phones = _phones(reading, reference)
    frames = _frames_of_speech(heard, step)
    template = _template(_power(reference.audio, step), phones, frames, step)
    path, distance = _best_path(template, heard)
    edges = _edges(path, template)
    unsaid_s, last_unsaid_s = _unsaid_s(edges, template)
    if unsaid_s > _UNSAID_S or last_unsaid_s > _LAST_UNSAID_S:
        return speech
    if distance + _unevenness(edges, template) > _WORST:
        return speech
    if _liveliness(heard) < (_LIVELY if len(reading.morae) >= _FEW_MORAE else _LIVELY_WORD):
        return speech
    if not _PACES[0] <= frames * template.frame_s / _spoken_s(phones) <= _PACES[1]:
        return speech
    edges_s = [template.frame_s * (first + edge) for edge in edges]
    return replace(speech, morae=_mora_times(reading, phones, edges_s), timing="aligned")


def _reference(reading: Reading) -> Speech | None:
    """Let the embedded voice say it; None when it cannot."""
    engine = load_engine()
    try:
        speech = engine.speak(reading, engine.voices[0])
    except EngineError:
        return None
    return None if fault_of(speech) else speech


def _power(audio: Audio, step: int) -> Matrix:
    """Return power spectra, shape (frames, bins); frame `i` is centred at ``i * step * 5 ms``."""
    samples = resample(audio, _RATE).samples[:, 0].astype(np.float64)
    samples[1:] -= _PRE_EMPHASIS * samples[:-1]
    around, starts = np.pad(samples, _WINDOW // 2), np.arange(0, len(samples) + 1, _HOP * step)
    return power_spectra(around, starts, window_frames=_WINDOW, points=_FFT)


def _quiet(power: Matrix) -> npt.NDArray[np.bool_]:
    """Tell for each frame whether it is far below the loud ones."""
    level = np.log((power @ _bands(1.0)).sum(axis=1) + _TINY)
    return np.asarray(level < np.percentile(level, 97) - _QUIET_DB * np.log(10) / 10)


def _sounding(power: Matrix) -> tuple[int, int]:
    """Return the frames between which there is speech, and a pause around it."""
    loud = np.flatnonzero(~_quiet(power))
    return max(0, int(loud[0]) - _PAUSE), min(len(power), int(loud[-1]) + _PAUSE + 1)


def _frames_of_speech(power: Matrix, step: int) -> int:
    """Count the frames without long silences."""
    quiet = _quiet(power)
    runs = np.split(quiet, np.flatnonzero(np.diff(quiet)) + 1)
    return len(power) - sum(max(0, len(run) - _LONG_SILENCE // step) for run in runs if run[0])


def _phones(reading: Reading, speech: Speech) -> list[tuple[str, float, float]]:
    """Return name, start and end (s) of each phone, a pause (`""`) first, last and wherever there is one."""
    phones: list[tuple[str, float, float]] = []
    at_s = 0.0
    for mora, time in zip(reading.morae, speech.morae, strict=True):
        if time.start_s > at_s:
            phones.append(("", at_s, time.start_s))
        if mora.consonant is not None:
            phones.append((mora.consonant, time.start_s, time.vowel_onset_s))
        phones.append((mora.vowel, time.vowel_onset_s, time.end_s))
        at_s = time.end_s
    return [*phones, ("", at_s, speech.audio.duration_s)]


def _spoken_s(phones: list[tuple[str, float, float]]) -> float:
    """Return how long the phones but for pauses take."""
    return sum(end_s - start_s for name, start_s, end_s in phones if name)


def _template(power: Matrix, phones: list[tuple[str, float, float]], frames: int, step: int) -> _Template:
    """Bring the embedded voice to the length of the speech, its pauses to almost nothing."""
    speed = _spoken_s(phones) / frames
    names = ["", *sorted({name for name, _, _ in phones if name})]
    rows: list[Matrix] = []
    kinds: list[int] = []
    for name, start_s, end_s in phones:
        count = max(1, round((end_s - start_s) / speed)) if name else _PAUSE
        rows.append(start_s + (np.arange(count) + 0.5) * (end_s - start_s) / count)
        kinds += [names.index(name)] * count
    frame_s = step * _HOP / _RATE
    nearest = np.clip(np.rint(np.concatenate(rows) / frame_s).astype(int), 0, len(power) - 1)
    begins = np.cumsum([0, *map(len, rows)]).tolist()
    return _Template(power=power[nearest], frame_s=frame_s, kinds=np.array(kinds), begins=tuple(begins))


def _best_path(template: _Template, heard: Matrix) -> tuple[Path, float]:
    """Find the path, and the mean distance of what it pairs in the end."""
    skips = np.where(template.kinds == 0, _SKIP, 1.0), np.where(_quiet(heard), _SKIP, 1.0)
    target = _cepstra(heard, 1.0, _DEPTHS[0])
    tries = []
    for tract in _TRACTS:
        source = _cepstra(template.power, tract, _DEPTHS[0])
        tries.append((*_path(_with_slopes(source), _with_slopes(target), *skips), tract))
    path, _, tract = min(tries, key=lambda tried: tried[1])
    distance = 0.0
    for depth in _DEPTHS[1:]:
        target = _cepstra(heard, 1.0, depth)
        source = _cepstra(template.power, tract, depth)
        mapped = _with_slopes(_mapped(source, template.kinds, target, path))
        path, _ = _path(mapped, _with_slopes(target), *skips)
        apart = mapped[path[0]] - _with_slopes(target)[path[1]]
        distance = float(np.sqrt(np.square(apart).sum(axis=1)).mean())
    return path, distance


def _bands(tract: float) -> Matrix:
    """Return triangular mel bands, shape (bins, bands), moved up by a factor."""
    low, high = mel_from_hz(_BAND_HZ)
    corners = np.minimum(hz_from_mel(np.linspace(low, high, _BANDS + 2)) * tract, _RATE / 2)
    bins = np.arange(_FFT // 2 + 1)[:, None] * (_RATE / _FFT)
    widths = np.maximum(np.diff(corners), _TINY)
    rise, fall = (bins - corners[:-2]) / widths[:-1], (corners[2:] - bins) / widths[1:]
    return np.asarray(np.maximum(0, np.minimum(rise, fall)), dtype=np.float64)


def _cepstra(power: Matrix, tract: float, depth: float) -> Matrix:
    """Return cepstra, shape (frames, 16), each in its own deviation from its mean."""
    levels = np.log(power @ _bands(tract) + _TINY)
    levels = np.maximum(levels, np.percentile(levels, 99) - depth)
    cosines = np.cos(np.pi / _BANDS * np.outer(np.arange(_BANDS) + 0.5, np.arange(_CEPSTRA)))
    cepstra = levels @ cosines
    return np.asarray((cepstra - cepstra.mean(axis=0)) / (cepstra.std(axis=0) + _TINY), dtype=np.float64)


def _with_slopes(cepstra: Matrix) -> Matrix:
    """Add to each cepstrum how it changes: the slope of a line through seven frames."""
    reach = np.arange(-_SLOPE_REACH, _SLOPE_REACH + 1)
    around = np.pad(cepstra, ((_SLOPE_REACH, _SLOPE_REACH), (0, 0)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(around, len(reach), axis=0)
    return np.hstack([cepstra, _SLOPE_WEIGHT * (windows @ reach) / np.square(reach).sum()])


def _path(source: Matrix, target: Matrix, source_skip: Matrix, target_skip: Matrix) -> tuple[Path, float]:
    """Find the cheapest path from the first frames of both to the last, and its cost per frame.

    Row by row: a cell is reached from above or diagonally, or by going along its row. Going along a row
    from k to j costs a difference of running sums, so the best k is a running minimum.
    """
    squares = np.square(target).sum(axis=1)
    steps = np.zeros((len(source), len(target)), dtype=np.int8)  # 0 diagonally, 1 down, 2 along the row
    cost = np.full(len(target), np.inf)
    for row, frame in enumerate(source):
        distance = np.sqrt(np.maximum(0.0, squares + frame @ frame - 2 * (target @ frame)))
        along = np.cumsum(_SIDEWAYS * target_skip * distance)
        reached = cost + _SIDEWAYS * source_skip[row] * distance
        diagonal = np.append(0.0 if row == 0 else np.inf, cost[:-1]) + _DIAGONAL * distance
        steps[row] = diagonal > reached
        since = np.minimum(reached, diagonal) - along
        best = np.minimum.accumulate(since)
        steps[row, best < since] = 2
        cost = best + along
    return _walked_back(steps), float(cost[-1]) / sum(steps.shape)


def _walked_back(steps: npt.NDArray[np.int8]) -> Path:
    row, column = steps.shape[0] - 1, steps.shape[1] - 1
    pairs = [(row, column)]
    while row or column:
        step = steps[row, column]
        row, column = row - (step != 2), column - (step != 1)
        pairs.append((row, column))
    rows, columns = np.array(pairs[::-1]).T
    return rows, columns


def _mapped(source: Matrix, kinds: Places, target: Matrix, path: Path) -> Matrix:
    """Map the template's cepstra to the heard voice: linear, with an offset for each kind of phone.

    By ridge regression towards the template itself, a little less of it: the shorter the speech, the more.
    """
    offsets = np.eye(int(kinds.max()) + 1)[kinds]
    inputs = np.hstack([source, np.ones((len(source), 1)), offsets])
    paired, wanted = inputs[path[0]], target[path[1]]
    ridge = np.full(inputs.shape[1], _RIDGE * len(paired) + _PRIOR_PAIRS)
    ridge[source.shape[1]] = 0.0
    ridge[source.shape[1] + 1 :] += (_RIDGE_OF_PHONES - _RIDGE) * len(paired)
    prior = _PRIOR * np.eye(inputs.shape[1], target.shape[1])
    residual = wanted - paired @ prior
    weights = prior + np.linalg.solve(paired.T @ paired + np.diag(ridge), paired.T @ residual)
    return np.asarray(inputs @ weights, dtype=np.float64)


def _edges(path: Path, template: _Template) -> list[float]:
    """Return the frame of the speech, between two if need be, at which each phone begins, and the end."""
    rows, columns = path
    first = columns[np.searchsorted(rows, np.arange(rows[-1] + 1))]
    last = columns[np.searchsorted(rows, np.arange(rows[-1] + 1), side="right") - 1]
    between = (first[1:] + last[:-1]) / 2
    inner = [float(between[begin - 1]) for begin in template.begins[1:-1]]
    return [float(first[0]), *inner, float(last[-1])]


def _unevenness(edges: list[float], template: _Template) -> float:
    """Return by how many octaves (root mean square) phones were made longer or shorter."""
    phones = template.kinds[list(template.begins[:-1])] != 0
    lengths = np.maximum(np.diff(edges), 0.5)[phones]
    return float(np.sqrt(np.square(np.log2(lengths / np.diff(template.begins)[phones])).mean()))


def _liveliness(power: Matrix) -> float:
    """Return how far the shape of the spectrum moves while it is loud, in nepers: a beep stands still.

    Its own deviation is what all else is counted in, so what stands still is taken for anything.
    """
    levels = np.log(power @ _bands(1.0) + _TINY)
    levels = np.maximum(levels, np.percentile(levels, 99) - _DEPTHS[0])[~_quiet(power)]
    return float((levels - levels.mean(axis=1, keepdims=True)).std(axis=0).mean())


def _breaks_off(audio: Audio) -> bool:
    """Tell whether the sound ends in the midst of something loud: no voice does, what was cut does."""
    samples = np.append(audio.samples[:, 0].astype(np.float64), np.zeros(audio.sample_rate // 10))
    window = max(1, round(_END_S * audio.sample_rate))
    power = np.square(samples[: len(samples) // window * window].reshape(-1, window)).mean(axis=1)
    level_db = 10 * np.log10(power + _TINY)
    last = int(np.flatnonzero(level_db > level_db.max() - _STILL_LOUD_DB)[-1])
    return bool(level_db[last] - level_db[last + 1 : last + 1 + _END_WINDOWS].min() > _CLIFF_DB)


def _unsaid_s(edges: list[float], template: _Template) -> tuple[float, float]:
    """Return the longest stretch of neighbouring phones, and the last one, that the speech has no time for.

    In seconds at its speed. What can hardly be heard does not count, as a devoiced vowel.
    """
    loud = np.append(0, np.cumsum(~_quiet(template.power)))
    longest = stretch = 0
    for (begin, end), length in zip(pairwise(template.begins), np.diff(edges), strict=True):
        if template.kinds[begin]:
            squeezed = length < _SQUEEZED * (end - begin)
            stretch = stretch + int(loud[end] - loud[begin]) if squeezed else 0
        longest = max(longest, stretch)
    return longest * template.frame_s, stretch * template.frame_s


def _mora_times(
    reading: Reading, phones: list[tuple[str, float, float]], edges_s: list[float]
) -> tuple[MoraTime, ...]:
    spans = iter(span for (name, _, _), span in zip(phones, pairwise(edges_s), strict=True) if name)
    times = []
    for mora in reading.morae:
        own = [next(spans) for _ in range(mora.phones)]
        times.append(MoraTime(kana=mora.kana, start_s=own[0][0], vowel_onset_s=own[-1][0], end_s=own[-1][1]))
    return tuple(times)
