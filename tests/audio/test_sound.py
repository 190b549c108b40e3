from __future__ import annotations

import numpy as np
import pytest

from lyricaudio.audio.sound import Audio, mono


def test_audio_knows_its_length() -> None:
    audio = Audio(samples=np.zeros((22050, 2), dtype=np.float32), sample_rate=44100)
    assert (audio.frames, audio.duration_s) == (22050, 0.5)


def test_samples_cannot_be_changed() -> None:
    audio = mono([0.0, 0.5], 44100)
    with pytest.raises(ValueError, match="read-only"):
        audio.samples[0] = 1.0


def test_one_channel_is_made_of_any_sequence() -> None:
    assert mono([0, 1, -1], 8000).samples.tolist() == [[0.0], [1.0], [-1.0]]


@pytest.mark.parametrize(
    "samples", [np.zeros(5, dtype=np.float32), np.zeros((5, 2)), np.zeros((5, 1), dtype=np.int16)]
)
def test_other_shapes_and_types_are_a_mistake(samples: np.typing.NDArray[np.float32]) -> None:
    with pytest.raises(ValueError, match="float32 of shape"):
        Audio(samples=samples, sample_rate=44100)
