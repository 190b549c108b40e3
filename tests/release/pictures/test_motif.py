import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.release.pictures.motif import MOTIFS, Disc, Figure, Motif


def points(figure: Figure) -> tuple[tuple[float, float], ...]:
    return (figure.centre,) if isinstance(figure, Disc) else figure.points


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_seed_gives_one_drawing_and_another_seed_another(motif: Motif) -> None:
    drawing = list(motif(random.Random(1), 0.5))
    assert drawing == list(motif(random.Random(1), 0.5))
    assert drawing != list(motif(random.Random(2), 0.5))


@pytest.mark.slow
@pytest.mark.parametrize("motif", MOTIFS)
@given(seed=st.integers(0), height=st.floats(0.2, 1.0))
def test_every_drawing_reaches_across_its_place(motif: Motif, seed: int, height: float) -> None:
    figures = list(motif(random.Random(seed), height))
    places = [point for figure in figures for point in points(figure)]
    inside = [(x, y) for x, y in places if 0 <= x <= 1 and 0 <= y <= height]
    assert min(x for x, _ in inside) < 0.25
    assert max(x for x, _ in inside) > 0.75
    assert max(y for _, y in inside) - min(y for _, y in inside) > 0.3 * height


@pytest.mark.parametrize("motif", MOTIFS)
def test_every_drawing_has_an_accent(motif: Motif) -> None:
    seeds = range(20)
    accented = [any(f.tone == "accent" for f in motif(random.Random(seed), 0.5)) for seed in seeds]
    assert sum(accented) > len(seeds) / 2
