from __future__ import annotations

import numpy as np
from tests.measure.pitch import note_errors_cents

from lyricaudio.audio.sound import mono

RATE = 24000


def test_the_pitch_of_a_hum_is_told_to_the_cent_and_that_of_silence_not_at_all() -> None:
    times_s = np.arange(RATE) / RATE
    pitch_hz = 440 * 2 ** (-8.9 / 12)
    hum = sum(np.cos(2 * np.pi * k * pitch_hz * times_s) / k for k in range(1, 8))
    cents = note_errors_cents(mono(0.2 * hum, RATE), [(0.1, 0.3), (0.5, 0.6)], [60.0, 61.0])
    np.testing.assert_allclose(cents, [10, -90], atol=1)
    assert np.isnan(note_errors_cents(mono(np.zeros(RATE), RATE), [(0.1, 0.3)], [60.0])).all()
