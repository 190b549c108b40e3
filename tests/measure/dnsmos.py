"""How good speech sounds by DNSMOS P.835, which learned from what people said of it: 1 is bad, 5 excellent.

Its model is in the package speechmos (MIT), as is the polynomial that brings a score to the scale of the
people; the package's own functions are not used, for they need librosa for a score of another kind.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.polynomial import Polynomial

from lyricaudio.audio.sound import Samples

RATE = 16000

_WINDOW, _HOP = round(9.01 * RATE), RATE
_OVERALL = Polynomial([0.04602535, 1.11546468, -0.06766283])


def overall_mos(samples: Samples) -> float:
    """Return the overall score of speech, shape (frames,), at `RATE`; what is short is repeated."""
    whole = np.tile(samples, -(-_WINDOW // len(samples)))
    starts = range(0, len(whole) - _WINDOW + 1, _HOP)
    heard = [_model().run(None, {"input_1": whole[None, at : at + _WINDOW]})[0] for at in starts]
    return float(np.mean([_OVERALL(float(score[0][2])) for score in heard]))


@cache
def _model() -> onnxruntime.InferenceSession:
    found = find_spec("speechmos")
    assert found is not None
    assert found.origin is not None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # who measures has a process for each core
    return onnxruntime.InferenceSession(
        Path(found.origin).with_name("dnsmos_models") / "sig_bak_ovr.onnx", options
    )
