import io

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lyricaudio.release.pictures.cover import MOST_COVER_BYTES, draw_cover


def pixels(title: str, *, seed: str = "うた", size: int = 280) -> npt.NDArray[np.int16]:
    picture = Image.open(io.BytesIO(draw_cover(title, subtitle="", seed=seed, size=size)))
    return np.asarray(picture, dtype=np.int16)


def ink(title: str) -> npt.NDArray[np.bool_]:
    """Return where a picture differs from the same picture without a title, below the motif."""
    return np.asarray(np.abs(pixels(title) - pixels("　")).max(axis=2) > 60)[140:]


def test_a_cover_is_a_square_baseline_rgb_jpeg_of_the_size_that_phones_want() -> None:
    data = draw_cover("誤差逆伝播と勾配のうた", subtitle="G検定のうた", seed="backpropagation")
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (1400, 1400))
    assert "progressive" not in picture.info
    assert len(data) <= MOST_COVER_BYTES


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "2", "3", "4"])
def test_a_larger_cover_gives_up_quality_to_keep_within_the_limit(seed: str) -> None:
    assert len(draw_cover("ResNet", subtitle="うた", seed=seed, size=2400)) <= MOST_COVER_BYTES


def test_the_same_song_has_the_same_cover_and_another_song_another() -> None:
    cover = draw_cover("学習ループのうた", subtitle="うた", seed="loop", size=200)
    assert cover == draw_cover("学習ループのうた", subtitle="うた", seed="loop", size=200)
    assert cover != draw_cover("学習ループのうた", subtitle="うた", seed="relu", size=200)


def test_a_character_that_the_font_lacks_leaves_no_box() -> None:
    assert np.array_equal(pixels("🎵のうた🎶"), pixels("のうた"))
    assert np.array_equal(pixels("❤\ufe0f愛"), pixels("❤愛"))


@pytest.mark.parametrize("title", ["誤差逆伝播と勾配のうた", "「なぜ?」から始まる説明可能AI", "LSTM"])
def test_the_title_is_large_and_its_ink_keeps_to_the_margins(title: str) -> None:
    rows, columns = np.nonzero(ink(title))
    assert columns.min() == pytest.approx(0.08 * 280, abs=2)
    assert columns.max() <= 0.93 * 280
    assert np.ptp(rows) >= 0.2 * 280


@pytest.mark.parametrize("seed", [f"{number}" for number in range(12)])
def test_behind_the_title_there_is_nothing_but_the_ground(seed: str) -> None:
    beside = pixels("愛", seed=seed)[160:, 150:]  # the character stands at the left
    assert np.ptp(beside, axis=1).max() <= 6


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(), max_size=50), st.text(st.characters(), max_size=90), st.text(max_size=5))
def test_any_title_can_be_drawn(title: str, subtitle: str, seed: str) -> None:
    assert draw_cover(title, subtitle=subtitle, seed=seed, size=64).startswith(b"\xff\xd8\xff")
