"""How much worse a recogniser understands lines that are chanted than the same lines spoken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tests.bench.figure import Figure
from tests.bench.lines import measured
from tests.bench.mix import Mixed, mixed
from tests.measure.chant import Array

from lyricaudio.audio.resample import resample
from lyricaudio.audio.sound import Audio, Samples, mono
from lyricaudio.mix.mixer import SAMPLE_RATE
from lyricaudio.music.timeline import Placement
from lyricaudio.pipeline.making.speak import clip_store
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record
from lyricaudio.reading.model import Reading
from lyricaudio.reading.reader import Reader
from lyricaudio.release.texts.furigana import shown_tokens
from lyricaudio.verify.intelligibility import AROUND_S, heard_back, own_words
from lyricaudio.verify.misheard import folded
from lyricaudio.voice.hearing.ears import require_ears
from lyricaudio.voice.hearing.recogniser import RATE

_LINES = 5  # of each song that is chanted

Sounds = tuple[Samples, Samples, Samples]
"""A line as it is spoken, as it is chanted, and with the band, shapes (frames,), at `RATE`."""


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A line, how words around it are read, and how it sounds."""

    reading: Reading
    own: dict[str, str]
    sounds: Sounds


def figures(project: Path) -> Iterator[Figure]:
    """Hear lines of a built project, five of each song that is chanted, in three ways.

    A recogniser that is weak misses much of what people understand: what counts is what is lost on the way.
    """
    require_ears()
    found = np.array(measured(_wrong, _lines(project)))
    morae, (spoken, chanted, in_mix) = found[:, 0].sum(), found[:, 1:].T
    note = f"{len(found)} lines, {morae} morae"
    yield Figure(name="heard back, speech misheard", value=100 * spoken.sum() / morae, unit="%", note=note)
    yield _over("heard back, chant over speech", (chanted - spoken) / morae)
    yield _over("heard back, mix over the chant alone", (in_mix - chanted) / morae)


def _over(name: str, more: Array) -> Figure:
    """Tell how much more of all morae is misheard, given what each line adds, with the standard error."""
    error = 100 * np.sqrt(len(more)) * more.std(ddof=1)
    return Figure(name=name, value=100 * more.sum(), limit=2, unit="pt", note=f"+- {error:.1f}")


def _lines(project: Path) -> list[_Line]:
    """Return lines from all over the songs, each once."""
    output = project / "output"
    orders = plan(open_library([], folder=project), read_record(output)).orders
    chosen = [
        line
        for order in orders
        if order.form.name == "song" and any(cue.delivery == "chant" for _, cue in order.cues)
        for line in _of_song(mixed(order, output), output)
    ]
    own = own_words(
        ([(one.text, one.first, one.last) for one in shown_tokens(reading)], _kana(reading))
        for reading, _ in chosen
    )
    return [_Line(reading=reading, own=own, sounds=sounds) for reading, sounds in chosen]


def _of_song(song: Mixed, output: Path) -> list[tuple[Reading, Sounds]]:
    return [(one.spoken.reading, _sounds(song, one, output)) for one in _some(song)]


def _some(song: Mixed) -> list[Placement]:
    chanted = (one for one in song.timeline.placements if one.spoken.cue.delivery == "chant")
    once = list({one.spoken.clip_key: one for one in chanted}.values())
    return once[:: max(1, len(once) // _LINES)][:_LINES]


def _sounds(song: Mixed, placement: Placement, output: Path) -> Sounds:
    """Return a line spoken, chanted and in the mix, with as much around it each."""
    speech = clip_store(output).load(placement.spoken.natural_key)
    assert speech is not None
    before_s, after_s = AROUND_S
    around = [round(of_s * RATE) for of_s in AROUND_S]
    start = max(0, round((placement.start_s - before_s) * SAMPLE_RATE))
    stop = round((placement.end_s + after_s) * SAMPLE_RATE)
    voice, bed = (stem[start:stop].mean(axis=1) for stem in (song.voice, song.bed))
    return np.pad(_at_rate(speech.audio), around), _heard(voice), _heard(voice + bed)


def _heard(samples: Samples) -> Samples:
    return _at_rate(mono(samples, SAMPLE_RATE))


def _at_rate(audio: Audio) -> Samples:
    return resample(audio, RATE).samples[:, 0]


def _kana(reading: Reading) -> list[str]:
    return [mora.kana for mora in reading.morae]


def _wrong(line: _Line) -> list[int]:
    """Return how many morae a line has, and how many of them are misheard in each of its sounds."""
    said, reader = folded(line.reading.kana), Reader(own=line.own)
    found = [heard_back(sound, said, reader)[1] for sound in line.sounds]
    return [len(said), *(round(one.error * len(said)) for one in found)]
