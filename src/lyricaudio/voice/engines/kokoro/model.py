"""The model in two halves: what is said when and how high, and the sound of that.

The first half is cheap (a thirtieth of the whole), so what it proposes can be looked at, and changed,
before the second makes a sound of it. Both run on one thread: a process for each core is for the executor to
have, and one thread adds up in one order, so the same bytes come twice.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lyricaudio.audio.sound import Samples
from lyricaudio.memo import remembered
from lyricaudio.voice.engines.kokoro.graph import part_of
from lyricaudio.voice.engines.kokoro.package import VOICES, data_bytes, model_bytes, parts_of

SAMPLE_RATE = 24000
FRAME = 600
"""Samples in one frame of the phones' lengths: 25 ms."""

F0_FRAME_S = 0.0125
"""From one value of the pitch to the next: there are two in a frame."""

_LENGTHS = "/encoder/Clip_output_0"
_F0 = "/encoder/Squeeze_output_0"
_ENERGY = "/encoder/Squeeze_1_output_0"
_CONTENT = "/encoder/MatMul_1_output_0"
_ERRORS_ONLY = 3

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prosody:
    """What the first half says.

    Attributes
    ----------
    lengths
        Frames of the silence before, of each symbol, and of the silence after, shape (symbols + 2,).
    f0_hz
        The pitch, shape (2 * frames,); near 0 where there is none.
    energy, content, style
        As the second half takes them.
    """

    lengths: npt.NDArray[np.int64]
    f0_hz: Floats
    energy: Floats
    content: Floats
    style: Floats


def prosody(symbols: str, voice: str) -> Prosody:
    """Say how a voice would say symbols.

    Raises
    ------
    EngineUnavailable
        When the model is damaged.
    """
    model = _model()
    tokens = [model.vocabulary[symbol] for symbol in symbols]
    style = model.styles[voice][len(tokens) - 1]  # a row for each number of symbols
    given = {
        "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
        "style": style,
        "speed": np.ones(1, dtype=np.float32),
    }
    lengths, f0_hz, energy, content = model.first.run([_LENGTHS, _F0, _ENERGY, _CONTENT], given)
    return Prosody(
        lengths=np.rint(lengths[0]).astype(np.int64),
        f0_hz=f0_hz[0],
        energy=energy,
        content=content,
        style=style,
    )


def sound(said: Prosody) -> Samples:
    """Make the sound, shape (frames * FRAME,), at SAMPLE_RATE."""
    given = {"style": said.style, _F0: said.f0_hz[None], _ENERGY: said.energy, _CONTENT: said.content}
    (samples,) = _model().second.run(["audio"], given)
    return np.asarray(samples, dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Model:
    """What a process has loaded: both halves, the number of each symbol, and each voice's styles."""

    first: Any
    second: Any
    vocabulary: dict[str, int]
    styles: dict[str, Floats]


@remembered
def _model() -> _Model:
    data = model_bytes()
    with np.load(io.BytesIO(data_bytes("voices_ja.npz")), allow_pickle=False) as voices:
        parts = {name: voices[name] for name in voices.files}
    styles = {
        name: np.stack([parts[part] for part in parts_of(name)]).mean(axis=0, dtype=np.float32)
        for name in VOICES
    }
    return _Model(
        first=_session(part_of(data, inputs={}, outputs=[_LENGTHS, _F0, _ENERGY, _CONTENT])),
        second=_session(part_of(data, inputs={_F0: 2, _ENERGY: 2, _CONTENT: 3}, outputs=["audio"])),
        vocabulary=json.loads(data_bytes("vocab.json"))["vocab"],
        styles=styles,
    )


def _session(part: bytes) -> Any:
    import onnxruntime  # 0.2 s: only a process that speaks pays

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    return onnxruntime.InferenceSession(part, options, providers=["CPUExecutionProvider"])
