from __future__ import annotations

import numpy as np
import pytest

from lyricaudio.audio.sound import mono
from lyricaudio.voice.clip import Speech, fault_of


@pytest.mark.parametrize(
    ("samples", "fault"),
    [
        ([], "no sound"),
        ([0.0] * 100, "no sound"),
        ([0.1, float("nan"), 0.1], "a broken sound"),
        ([0.1, float("-inf"), 0.1], "a broken sound"),
        ([0.1, -4.7, 0.1], "an exploding sound"),
        ([0.1, -4.5, 0.1], None),
        ([0.0, 0.001, 0.0], None),
    ],
)
def test_what_is_no_speech_is_told_by_its_sound(samples: list[float], fault: str | None) -> None:
    assert fault_of(Speech(audio=mono(np.array(samples), 48000), morae=())) == fault
