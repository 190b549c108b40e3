"""How much worse a recogniser understands lines that are chanted than the same lines spoken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tests.bench.figure import Figure
from tests.bench.lines import measured
from tests.bench.mix import Mixed, mixed

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


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A line as it is spoken, as it is chanted, and with the band, shapes (frames,), at `RATE`."""

    reading: Reading
    own: dict[str, str]
    sounds: tuple[Samples, Samples, Samples]


def figures(project: Path) -> Iterator[Figure]:
    """Hear lines of a built project, five of each song that is chanted, in three ways.

    A recogniser that is weak misses much of what people understand: what counts is what is lost on the way.
    """
    require_ears()
    found = np.array(measured(_wrong, _lines(project)))
    spoken, chanted, in_mix = 100 * found[:, 1:].sum(axis=0) / found[:, 0].sum()
    note = f"{len(found)} lines, {found[:, 0].sum()} morae"
    yield Figure(name="heard back, morae of speech misheard", value=spoken, unit="%", note=note)
    yield Figure(name="heard back, chant over speech", value=chanted - spoken, limit=2, unit="pt")
    yield Figure(name="heard back, mix over the chant alone", value=in_mix - chanted, limit=2, unit="pt")


def _lines(project: Path) -> list[_Line]:
    """Return lines from all over the songs, each once."""
    output = project / "output"
    orders = plan(open_library([], folder=project), read_record(output)).orders
    chanted = [
        order
        for order in orders
        if order.form.name == "song" and any(cue.delivery == "chant" for _, cue in order.cues)
    ]
    songs = [mixed(order, output) for order in chanted]
    chosen = [(song, placement) for song in songs for placement in _some(song)]
    readings = [placement.spoken.reading for _, placement in chosen]
    own = own_words(
        ([(one.text, one.first, one.last) for one in shown_tokens(reading)], _kana(reading))
        for reading in readings
    )
    return [
        _Line(reading=placement.spoken.reading, own=own, sounds=_sounds(song, placement, output))
        for song, placement in chosen
    ]


def _some(song: Mixed) -> list[Placement]:
    chanted = (one for one in song.timeline.placements if one.spoken.cue.delivery == "chant")
    once = list({one.spoken.clip_key: one for one in chanted}.values())
    return once[:: max(1, len(once) // _LINES)][:_LINES]


def _sounds(song: Mixed, placement: Placement, output: Path) -> tuple[Samples, Samples, Samples]:
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
