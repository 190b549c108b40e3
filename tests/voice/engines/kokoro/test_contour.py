from __future__ import annotations

import numpy as np
import pytest

from lyricaudio.reading.reader import Reader
from lyricaudio.voice.engines.kokoro.contour import accented
from lyricaudio.voice.engines.kokoro.model import Prosody
from lyricaudio.voice.engines.kokoro.symbols import pieces_of

FRAMES = 6
"""How long each symbol is here."""


def half_tones(reader: Reader, text: str, *, f0_hz: float = 240.0) -> list[float]:
    """Return what becomes of a pitch that stays the same: at the middle of each mora."""
    (piece,) = pieces_of(reader.read(text))
    lengths = np.full(len(piece.symbols) + 2, FRAMES)
    nothing = np.zeros((1, 1), dtype=np.float32)
    flat = np.full(2 * lengths.sum(), f0_hz, dtype=np.float32)
    said = Prosody(lengths=lengths, f0_hz=flat, energy=nothing, content=nothing, style=nothing)
    pitch = 12 * np.log2(accented(said, piece).f0_hz / f0_hz)
    return [round(float(pitch[FRAMES * (2 + span.vowel + span.stop)]), 1) + 0.0 for span in piece.spans]


@pytest.mark.parametrize("text", ["坂を下る", "勾配の向き、学習率", "すると、谷。"])
def test_morae_are_high_and_low_as_the_reading_says(reader: Reader, text: str) -> None:
    high = [mora.high for mora in reader.read(text).morae]
    assert {True, False} == set(high)
    assert half_tones(reader, text) == pytest.approx([2.5 if each else -2.5 for each in high], abs=0.2)


def test_a_question_ends_higher(reader: Reader) -> None:
    assert half_tones(reader, "なぜですか？")[-1] == 5.0


def test_what_has_no_pitch_gets_none(reader: Reader) -> None:
    assert set(half_tones(reader, "坂を下る", f0_hz=10.0)) == {0.0}
