import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.release.pictures.palette import SCHEMES, contrast, make_palette

READABLE = 4.5  # WCAG 2.2, level AA


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21.0)
    assert contrast((255, 255, 255), (119, 119, 119)) == pytest.approx(4.48, abs=0.005)
    assert contrast((9, 9, 9), (9, 9, 9)) == 1.0


def test_a_grey_of_oklch_is_grey() -> None:
    red, green, blue = make_palette("vivid", 0.0).text
    assert max(red, green, blue) - min(red, green, blue) <= 5


@pytest.mark.parametrize("scheme", SCHEMES)
@given(hue_deg=st.floats(-360, 720))
def test_text_can_be_read_on_the_whole_ground_at_every_hue(scheme: str, hue_deg: float) -> None:
    palette = make_palette(scheme, hue_deg)
    assert contrast(palette.text, palette.top) >= READABLE
    assert contrast(palette.text, palette.bottom) >= READABLE


@pytest.mark.parametrize("scheme", SCHEMES)
def test_hues_apart_give_colours_apart(scheme: str) -> None:
    mains = [make_palette(scheme, hue_deg).main for hue_deg in range(150, 410, 20)]
    assert len(set(mains)) == len(mains)
