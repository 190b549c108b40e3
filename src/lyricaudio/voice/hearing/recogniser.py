"""A recogniser of speech, offline: Whisper *base*, whose weights a package holds, run by CTranslate2.

It is a weak listener, and so a strict one: what it understands, people do. It writes down what it takes for
likely, so it says how well a line is understood, not whether every sound is right.

`faster-whisper` would do all of this, but brings a second ffmpeg and a client that downloads. What is ours of
it is the spectrogram (Whisper's own, OpenAI 2022, `audio.py`) and the way from tokens to text.
"""

from __future__ import annotations

import io
import json
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from lyricaudio.audio.sound import Samples
from lyricaudio.memo import remembered
from lyricaudio.voice.hearing.ears import SHAPE, VOCABULARY, WEIGHTS, ear_bytes

RATE = 16000
"""Hz of what it hears."""

_WINDOW, _HOP = 400, 160
_BANDS = 80
_LONGEST = 30 * RATE
_MOST_TOKENS, _TOKENS, _TOKENS_PER_S = 224, 8, 12  # nobody says more in a second
_LOOP = 4  # so many tokens do not come twice in a line: there the recogniser has begun to go in circles
_ROOM_S, _SHORTEST_S = 2.0, 8.0  # silence behind what is heard, and the least that is heard at once
_START, _JAPANESE, _TRANSCRIBE, _WITHOUT_TIMES = 50258, 50266, 50359, 50363
_FIRST_SPECIAL = 50257
_LOUD, _SILENT = 0.7, 1e-4


def recognised(samples: Samples) -> str:
    """Write down what is heard in speech, shape (frames,), at `RATE`; what is longer than 30 s in pieces.

    Raises
    ------
    EngineUnavailable
        When the packages are missing or damaged.
    """
    pieces = (samples[start : start + _LONGEST] for start in range(0, len(samples), _LONGEST))
    return "".join(_piece(piece) for piece in pieces if np.abs(piece).max() > _SILENT).strip()


def _piece(samples: Samples) -> str:
    import ctranslate2  # only a process that hears pays

    features = _spectrogram(samples)[None]
    (result,) = _model().generate(
        ctranslate2.StorageView.from_array(np.ascontiguousarray(features)),
        [[_START, _JAPANESE, _TRANSCRIBE, _WITHOUT_TIMES]],
        beam_size=1,
        max_length=min(_MOST_TOKENS, _TOKENS + round(_TOKENS_PER_S * len(samples) / RATE)),
        no_repeat_ngram_size=_LOOP,
        suppress_blank=True,
    )
    return _text(result.sequences_ids[0])


@remembered
def _model() -> Any:
    import ctranslate2

    files = {name: io.BytesIO(ear_bytes(name)) for name in (WEIGHTS, VOCABULARY, SHAPE)}
    return ctranslate2.models.Whisper(
        "whisper-base", device="cpu", compute_type="int8", intra_threads=1, files=files
    )


@remembered
def _vocabulary() -> tuple[str, ...]:
    return tuple(json.loads(ear_bytes(VOCABULARY)))


def _text(tokens: list[int]) -> str:
    """Join tokens, whose letters stand for bytes (GPT-2); what is no text in the end is left out."""
    letters = "".join(_vocabulary()[token] for token in tokens if token < _FIRST_SPECIAL)
    return bytes(_bytes_of_letters()[letter] for letter in letters).decode("utf-8", "ignore")


@cache
def _bytes_of_letters() -> dict[str, int]:
    """Return what byte each letter of a token stands for: itself if it prints, else the next above 255."""
    printed = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printed]
    return {chr(byte): byte for byte in printed} | {
        chr(256 + place): byte for place, byte in enumerate(others)
    }


def _spectrogram(samples: Samples) -> npt.NDArray[np.float32]:
    """Return logarithms of mel bands, shape (bands, frames), as the model was trained with them."""
    length = min(_LONGEST, max(round(_SHORTEST_S * RATE), len(samples) + round(_ROOM_S * RATE)))
    length += -length % (2 * _HOP)
    peak = float(np.abs(samples).max())
    padded = np.zeros(length, np.float32)
    padded[: len(samples)] = samples[:length] * np.float32(_LOUD / peak)
    around = np.pad(padded, _WINDOW // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(around, _WINDOW)[::_HOP][:-1]
    power = np.abs(np.fft.rfft(frames * np.hanning(_WINDOW + 1)[:-1])) ** 2
    levels = np.log10(np.maximum(power @ _mel_bands(), 1e-10))
    return np.asarray((np.maximum(levels, levels.max() - 8) + 4).T / 4, np.float32)


@cache
def _mel_bands() -> npt.NDArray[np.float64]:
    """Return triangles of equal area on Slaney's scale (Auditory Toolbox, 1998), shape (bins, bands)."""
    top = _slaney_mel(RATE / 2)
    corners = _slaney_hz(np.linspace(0, top, _BANDS + 2))
    bins = np.arange(_WINDOW // 2 + 1)[:, None] * (RATE / _WINDOW)
    widths = np.diff(corners)
    rise, fall = (bins - corners[:-2]) / widths[:-1], (corners[2:] - bins) / widths[1:]
    return np.asarray(np.maximum(0, np.minimum(rise, fall)) * (2 / (corners[2:] - corners[:-2])))


_LINEAR_HZ, _KNEE_HZ, _LOG_STEP = 200 / 3, 1000.0, np.log(6.4) / 27


def _slaney_mel(hz: float) -> float:
    return float(_KNEE_HZ / _LINEAR_HZ + np.log(hz / _KNEE_HZ) / _LOG_STEP)


def _slaney_hz(mel: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    knee = _KNEE_HZ / _LINEAR_HZ
    return np.where(mel < knee, mel * _LINEAR_HZ, _KNEE_HZ * np.exp(_LOG_STEP * (mel - knee)))
