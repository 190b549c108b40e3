"""A finished recording as the source of an episode, in place of a mix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lyricaudio.audio.codec import KINDS, decoded_file
from lyricaudio.audio.sound import Samples
from lyricaudio.errors import CodecError
from lyricaudio.messages import told
from lyricaudio.mix.mixer import SAMPLE_RATE, Stems


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedLine:
    """A line of a recording, and when it is heard, in seconds from its start.

    Raises
    ------
    ValueError
        When it ends before it begins, or begins before the recording does.
    """

    text: str
    start_s: float
    end_s: float
    of: str = ""

    def __post_init__(self) -> None:
        if not 0.0 <= self.start_s <= self.end_s < float("inf"):
            raise ValueError(f"'{self.text}' is heard from {self.start_s:g} to {self.end_s:g} s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A finished song from elsewhere.

    Attributes
    ----------
    file
        One of `KINDS`.
    lines
        In order of time.
    """

    file: Path
    lines: tuple[RecordedLine, ...] = ()

    def mixed(self) -> Iterator[Samples]:
        """Yield its sound in blocks of `BLOCK_FRAMES` (the last is shorter), shape (frames, 2), at 44.1 kHz.

        Raises
        ------
        CodecError
            When it is of another kind, has no sound, or does not decode.
        """
        kind = KINDS.get(self.file.suffix.lower())
        if kind is None:
            raise CodecError(
                told(
                    "{file}: a recording must be one of {kinds}", file=self.file.name, kinds=", ".join(KINDS)
                )
            )
        empty = True
        for block in decoded_file(self.file, kind=kind, sample_rate=SAMPLE_RATE):
            empty = False
            yield block
        if empty:
            raise CodecError(
                told("{file} has no sound in it; give a recording that sounds", file=self.file.name)
            )

    def stems(self) -> Iterator[Stems]:
        """Yield its sound in the same blocks, as a bed under a voice that is silent; raises as `mixed`."""
        return (Stems(np.zeros((len(block), 1), np.float32), block) for block in self.mixed())
