"""What a recogniser understands of lines that sound in several ways, and how good DNSMOS finds them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from tests.bench.lines import measured
from tests.measure.chant import Array
from tests.measure.dnsmos import overall_mos

from lyricaudio.audio.resample import resample
from lyricaudio.audio.sound import Audio, Samples
from lyricaudio.reading.model import Reading
from lyricaudio.reading.reader import Reader
from lyricaudio.release.texts.furigana import shown_tokens
from lyricaudio.verify.intelligibility import AROUND_S, heard_back, own_words
from lyricaudio.verify.misheard import folded
from lyricaudio.voice.hearing.recogniser import RATE


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The morae of lines, shape (lines,); how many are misheard, and their scores, shapes (lines, ways)."""

    morae: Array
    wrong: Array
    mos: Array

    def misheard(self, way: int) -> float:
        """Return how many percent of all morae are misheard in one way."""
        return float(100 * self.wrong[:, way].sum() / self.morae.sum())

    def more(self, way: int, than: int) -> tuple[float, float]:
        """Return by how many points more is misheard in one way than in another, and the standard error."""
        more = 100 * (self.wrong[:, way] - self.wrong[:, than]) / self.morae.sum()
        return float(more.sum()), float(np.sqrt(len(more)) * more.std(ddof=1))


@dataclass(frozen=True, kw_only=True)
class _Line:
    reading: Reading
    own: dict[str, str]
    sounds: tuple[Samples, ...]


def judged(lines: Iterable[tuple[Reading, tuple[Samples, ...]]]) -> Judged:
    """Hear lines, each as it sounds in so many ways, shapes (frames,), at `RATE`."""
    lines = list(lines)
    own = own_words(
        ([(one.text, one.first, one.last) for one in shown_tokens(reading)], _kana(reading))
        for reading, _ in lines
    )
    found = measured(_judged, [_Line(reading=reading, own=own, sounds=sounds) for reading, sounds in lines])
    morae, wrong, mos = (np.array(each) for each in zip(*found, strict=True))
    return Judged(morae=morae, wrong=wrong, mos=mos)


def as_heard(speech: Audio) -> Samples:
    """Return speech at `RATE`, with as much around it as is heard of a line."""
    before, after = (round(of_s * RATE) for of_s in AROUND_S)
    return np.pad(resample(speech, RATE).samples[:, 0], (before, after))


def _kana(reading: Reading) -> list[str]:
    return [mora.kana for mora in reading.morae]


def _judged(line: _Line) -> tuple[int, list[float], list[float]]:
    said, reader = folded(line.reading.kana), Reader(own=line.own)
    errors = [heard_back(sound, said, reader)[1].error for sound in line.sounds]
    return len(said), [round(error * len(said)) for error in errors], [*map(overall_mos, line.sounds)]
