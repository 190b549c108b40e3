"""What phones are heard when, by a model that was trained on Japanese speech (DWANGO's pydomino, MIT).

A hundred times a second the model says how likely it is that one phone gives way to another, for each pair
that Japanese has, or that none does. The phones that should be said are laid along that, as likely as can be
(Viterbi); between phrases there may be a rest or none. Where some in a row are unlikely, something else was
said. The package's own aligner finds the same times, but does not say how likely they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from lyricaudio.audio.resample import resample
from lyricaudio.audio.sound import Audio
from lyricaudio.memo import remembered
from lyricaudio.reading.model import Mora, Reading
from lyricaudio.voice.clip import MoraTime
from lyricaudio.voice.hearing.ears import PHONES, ear_bytes

Matrix = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

LONGEST_S = 60.0
"""What is computed grows with the square."""

_RATE = 16000
_FRAME_S = 0.01
_SHORTEST = 2  # frames of a phone
_LOUD = 0.7
_ERRORS_ONLY = 3
_NEVER = -1e9

_RUN = 6  # changes in a row: a word of two morae or three
_KNOWN = -1.5  # a voice of which half of the changes are likelier than that is one that the model knows
_DOUBT, _DOUBT_OF_UNKNOWN = -10.0, -18.0  # a known voice that says its text has over -7, a swapped word -14

_REST = "pau"
_CONSONANTS = [
    "ry", "r", "my", "m", "ny", "n", "j", "z", "by", "b", "dy", "d", "gy", "g", "ky", "k", "ch", "ts", "sh",
    "s", "hy", "h", "v", "f", "py", "p", "t", "y", "w",
]  # fmt: skip
_VOWELS = [*"aiueo"]
_OTHERS = {"kw": "k", "gw": "g", "ty": "t", "fy": "f", "vy": "v"}
_WHISPERED = {"i": "iI", "u": "uU"}


def _changes() -> Iterator[tuple[str, str]]:
    """Yield the changes from phone to phone in the order in which the model has them."""
    yield from product(_CONSONANTS, [*_VOWELS, "I", "U"])
    yield from product(_VOWELS, [*_CONSONANTS, *_VOWELS, "N", "cl", _REST])
    yield from product("IU", [*_CONSONANTS, _REST])
    yield from product(["N"], [*_CONSONANTS, *_VOWELS, "N", "cl", _REST])
    yield from product(["cl"], [*_CONSONANTS, *_VOWELS, "N", _REST])
    yield from product([_REST], [*_CONSONANTS, *_VOWELS, "N", "cl"])


_PLACES = {change: place for place, change in enumerate(_changes())}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PhonesHeard:
    """Where the morae of a reading are heard, and how likely it is that they are.

    Attributes
    ----------
    morae
        Their times, to 10 ms.
    likelihoods
        Of each change of phones in order, the logarithm: of itself, and of nothing else since the one before.
    """

    morae: tuple[MoraTime, ...]
    likelihoods: Matrix

    @property
    def is_known(self) -> bool:
        """Whether the voice is one that the model knows, and most of what is said is what should be."""
        return bool(np.median(self.likelihoods) >= _KNOWN)

    @property
    def doubted(self) -> bool:
        """Whether something else is said somewhere."""
        run = min(_RUN, len(self.likelihoods))
        worst = np.convolve(self.likelihoods, np.ones(run) / run, "valid").min()
        return bool(worst < (_DOUBT if self.is_known else _DOUBT_OF_UNKNOWN))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phone:
    """A phone: its name, its morae, whether it is their vowel, and whether a rest may be before it."""

    name: str
    morae: range
    is_vowel: bool
    after_rest: bool


def phones_heard(audio: Audio, reading: Reading) -> PhonesHeard | None:
    """Find the morae of a reading in speech of one channel; None when it is too short or too long for that.

    Raises
    ------
    EngineUnavailable
        When the model's package is missing or damaged.
    """
    phones = _phones(reading)
    if not len(phones) * _SHORTEST * _FRAME_S * 2 < audio.duration_s <= LONGEST_S:
        return None
    heard = _Heard(*_likelihoods(audio))
    rests, at = heard.laid(phones)
    return PhonesHeard(
        morae=_mora_times(reading, phones, rests, at), likelihoods=heard.along(phones, rests, at)
    )


def _phones(reading: Reading) -> list[_Phone]:
    """Return the phones of a reading; what only prolongs the one before is part of it."""
    found: list[_Phone] = []
    number = 0
    for phrase in reading.phrases:
        for place, mora in enumerate(phrase.morae):
            starts = place == 0 and number > 0
            for name, is_vowel in _names(mora):
                if found and found[-1].name == name and not starts:
                    last = found.pop()
                    morae = range(last.morae.start, number + 1)
                    found.append(
                        _Phone(name=name, morae=morae, is_vowel=last.is_vowel, after_rest=last.after_rest)
                    )
                else:
                    morae = range(number, number + 1)
                    found.append(_Phone(name=name, morae=morae, is_vowel=is_vowel, after_rest=starts))
                starts = False
            number += 1
    return found


def _names(mora: Mora) -> Iterator[tuple[str, bool]]:
    if mora.consonant is not None:
        yield _OTHERS.get(mora.consonant, mora.consonant), False
    yield mora.vowel if mora.vowel in ("N", "cl") else mora.vowel.lower(), True


class _Heard:
    """What the model says of a sound, and how phones are best laid along it.

    Parameters
    ----------
    changes
        Logarithms of likelihoods of each change in each frame, shape (frames, changes).
    none
        Of no change, shape (frames,).
    """

    def __init__(self, changes: Matrix, none: Matrix) -> None:
        self._changes = changes
        self._frames = len(none)
        self._none = np.append(0.0, np.cumsum(none))  # of no change in all frames before each

    def laid(self, phones: Sequence[_Phone]) -> tuple[dict[int, int], list[int]]:
        """Return in which frames rests begin, by the number of the phone behind them, and in which phones do.

        Behind the last phone is a rest, which begins too.
        """
        best, back = self._reached(self._change(_REST, phones[0].name))
        steps: list[tuple[Places, Places, Places]] = [(back, back, back)]
        for before, phone in zip(phones, [*phones[1:], None], strict=True):
            name = phone.name if phone else _REST
            directly = self._change(before.name, name) + _later(best)
            by_rest, rest_back = np.full(self._frames, _NEVER), back
            if phone and phone.after_rest:
                rest_best, rest_back = self._reached(self._change(before.name, _REST) + _later(best))
                by_rest = self._change(_REST, name) + _later(rest_best)
            best, back = self._reached(np.maximum(directly, by_rest))
            steps.append((back, (by_rest > directly).astype(np.int64), rest_back))
        rests: dict[int, int] = {}
        at = [int(steps[-1][0][-1])]
        for number in range(len(phones), 0, -1):
            _, rested, rest_back = steps[number]
            frame = at[0]
            if rested[frame]:
                frame = rests[number] = int(rest_back[max(0, frame - _SHORTEST)])
            at.insert(0, int(steps[number - 1][0][max(0, frame - _SHORTEST)]))
        return rests, at

    def along(self, phones: Sequence[_Phone], rests: dict[int, int], at: Sequence[int]) -> Matrix:
        """Return how likely each change is that was laid, with no other since the one before."""
        names = [_REST, *(phone.name for phone in phones), _REST]
        found, since = [], 0
        for number, frame in enumerate(at):
            name, likely = names[number], 0.0
            if number in rests:
                likely += self._change(name, _REST)[rests[number]] - self._none[since]
                name, since = _REST, rests[number] + 1
            likely += self._change(name, names[number + 1])[frame] - self._none[since]
            since = frame + 1
            found.append(likely)
        found[-1] += self._none[-1] - self._none[since]
        return np.array(found)

    def _change(self, name: str, other: str) -> Matrix:
        """Return for each frame how likely a change is there, and none is in all frames before."""
        pairs = product(_WHISPERED.get(name, [name]), _WHISPERED.get(other, [other]))
        places = [_PLACES[pair] for pair in pairs if pair in _PLACES]
        return np.asarray(np.logaddexp.reduce(self._changes[:, places], axis=1) + self._none[:-1])

    def _reached(self, entered: Matrix) -> tuple[Matrix, Places]:
        """Return for each frame the best entry until then, and in which frame it was."""
        scores = entered - self._none[1:]
        best = np.maximum.accumulate(scores)
        return best, np.maximum.accumulate(np.where(scores >= best, np.arange(self._frames), 0))


def _later(best: Matrix) -> Matrix:
    return np.concatenate([np.full(_SHORTEST, _NEVER), best[:-_SHORTEST]])


def _mora_times(
    reading: Reading, phones: Sequence[_Phone], rests: dict[int, int], at: Sequence[int]
) -> tuple[MoraTime, ...]:
    starts = [0.0] * len(reading.morae)
    onsets, ends = [*starts], [*starts]
    for number, phone in enumerate(phones):
        start_s, stop_s = (_FRAME_S * frame for frame in (at[number], rests.get(number + 1, at[number + 1])))
        step_s = (stop_s - start_s) / len(phone.morae)
        for place, mora in enumerate(phone.morae):
            begins_s = start_s + place * step_s
            if not phone.is_vowel or reading.morae[mora].consonant is None or place:
                starts[mora] = begins_s
            onsets[mora], ends[mora] = begins_s, begins_s + step_s
    return tuple(
        MoraTime(kana=mora.kana, start_s=start_s, vowel_onset_s=onset_s, end_s=end_s)
        for mora, start_s, onset_s, end_s in zip(reading.morae, starts, onsets, ends, strict=True)
    )


def _likelihoods(audio: Audio) -> tuple[Matrix, Matrix]:
    samples = resample(audio, _RATE).samples[:, 0]
    peak = float(np.abs(samples).max(initial=0.0)) or 1.0
    changes, none = _model().run(None, {"input_waveform": samples[None] * np.float32(_LOUD / peak)})
    return changes[0].astype(np.float64), none[0].astype(np.float64)


@remembered
def _model() -> Any:
    import onnxruntime  # 0.2 s: only a process that hears pays

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    return onnxruntime.InferenceSession(ear_bytes(PHONES), options, providers=["CPUExecutionProvider"])
