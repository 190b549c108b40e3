"""WAV files, block by block: 24-bit PCM, as audio workstations take them."""

from __future__ import annotations

import wave
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from lyricaudio.audio.sound import Samples

_FULL_SCALE = (1 << 23) - 1


def write_wavs(paths: tuple[Path, ...], blocks: Iterable[tuple[Samples, ...]], sample_rate: int) -> None:
    """Write several sounds at once, each block of each to its own file; what passes full scale is clipped.

    Parameters
    ----------
    blocks
        Per step one block for each path, float32, shape (frames, channels).
    """
    with ExitStack() as stack:
        files = [stack.enter_context(wave.open(str(path), "wb")) for path in paths]
        for number, step in enumerate(blocks):
            for file, block in zip(files, step, strict=True):
                if number == 0:
                    file.setparams((block.shape[1], 3, sample_rate, 0, "NONE", ""))
                file.writeframesraw(_int24(block))


def _int24(block: Samples) -> bytes:
    scaled = np.rint(np.clip(block, -1.0, 1.0) * _FULL_SCALE).astype("<i4")
    return scaled.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
