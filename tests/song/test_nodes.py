import pytest

from lyricaudio.errors import Place
from lyricaudio.song.nodes import Scalar

PLACE = Place("song.yaml", 3, 5)


@pytest.mark.parametrize(
    ("scalar", "column"),
    [
        (Scalar(place=PLACE, text="abc"), 7),
        (Scalar(place=PLACE, text="abc", quote="'"), 8),
        (Scalar(place=PLACE, text="'bc", quote="'"), 9),
    ],
)
def test_a_place_inside_a_text_counts_quotes(scalar: Scalar, column: int) -> None:
    assert scalar.place_at(2) == Place("song.yaml", 3, column)


@pytest.mark.parametrize(
    "scalar",
    [Scalar(place=PLACE, text="abc", quote='"'), Scalar(place=PLACE, text="abc", quote="|", one_line=False)],
)
def test_where_escapes_or_folding_hide_it_the_place_is_the_texts_own(scalar: Scalar) -> None:
    assert scalar.place_at(2) == PLACE
