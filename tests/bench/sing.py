"""How well sung lines are in tune, how they flow, and how well their tunes suit the accent of the words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from tests.bench.figure import Figure, share
from tests.bench.lines import TEMPI, VOICE, clip_of, line_groups, measured
from tests.measure.chant import Array, audible_rests, errors_cents

from lyricaudio.music.score import LineScore, Melodies, Score, Words, set_words
from lyricaudio.music.style import Style
from lyricaudio.music.stylebook import load_style
from lyricaudio.music.tune.contour import TuneLine, accent_step, tune_line
from lyricaudio.reading.japanese.voicedvowels import voiced
from lyricaudio.reading.model import Reading
from lyricaudio.voice.engines.openjtalk import OpenJTalk
from lyricaudio.voice.setting.setter import set_clip
from lyricaudio.voice.setting.warp import warped

_VERSE_LINES = 4
_STYLES = ("electropop", "jpop", "hiphop", "lofi")
_IN_TUNE_CENTS = 20
_RANDOM_TUNES = 1000


@dataclass(frozen=True, kw_only=True)
class _Song:
    """Lines with their score."""

    readings: tuple[Reading, ...]
    score: Score


@dataclass(frozen=True, kw_only=True)
class _Sung:
    """Of a line: how far its notes are off, and which morae inside breath groups have a rest after them."""

    cents: Array
    rests: tuple[bool, ...]


def sing_figures(project: Path) -> Iterator[Figure]:
    """Sing every line at one of four tempi."""
    songs = _songs()
    jobs = [
        (reading, line, song.score.bpm)
        for song in songs
        for reading, line in zip(song.readings, song.score.lines, strict=True)
    ]
    found = measured(_sung, jobs)
    cents = np.concatenate([one.cents for one in found])
    in_tune = np.abs(cents) <= _IN_TUNE_CENTS
    note = f"{len(cents)} notes in {len(found)} lines, {np.isnan(cents).mean():.2%} without a pitch"
    yield share(f"sing, notes within {_IN_TUNE_CENTS} cents", in_tune, 95, bound="at least", note=note)
    yield share("sing, morae with an audible rest after them", (r for one in found for r in one.rests), 5)
    rates = [line.flow.morae_per_s for _, line, _ in jobs]
    yield Figure(name="sing, slowest line", value=min(rates), limit=2.6, bound="at least", unit="/s")
    yield Figure(name="sing, fastest line", value=max(rates), limit=6.2, unit="/s", note="morae a second")


def tune_figures(project: Path) -> Iterator[Figure]:
    """Compare each song's tune with random ones of the same scale and rhythm."""
    shares = []
    for song in _songs():
        ours, theirs = len(song.score.violations), _random_violations(song)
        shares.append(float(np.mean(theirs <= ours)))
    yield Figure(
        name="tune, random tunes that suit the accent as well, worst song",
        value=100 * max(shares),
        limit=10,
        unit="%",
        note=f"of {_RANDOM_TUNES}, {len(shares)} songs",
    )


def _songs() -> tuple[_Song, ...]:
    """Set the groups of lines to tunes, in several styles and at several tempi."""
    return tuple(
        _song(tuple(map(voiced, group)), load_style(_STYLES[i % len(_STYLES)]), TEMPI[i % len(TEMPI)])
        for i, group in enumerate(line_groups())
    )


def _song(readings: tuple[Reading, ...], style: Style, bpm: float) -> _Song:
    engine = OpenJTalk()
    words = [
        Words(
            reading=reading,
            times=engine.times(reading, VOICE),
            sung=True,
            line=i % _VERSE_LINES,
            hook=_is_hook(i),
        )
        for i, reading in enumerate(readings)
    ]
    note_range = engine.note_range(VOICE)
    score = set_words(words, style, bpm, melodies=Melodies(), note_range=note_range, seed=readings[0].written)
    return _Song(readings=readings, score=score)


def _is_hook(number: int) -> bool:
    """Take the second of every four verses for the hook."""
    return number // _VERSE_LINES % 4 == 1


def _sung(job: tuple[Reading, LineScore, float]) -> _Sung:
    reading, line, bpm = job
    clip = clip_of(reading)
    setting = line.setting(bpm)
    assert setting.notes is not None
    song = set_clip(clip, reading, setting)
    return _Sung(
        cents=errors_cents(reading, song, setting.notes),
        rests=audible_rests(reading, warped(clip.facts.morae, reading, setting)),
    )


def _random_violations(song: _Song) -> Array:
    """Count for random tunes, one note for each place of verse and hook, their moves against the accent."""
    style = song.score.style
    low, high = OpenJTalk().note_range(VOICE)
    tones = np.array([pitch for pitch in range(low, high + 1) if pitch % 12 in style.scale_tones()])
    moves, places = _moves(song)
    tunes = np.random.default_rng(1).choice(tones, size=(_RANDOM_TUNES, places))
    steps = tunes[:, moves[:, 1]] - tunes[:, moves[:, 0]]
    return np.asarray((steps * moves[:, 2] < 0).sum(axis=1), dtype=np.float64)


def _moves(song: _Song) -> tuple[np.ndarray, int]:
    """Return each accented move as (place before, place here, direction), and how many places there are.

    A place is a cell of one of the four phrases of verse or hook, as in `music.compose`.
    """
    places: dict[tuple[bool, int, int], int] = {}
    moves: list[tuple[int, int, int]] = []
    for i, (reading, line) in enumerate(zip(song.readings, song.score.lines, strict=True)):
        tune = tune_line(reading, line.flow.onsets_beats, hook=_is_hook(i), index=i % _VERSE_LINES)
        for before, here in pairwise(tune.sung):
            step = accent_step(tune.morae[before], tune.morae[here])
            if step:
                at = [_place(tune, mora, places) for mora in (before, here)]
                moves.append((at[0], at[1], step))
    return np.array(moves), len(places)


def _place(line: TuneLine, mora: int, places: dict[tuple[bool, int, int], int]) -> int:
    return places.setdefault((line.hook, line.index, line.morae[mora].cell), len(places))
