"""The `Audio` value: float samples and their rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
Curve = npt.NDArray[np.float64]
"""What changes with time (a pitch, a gain, a moment of a source), as one number for each of many moments."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Audio:
    """Sound in memory.

    Attributes
    ----------
    samples
        float32, shape (frames, channels); 1.0 is full scale, and may be passed until the master.
        The array is made read-only.
    sample_rate
        Frames a second (Hz).
    """

    samples: Samples
    sample_rate: int

    def __post_init__(self) -> None:
        if self.samples.ndim != 2 or self.samples.dtype != np.float32:
            raise ValueError("samples must be float32 of shape (frames, channels)")
        self.samples.setflags(write=False)

    @property
    def frames(self) -> int:
        """The number of frames (samples of one channel)."""
        return int(self.samples.shape[0])

    @property
    def duration_s(self) -> float:
        """The length in seconds."""
        return self.frames / self.sample_rate


def mono(samples: npt.ArrayLike, sample_rate: int) -> Audio:
    """Make one-channel audio of a sequence of samples, shape (frames,)."""
    return Audio(samples=np.asarray(samples, dtype=np.float32).reshape(-1, 1), sample_rate=sample_rate)
