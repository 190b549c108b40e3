import io

from PIL import Image

from lyricaudio.release.pictures.icon import draw_icon

SAFE = 0.4
"""Of the icon's width: the radius that every mask of a home screen leaves."""


def test_an_icon_is_a_square_png_that_fills_its_corners() -> None:
    picture = Image.open(io.BytesIO(draw_icon(192)))
    assert (picture.format, picture.size) == ("PNG", (192, 192))
    assert len({picture.getpixel(corner) for corner in ((0, 0), (191, 0), (0, 191), (191, 191))}) == 1


def test_a_round_mask_cuts_nothing_off() -> None:
    picture = Image.open(io.BytesIO(draw_icon(512))).convert("RGB")
    ground = picture.getpixel((0, 0))
    drawn = [(x, y) for x in range(0, 512, 4) for y in range(0, 512, 4) if picture.getpixel((x, y)) != ground]
    assert drawn
    assert all((x - 256) ** 2 + (y - 256) ** 2 <= (SAFE * 512) ** 2 for x, y in drawn)
