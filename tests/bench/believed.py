"""Whether a voice from outside is refused when it is wrong, believed when it is right, and timed well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from tests.bench.figure import Figure, share
from tests.bench.lines import measured
from tests.book.whole import lines, songs
from tests.measure.chant import Array
from tests.measure.other_voice import other_voice, untimed
from tests.music.flow_lines import other_lines

from lyricaudio.audio.sound import Samples, mono
from lyricaudio.voice.hearing.believed import believed

_RIGHT = 500
_WRONG = 50  # of each kind
_OTHER = "ただいま込み合っています。後でおかけください"


def figures(project: Path) -> Iterator[Figure]:
    """Listen to a stand-in for such a voice, whose times are known."""
    texts = list(islice(_texts(), _RIGHT))
    off_ms = measured(_off_ms, texts)
    passed = [found for found in off_ms if found is not None]
    all_ms = np.concatenate(passed)
    note = f"{len(all_ms)} vowels of {len(passed)} lines"
    yield share(
        "voice from outside, right lines refused",
        [one is None for one in off_ms],
        1,
        note=f"{len(texts)} lines",
    )
    yield Figure(
        name="voice from outside, vowels off, median",
        value=float(np.median(all_ms)),
        limit=8,
        unit="ms",
        note=note,
    )
    yield Figure(
        name="voice from outside, vowels off, 95 %",
        value=float(np.quantile(all_ms, 0.95)),
        limit=25,
        unit="ms",
    )
    refused = [one for found in measured(_refused, texts[:: _RIGHT // _WRONG]) for one in found]
    kinds = ", ".join(_WAYS)
    yield share(
        "voice from outside, wrong lines refused",
        refused,
        99,
        bound="at least",
        note=f"{len(refused)} of {kinds}",
    )


def _texts() -> Iterator[str]:
    """Yield lines by others than those that the times were learned with, then those of the book."""
    yield from (reading.written for reading, _ in other_lines())
    yield from (line.lyric.text for song in songs().values() for line in lines(song))


def _off_ms(text: str) -> Array | None:
    """Return how far each vowel of a right line is from where it was found; None when it was refused."""
    reading, audio, onsets_s = other_voice(text)
    speech = believed(untimed(audio, reading), reading)
    if speech is None:
        return None
    vowels = [i for i, mora in enumerate(reading.morae) if mora.vowel in "aiueo" and mora.kana != "ー"]
    return np.array([1000 * abs(speech.morae[i].vowel_onset_s - onsets_s[i]) for i in vowels])


def _refused(text: str) -> list[bool]:
    """Tell of each kind of wrong sound whether it is refused in a line's place."""
    reading, audio, _ = other_voice(text)
    wrong = [mono(spoil(audio.samples[:, 0]), audio.sample_rate) for spoil in _WAYS.values()]
    return [believed(untimed(one, reading), reading) is None for one in wrong]


def _half(samples: Samples) -> Samples:
    return samples[: len(samples) // 2]


def _beep(samples: Samples) -> Samples:
    return np.asarray(0.3 * np.sin(np.arange(len(samples)) / 10), np.float32)


def _noise(samples: Samples) -> Samples:
    return np.asarray(0.1 * np.random.default_rng(0).standard_normal(len(samples)), np.float32)


def _another(samples: Samples) -> Samples:
    return other_voice(_OTHER)[1].samples[:, 0]


_WAYS: dict[str, Callable[[Samples], Samples]] = {
    "half": _half,
    "beep": _beep,
    "noise": _noise,
    "another sentence": _another,
}
