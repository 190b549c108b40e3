"""What a line should sound like: the embedded voice says it, and its own times of phones are exact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lyricaudio.audio.resample import resample
from lyricaudio.mix.onsets import FRAME_S, HEARING_RATE, Curve, level_rows
from lyricaudio.reading.model import Mora, Reading
from lyricaudio.voice.clip import Speech
from lyricaudio.voice.engine import load_engine

Kinds = npt.NDArray[np.int64]

VOWELS = "aiueoN"
_CONSONANTS = (
    ("s", "sh", "ts", "ch", "z", "j"),
    ("k", "ky", "t", "ty", "p", "py", "h", "hy", "f"),
    ("m", "my", "n", "ny"),
)
BAND = len(VOWELS) + len(_CONSONANTS) + 1
"""The kind of sound when nobody sings; those before it are the vowels, and consonants that are alike."""

KINDS = BAND + 1
_OTHER = BAND - 1
_WHISPERED = frozenset("IU")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """One sound of a line: its kind, and how long the embedded voice takes for it.

    `pause` is whether a breath may come before it.
    """

    kind: int
    seconds: float
    pause: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpokenLine:
    """A line as the embedded voice says it.

    Attributes
    ----------
    of
        The line's name.
    phones
        Its sounds, in order.
    rows
        How loud it is, as `Levels.rows`: shape (frames, bands).
    kinds
        What sounds in each frame, shape (frames,).
    """

    of: str
    phones: tuple[Phone, ...]
    rows: Curve
    kinds: Kinds

    @property
    def seconds(self) -> float:
        """How long its sounds take together."""
        return sum(phone.seconds for phone in self.phones)


def spoken_line(of: str, reading: Reading) -> SpokenLine:
    """Let the embedded voice say a line that has morae.

    Raises
    ------
    EngineError
        When it cannot.
    """
    engine = load_engine()
    speech = engine.speak(reading, engine.voices[0])
    rows = level_rows([resample(speech.audio, HEARING_RATE).samples[:, 0]]).rows
    kinds = np.full(len(rows), BAND)
    phones: list[Phone] = []
    last_s = None
    for kind, start_s, end_s in _sounds(reading, speech):
        pause = last_s is not None and start_s > last_s + FRAME_S / 2
        phones.append(Phone(kind=kind, seconds=end_s - start_s, pause=pause))
        kinds[round(start_s / FRAME_S) : round(end_s / FRAME_S)] = kind
        last_s = end_s
    return SpokenLine(of=of, phones=tuple(phones), rows=rows, kinds=kinds)


def _sounds(reading: Reading, speech: Speech) -> Iterator[tuple[int, float, float]]:
    """Yield the kind of each sound, its beginning and its end in seconds."""
    for mora, time in zip(reading.morae, speech.morae, strict=True):
        if mora.consonant is not None:
            yield _consonant(mora.consonant), time.start_s, time.vowel_onset_s
        yield _vowel(mora), time.vowel_onset_s, time.end_s


def _vowel(mora: Mora) -> int:
    if mora.vowel in _WHISPERED:
        return _consonant(mora.consonant or "h")
    return VOWELS.index(mora.vowel) if mora.vowel in VOWELS else BAND


def _consonant(name: str) -> int:
    found = (len(VOWELS) + kind for kind, names in enumerate(_CONSONANTS) if name in names)
    return next(found, _OTHER)
