"""MP3s decoded within this process, by the mpg123 in libsndfile.

What reads a whole release would pay twice as much for ffmpeg, most of it for handing samples from one process
to another. The samples are the same to -90 dB, the encoder's delay is left out by both, and so are times.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile

from lyricaudio.audio.sound import Samples
from lyricaudio.errors import CodecError
from lyricaudio.messages import told


def mp3_blocks(path: Path, *, sample_rate: int, frames: int) -> Iterator[Samples]:
    """Decode an MP3 block by block; one in mono is heard from both sides.

    Parameters
    ----------
    sample_rate
        The rate that it must have, in Hz.
    frames
        The length of a block; the last may be shorter.

    Yields float32, shape (frames, 2). Each block is overwritten by the next.

    Raises
    ------
    CodecError
        When it is no MP3, has more than two channels, or another rate.
    """
    try:
        with soundfile.SoundFile(path) as sound:
            if (sound.format, sound.samplerate) != ("MP3", sample_rate) or sound.channels > 2:
                found = {"kind": sound.format, "channels": sound.channels, "rate": sound.samplerate}
                raise CodecError(
                    told(
                        "it is {kind} with {channels} channels at {rate} Hz, not MP3 with 1 or 2 at {wanted}"
                        " Hz",
                        **found,
                        wanted=sample_rate,
                    )
                )
            block = np.empty((frames, sound.channels), np.float32)
            while len(read := sound.read(out=block, always_2d=True)):
                yield read if sound.channels > 1 else np.repeat(read, 2, axis=1)
    except (OSError, soundfile.LibsndfileError) as error:
        raise CodecError(told("it does not decode")) from error
